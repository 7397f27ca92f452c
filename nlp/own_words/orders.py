"""Orders without a name: "Pay the fee by Friday", "Will revert on the tender", and the points of a list of actions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nlp.own_words.clauses import Clause, skip_lead_in
from nlp.own_words.drafts import Draft
from nlp.own_words.dues import DueFound, due_in
from nlp.own_words.duties import read_passive
from nlp.own_words.followups import resolve_pronouns
from nlp.own_words.imperatives import is_infinitive, opens_order
from nlp.own_words.items import parts_of, thing_follows
from nlp.own_words.news import has_news
from nlp.own_words.page import Page
from nlp.own_words.phrase import Span, german_phrase, phrase
from nlp.own_words.predicate import Predicate
from nlp.own_words.reading import Reading
from nlp.own_words.segment import Line
from nlp.own_words.signs import is_past, only_date, verb_here
from nlp.own_words.steps import orders_in


@dataclass(frozen=True, slots=True)
class Order:
    """The order in tokens `begin` to `end`; its verb or thing stands at `verb_at`.

    `polite`: it is asked for ("please", "can you"). `own`: words of duty lead to it ("will revert"), which make it
    the author's, unless they name nobody at all (`impersonal`, "there needs").
    """

    begin: int
    verb_at: int
    end: int
    polite: bool
    own: str
    impersonal: bool


def read_order(state: Reading, first: int, end: int, kind: str | None, question: bool, line: Line) -> None:
    """The orders of a sentence that has no doer, in order."""
    if kind == "info":
        return
    order = _opening(state.page, first, end, question)
    if order is None:
        return
    listed = kind == "action" or line.box is False
    for part in _parts(state, order, line):
        if is_order(state, part, listed):
            _add(state, part, listed)
        elif part.begin == order.begin:
            read_passive(state, first, end)


def read_called_last(state: Reading, first: int, end: int, kind: str | None, question: bool, line: Line) -> bool:
    """As in "Could you look at the tender, Ana?", "Don't forget the agenda, Bo!": who is asked is called last."""
    page, last = state.page, end
    while last > first and not page.tokens[last - 1].is_word:
        last -= 1
    called = next((m for m in page.mention_at.values() if m.last == last - 1 and m.first > first + 2), None)
    if called is None or not _is_called_last(page, first, called.first):
        return False
    begin = _past_opening_mark(page, skip_lead_in(page, first, end), end)
    asked = page.match("request", begin, end) or page.match("please", begin, end)
    stop = called.first - (page.tokens[called.first - 1].text == ",")
    if not asked and not opens_order(page, begin, stop):
        return False
    before = len(state.drafts)
    read_order(state, first, stop, kind, question, line)
    for draft in state.drafts[before:]:
        draft.owner, draft.owner_text = called.person, page.words(called.first, called.last + 1)
        draft.end = page.tokens[end - 1].end
        state.addressed = draft  # "And find out why": the same person is asked again
    return len(state.drafts) > before


def _is_called_last(page: Page, first: int, name: int) -> bool:
    """Behind a comma, or without one where the words are polite: "please chase the client Bo", but not "call Bo"."""
    before = page.tokens[name - 1]
    if before.text == "," or page.match("please", name - 1, name):
        return True
    led = page.grammar.words["subordinators"] | page.grammar.words["joiners"] | page.grammar.words["determiners"]
    return (
        before.is_word and before.low not in led and not verb_here(page, name - 1) and page.has("please", first, name)
    )


def _opening(page: Page, first: int, end: int, question: bool) -> Order | None:
    """Where the order begins and what leads to it; None where it is denied, doubted or asked."""
    begin = _past_opening_mark(page, skip_lead_in(page, first, end), end)
    last = end - 1 - (not page.tokens[end - 1].is_word)
    chased = (
        last > begin + 1 and is_past(page, last) and page.tokens[last - 1].text in "-–—:"
    )  # "invoice 4411 - chased"
    if begin >= end or chased or _if_anybody(page, first, begin, end) or page.match("nothing_at_all", end - 1, end):
        return None
    before = page.tokens[begin - 1]
    if begin > first and before.is_word and before.low not in _words(page, "connectives"):
        return None
    asked = page.match("request", begin, end)
    polite = asked or page.match("please", begin, end)
    place = begin + polite
    place += bool(polite) and place + 1 < end and page.tokens[place].low == "to"  # "please to confirm"
    shown = (
        place < end
        and page.tokens[place].low in ("find", "see")
        and any(page.tokens[p].low in ("attached", "enclosed", "below", "above") for p in range(place + 1, end))
    )
    if shown or (question and not asked) or (asked and _may_find(page, begin, place, end)):
        return None
    impersonal = page.match("impersonal", place, end)
    own = impersonal or _duty_words(page, place, end)
    if _denied(page, place, end, own):
        return None
    verb_at = place + own
    while verb_at < end and page.match("skip", verb_at, end):
        verb_at += page.match("skip", verb_at, end)
    if verb_at >= end or page.match("negation", verb_at, end) or (own and page.tokens[verb_at].low in ("be", "have")):
        return None
    duty = page.tokens[place].low if own else ""
    return Order(begin, verb_at, end, bool(polite), duty, bool(impersonal))


def _if_anybody(page: Page, first: int, begin: int, end: int) -> bool:
    """As in "If anyone wants tickets, ask Lucy": an offer, and no task."""
    if page.tokens[begin].low in _words(page, "offers") and page.tokens[begin].low != "please":
        offered = (
            page.tokens[p].low == "if" and page.tokens[p + 1].low in ("you", "anyone") for p in range(begin, end - 1)
        )
        if any(offered):  # "Ask Ana if you need access"
            return True
    comma = next((p for p in range(begin, min(end, begin + 14)) if page.tokens[p].text == ","), None)
    if comma is None or page.tokens[first].low not in ("if", "anyone", "anybody") or comma + 1 >= end:
        return False
    return page.tokens[comma + 1].low in _words(page, "offers")


def _may_find(page: Page, begin: int, place: int, end: int) -> bool:
    """As in "You can find the slides in the folder": what one may do is no order."""
    if page.words(begin, place).lower() != "you can" or place >= end:
        return False
    return page.tokens[place].low in ("find", "see", "use", "get", "expect", "read", "watch", "reach", "ignore")


def _past_opening_mark(page: Page, begin: int, end: int) -> int:
    """Past the mark that opens a Spanish question."""
    return begin + 1 if begin + 1 < end and page.tokens[begin].text in "¿¡" else begin


def _duty_words(page: Page, place: int, end: int) -> int:
    """How many words of duty stand here without anybody before them ("will", "must")."""
    again = page.tokens[place - 1].low in ("also", "and", "then") if place else False
    if place >= end or (page.tokens[place].low in _words(page, "not_subjectless") and not again):
        return 0
    return page.match("commit", place, end)


def _denied(page: Page, place: int, end: int, own: int) -> bool:
    if page.match("negation", place, end) or page.match("hedge", place, end) > own:
        return True
    return page.match("nothing", place, end) > 0 and not verb_here(page, place)


def _parts(state: Reading, order: Order, line: Line) -> list[Order]:
    """The order cut into its orders: what one person will do stays together, unless each has its date."""
    base = verb_here(state.page, order.verb_at)
    if order.own or line.bullet or state.section.has_owner:
        if base is None:
            return [order]
        said = Predicate("commit", order.verb_at, base)
        clause = Clause(None, said, Span(order.begin, order.begin), Span(order.verb_at, order.end))
        spans = [span for span, _ in parts_of(state, clause)]
    else:
        spans = orders_in(state.page, order.verb_at, order.end)
    return [
        replace(order, begin=span.first if number else order.begin, verb_at=span.first, end=span.end)
        for number, span in enumerate(spans)
    ]


def is_order(state: Reading, order: Order, listed: bool) -> bool:
    """Whether the words are an order at all, or a thing in a list of actions."""
    page, place = state.page, order.verb_at
    if order.own:
        return verb_here(page, place) is not None
    alone = place + 1 >= order.end or not page.tokens[place + 1].is_word
    if order.polite and alone and page.tokens[place].low in ("help", "advise", "confirm", "note"):
        return False  # "Please help."
    if order.polite and page.tokens[place].low in page.grammar.gerunds:  # "would you mind sending"
        return True
    if page.tokens[place].low == "stop" and place + 1 < order.end and page.tokens[place + 1].low.endswith("ing"):
        return False
    if listed:
        return not (is_past(page, place) or page.has("done", place, place + 1) or has_news(page, place, order.end))
    return opens_order(page, place, order.end, plain=order.polite)


def _add(state: Reading, order: Order, listed: bool) -> None:
    page, low = state.page, state.page.tokens[order.verb_at].low
    base = verb_here(page, order.verb_at) or (page.grammar.gerunds.get(low) if order.polite else None)
    due = due_in(page, Span(order.verb_at, order.end), base)
    what = _what(state, order, base, due)
    if not re.search(r"\w", what) or _dates_the_last(state, what, base, due):
        return
    stop = order.end
    while stop - 1 > order.begin and page.tokens[stop - 1].text in ".!,;":
        stop -= 1
    draft = Draft(what, page.tokens[order.begin].start, page.tokens[stop - 1].end)
    if due:
        draft.due, draft.due_text = due.phrase.due(page.when), due.text(page)
        draft.dated_last = only_date(page, due.cut_from, stop)
    draft.owner, draft.owner_text = _owner(state, order, listed)
    state.drafts.append(draft)
    state.last_thing = what


def _what(state: Reading, order: Order, base: str | None, due: DueFound | None) -> str:
    page, span = state.page, Span(order.verb_at, order.end)
    cut = (Span(due.cut_from, due.last + 1),) if due else ()
    finite = page.grammar.finite.get(page.tokens[order.verb_at].low)
    if page.grammar.lang == "de" and base is None and finite and not is_infinitive(page, _last_word(page, span)):
        return german_phrase(page, Span(span.first + 1, span.end), finite, cut)
    drop = base == "do" and thing_follows(page, span)
    words = phrase(page, Span(span.first + drop, span.end), None if drop else base, cut, noun=base is None or drop)
    return resolve_pronouns(page, words, state.last_thing)


def _last_word(page: Page, span: Span) -> int:
    return next((p for p in range(span.end - 1, span.first, -1) if page.tokens[p].is_word), span.first)


def _dates_the_last(state: Reading, what: str, base: str | None, due: DueFound | None) -> bool:
    """As in "Review the plan. Review by Friday.": the same again, with a date."""
    last = state.drafts[-1] if state.drafts else None
    if last is None or not due or what != base or base not in last.what.split() or last.due is not None:
        return False
    last.due, last.due_text = due.phrase.due(state.page.when), due.text(state.page)
    return True


def _owner(state: Reading, order: Order, listed: bool) -> tuple[str | None, str | None]:
    """Nobody, unless the list is somebody's, the same person is asked again, or I say what I will do."""
    page, section, asked = state.page, state.section, state.addressed
    if section.has_owner:
        return section.owner, section.owner_text
    again = page.tokens[max(0, order.begin - 1)].low in _words(page, "again") or (
        page.tokens[order.begin].low in _words(page, "again")
    )
    if order.impersonal or (order.polite and order.own):
        return None, None
    if order.own in ("to", "needs", "has") and state.drafts:  # "Ana to call them. Also to check the lease."
        return state.drafts[-1].owner, state.drafts[-1].owner_text
    if not order.own and asked and asked.line in (0, state.line) and again:
        return asked.owner, asked.owner_text
    english_note = page.grammar.lang == "en" and not listed
    if order.own and (order.own not in ("should", "must") or english_note):
        return page.author, None
    return None, None


def _words(page: Page, name: str) -> frozenset[str]:
    return page.grammar.words[name]
