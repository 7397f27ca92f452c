"""An item of which but the stretch is known: whose it is, by when, and what, by the room's own rules."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right

from nlp.own_words.doers import PERSON, ROLE, SELF, THIRD, Doer, doer_at, single_doer
from nlp.own_words.drafts import Draft
from nlp.own_words.dues import DueFound, any_date, due_in
from nlp.own_words.marks import Marks, Stretch
from nlp.own_words.owners import mentioned_before
from nlp.own_words.page import Page
from nlp.own_words.phrase import Span, phrase
from nlp.own_words.predicate import BARE, GAP, REFUSED
from nlp.own_words.predicates import predicate_at
from nlp.own_words.reading import Heard, Reading
from nlp.own_words.signs import verb_here

_STOP = re.compile(r"[.!?](?=\s)|\n")
_ASKING = frozenset({"asked", "asks", "told", "wants", "needs"})
_WILLING = frozenset({"happy", "glad"})
_OPENING = 3
"""Words at the start of a stretch where whoever does it would stand."""
_BEFORE_VERB = ("'s", "'m", "'re", "'d", "'ll", "is", "am", "are")


def draft_of(state: Reading, stretch: Stretch, marks: Marks) -> Draft | None:
    """The item told in `stretch`; None in a line that is not read, or without words for what is to be done."""
    page, heard = state.page, heard_at(state, stretch.start)
    span = Span(*page.token_range(stretch.start, stretch.end))
    if heard is None or span.first >= span.end:
        return None
    doer = _marked_doer(page, span, marks, stretch) or _first_doer(page, span)
    body, base = _body(page, span, doer)
    due = _marked_due(page, span, marks, stretch) or due_in(page, span, base)
    cut = [Span(doer.first, doer.last + 1)] if doer else []
    cut += [Span(due.cut_from, due.last + 1)] if due else []
    what = phrase(page, body, base, tuple(cut), noun=base is None)
    if not re.search(r"\w", what):
        return None
    draft = Draft(what, page.tokens[span.first].start, page.tokens[span.end - 1].end)
    if heard.has_owner:
        draft.owner, draft.owner_text = heard.owner, heard.owner_text
    _name(page, draft, doer, heard)
    _date(page, draft, due)
    return draft


def complete(state: Reading, draft: Draft, stretch: Stretch, marks: Marks) -> None:
    """Give an item of the rules the owner and the date that stand beside it in its stretch, where they found none."""
    page, heard = state.page, heard_at(state, stretch.start)
    span = Span(*page.token_range(stretch.start, stretch.end))
    doer, due = _marked_doer(page, span, marks, stretch), _marked_due(page, span, marks, stretch)
    if heard and doer and draft.owner is None and draft.owner_text is None and _same_sentence(page, draft, doer.first):
        _name(page, draft, doer, heard)
    if due and draft.due is None and draft.due_text is None and _beside(page, draft, due.first):
        _date(page, draft, due)


def _same_sentence(page: Page, draft: Draft, place: int) -> bool:
    """Whether token `place` stands in the draft or its sentence."""
    start = page.tokens[place].start
    between = page.text[draft.end : start] if start >= draft.end else page.text[start : draft.start]
    return not _STOP.search(between)


def _beside(page: Page, draft: Draft, place: int) -> bool:
    """Whether token `place` stands in the draft's sentence and is not its own: of those the rules have judged."""
    return not draft.start <= page.tokens[place].start < draft.end and _same_sentence(page, draft, place)


def _name(page: Page, draft: Draft, doer: Doer | None, heard: Heard) -> None:
    if doer is not None:
        draft.owner, draft.owner_text = _owner(page, doer, heard), doer.words(page)


def _date(page: Page, draft: Draft, due: DueFound | None) -> None:
    if due is not None:
        draft.due, draft.due_text = due.phrase.due(page.when), due.text(page)


def heard_at(state: Reading, start: int) -> Heard | None:
    """The line read that holds character `start`; None where none was, as in a quotation or a table."""
    place = bisect_right(state.heard, start, key=lambda heard: heard.start)
    return state.heard[place - 1] if place and start < state.heard[place - 1].end else None


