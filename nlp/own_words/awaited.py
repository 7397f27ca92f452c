"""What is awaited from somebody: "I need the headcount from Tariq", "waiting on Ana for the list"."""

from __future__ import annotations

from nlp.own_words.drafts import Draft
from nlp.own_words.dues import due_in
from nlp.own_words.page import Page
from nlp.own_words.people import Mention
from nlp.own_words.phrase import Span, phrase
from nlp.own_words.reading import Reading

_FROM = frozenset({"from", "von", "de", "d'"})
_LEADS = frozenset({"you", ":", "for", "to", "a", "an", "is", "the", "-", "–", ","})


def read_awaited(state: Reading, first: int, end: int) -> bool:
    """Add what tokens `first` to `end` await from somebody of the meeting; False where they await nothing."""
    page = state.page
    if page.has("negation", first, end) or page.has("done", first, end) or page.tokens[end - 1].text == "?":
        return False
    called = _from_called(page, first, end)
    if called:
        _add(state, *called, first)
        return True
    for mention in (page.mention_at[place] for place in range(first + 1, end) if place in page.mention_at):
        thing = _thing_from(page, mention, first, end)
        if thing:
            _add(state, mention, thing, first)
            return True
    return False


def _from_called(page: Page, first: int, end: int) -> tuple[Mention, list[Span]] | None:
    """As in "Ana, I need the timesheets by tonight"."""
    mention = page.mention_at.get(first)
    if mention is None or mention.last + 3 >= end:
        return None
    place = mention.last + 1 + (page.tokens[mention.last + 1].text == ",")
    mine = page.match("self_words", place, end) or page.match("we", place, end)
    place += mine
    if not mine or place + 1 >= end or page.tokens[place].low not in page.grammar.words["awaiting"]:
        return None
    if page.tokens[place + 1].low == "to":
        return None
    thing = _without_marks(page, [Span(place + 1, _stop(page, place + 1, end))])
    return (mention, thing) if thing else None


def _thing_from(page: Page, mention: Mention, first: int, end: int) -> list[Span] | None:
    """The stretches that name what this person is to bring, without the words that name the person."""
    awaiting, led = page.grammar.words["awaiting"], mention.first - 1
    after = mention.last + 1
    cue = next((p for p in range(first, led + 1) if page.tokens[p].low in awaiting), None)
    if cue is not None and page.tokens[led].low in _FROM:
        return _without_marks(page, [Span(cue + 1, led), Span(after, _stop(page, after, end))])
    owned = cue is not None and led in (cue, cue + 1) and page.tokens[led].low in (*awaiting, "for", "on")
    if owned and after < end and page.tokens[after].low == "'s":  # "need Marek's help"
        return _without_marks(page, [Span(after + 1, _stop(page, after, end))])
    waits = cue is not None and cue == led - 1 and page.tokens[cue].low.startswith("wait")
    if waits and after < end and page.tokens[after].low in ("for", "to"):
        return _without_marks(page, [Span(after + 1, _stop(page, after, end))])
    if led == first and page.tokens[led].low == "from":
        late = next((p for p in range(after, min(end, after + 4)) if page.tokens[p].low in awaiting), None)
        return _without_marks(page, [Span(late + 1, _stop(page, late, end))]) if late else None
    return None


def _stop(page: Page, place: int, end: int) -> int:
    """Where the thing ends: a clause of its own follows "and" or a comma, or the sentence is over."""
    for position in range(place, end):
        joined = page.tokens[position].low in ("and", "but", "so", ";") or page.tokens[position].text == ","
        if joined and position + 1 in page.mention_at:
            return position
    while end > place and not page.tokens[end - 1].is_word:
        end -= 1
    return end


def _without_marks(page: Page, spans: list[Span]) -> list[Span] | None:
    kept: list[Span] = []
    for span in spans:
        first = span.first
        while first < span.end and (page.tokens[first].low in _LEADS or page.tokens[first].low in _FROM):
            first += 1
        if first < span.end:
            kept.append(Span(first, span.end))
    return kept if any(not _only_date(page, span) for span in kept) else None


def _only_date(page: Page, span: Span) -> bool:
    return span.first in page.date_at and page.date_at[span.first][1] >= span.end - 1


def _add(state: Reading, mention: Mention, thing: list[Span], first: int) -> None:
    page = state.page
    whole = Span(thing[0].first, thing[-1].end)
    due = due_in(page, whole, None)
    between = [Span(thing[0].end, thing[-1].first)] if len(thing) > 1 else []
    gone = between + ([Span(due.cut_from, due.last + 1)] if due else [])
    what = phrase(page, whole, None, tuple(sorted(gone, key=lambda s: s.first)), noun=True)
    end = max(thing[-1].end, mention.last + 1)
    draft = Draft(
        what,
        page.tokens[first].start,
        page.tokens[end - 1].end,
        mention.person,
        page.words(mention.first, mention.last + 1),
    )
    if due:
        draft.due, draft.due_text = due.phrase.due(page.when), due.text(page)
    state.drafts.append(draft)
    state.last_thing = what