def _marked_doer(page: Page, span: Span, marks: Marks, stretch: Stretch) -> Doer | None:
    """Whoever the words marked as an owner's are about; None where none are marked."""
    named = marks.words_of("owner", stretch.start, stretch.end)
    if named is None:
        return None
    first, end = page.token_range(*named)
    if first >= end:
        return None
    if first > span.first and verb_here(page, first - 1):  # "shadow Sophie"
        return None
    doer = doer_at(page, first, span.end) or _unlikely_doer(page, first, end)
    return Doer(ROLE, doer.first, doer.last + 2) if _owns(page, doer, span.end) else doer


def _unlikely_doer(page: Page, first: int, end: int) -> Doer:
    """As in "happy to run it", which is "I", and "dawn pls", a name that is a word as well; else some role."""
    word = page.tokens[first].low
    if word in _WILLING:
        return Doer(SELF, first, first, page.author)
    person = page.directory.given(word) if end == first + 1 else None
    return Doer(PERSON, first, first, person) if person else Doer(ROLE, first, end - 1)


def _owns(page: Page, doer: Doer, end: int) -> bool:
    """As in "Tunde's mate", who is somebody else, and not "Tunde's filming"."""
    place = doer.last + 2
    if doer.kind != PERSON or place >= end or page.tokens[place - 1].low != "'s" or not page.tokens[place].is_word:
        return False
    low, grammar = page.tokens[place].low, page.grammar
    return low not in grammar.gerunds and low not in grammar.bases and not page.match("commit", place - 1, end)


def _first_doer(page: Page, span: Span) -> Doer | None:
    """The person named, or "I", with whom the stretch opens."""
    for place in range(span.first, min(span.end, span.first + _OPENING)):
        doer = single_doer(page, place, span.end)
        if doer is not None and doer.kind in (PERSON, SELF):
            return doer
    return None


def _body(page: Page, span: Span, doer: Doer | None) -> tuple[Span, str | None]:
    """What is to be done, from its verb on where there is one, and the plain form of that verb."""
    start = span.first
    if doer is not None:
        said = predicate_at(page, doer, span.end)
        if said and said.kind not in (REFUSED, GAP, BARE) and span.first <= said.start < span.end:
            return Span(said.start, span.end), said.base
        start = doer.last + 1 if doer.last + 2 < span.end and doer.first - span.first < _OPENING else start
    while start < span.end and not page.tokens[start].is_word:
        start += 1
    start += page.match("please", start, span.end)
    start += page.match("commit", start, span.end) or (start < span.end and _is(page, start, doer))
    start += page.match("commit", start, span.end)
    return Span(start, span.end), _verb(page, start, doer) if start < span.end else None


def _is(page: Page, place: int, doer: Doer | None) -> bool:
    """As in "Tunde's filming it", where no rule has read the words."""
    return doer is not None and place == doer.last + 1 and page.tokens[place].low in _BEFORE_VERB


def _asks_me(page: Page, doer: Doer) -> bool:
    """As in "Annika has asked me to", "Bo wants me to"."""
    said = [token.low for token in page.tokens[doer.last + 1 : doer.last + 4]]
    return any(verb in _ASKING and me == "me" for verb, me in itertools.pairwise(said))


def _verb(page: Page, place: int, doer: Doer | None) -> str | None:
    """The plain form of the verb at `place`, whatever its form where it follows its doer."""
    low, grammar = page.tokens[place].low, page.grammar
    if doer is None or place > doer.last + 2:
        return verb_here(page, place)
    return verb_here(page, place) or grammar.finite.get(low) or grammar.gerunds.get(low)


def _marked_due(page: Page, span: Span, marks: Marks, stretch: Stretch) -> DueFound | None:
    """The date in the words marked as a date's; None where none are marked or they hold no date."""
    named = marks.words_of("due", stretch.start, stretch.end)
    if named is None:
        return None
    first, end = page.token_range(*named)
    return any_date(page, Span(max(span.first, first - 1), max(end, first + 1)))


def _owner(page: Page, doer: Doer, heard: Heard) -> str | None:
    if doer.kind == SELF or _asks_me(page, doer):
        return heard.author
    if doer.kind == THIRD:
        return mentioned_before(page, doer.first)
    return doer.owner if doer.kind == PERSON else None
