"""Duties told without an order: "the calendar is to be updated by all", "price negotiation is my job"."""

from __future__ import annotations

from nlp.own_words.clauses import skip_lead_in
from nlp.own_words.doers import PERSON, SELF, Doer, doer_at
from nlp.own_words.drafts import Draft
from nlp.own_words.dues import due_in
from nlp.own_words.page import Page
from nlp.own_words.phrase import Span, phrase
from nlp.own_words.reading import Reading
from nlp.own_words.signs import is_passive, needs_doing


def read_passive(state: Reading, first: int, end: int) -> None:
    """As in "leave calendar to be updated by all by Friday"."""
    page = state.page
    place = next((p for p in range(first + 1, end - 1) if is_passive(page, p) or needs_doing(page, p)), None)
    if place is None:
        return
    start = (
        place
        if needs_doing(page, place)
        else place - 2
        if page.tokens[place - 2].low in page.grammar.words["passive_duties"]
        else place - 1
    )
    ruled = page.tokens[place - 1].low == "must" and not any(first <= p < end for p in page.date_at)
    if ruled or start <= first or page.has("negation", first, end) or page.has("hedge", first, end):
        return
    begin = skip_lead_in(page, first, end)
    due = due_in(page, Span(place, end), None)
    what = phrase(page, Span(begin, place + 2), None, (), noun=True)
    draft = Draft(what, page.tokens[begin].start, page.tokens[end - 1].end)
    doer = _by_whom(page, place + 2, end)
    if doer:
        draft.owner = doer.owner if doer.kind in (PERSON, SELF) else None
        draft.owner_text = doer.words(page)
    if due:
        draft.due, draft.due_text = due.phrase.due(page.when), due.text(page)
    state.drafts.append(draft)


def _by_whom(page: Page, start: int, end: int) -> Doer | None:
    for place in range(start, end):
        doer = doer_at(page, place, end) if page.tokens[place - 1].low == "by" else None
        if doer:
            return doer
    return None


def read_responsible(state: Reading, first: int, end: int) -> bool:
    """As in "for the chairs responsible is Lucy", "for the chairs Lucy is responsible"."""
    page = state.page
    named = [page.mention_at[place] for place in range(first + 1, end) if place in page.mention_at]
    duty = next((p for p in range(first + 2, end) if page.tokens[p].low in page.grammar.words["responsible"]), None)
    if duty is None or len(named) != 1 or page.tokens[first].low not in ("for", "für", "de", "pour"):
        return False
    if page.has("negation", first, end) or page.tokens[end - 1].text == "?":
        return False
    stop = min(duty, named[0].first, next((p for p in range(first, end) if page.tokens[p].low in ("is", "ist")), end))
    words, start, last = page.words(named[0].first, named[0].last + 1), page.tokens[first], page.tokens[end - 1]
    what = phrase(page, Span(first + 1, stop), None, (), noun=True)
    due = due_in(page, Span(stop, end), None)
    draft = Draft(what, start.start, last.end, named[0].person, words)
    if due:
        draft.due, draft.due_text = due.phrase.due(page.when), due.text(page)
    state.drafts.append(draft)
    return True


def read_whose_job(state: Reading, first: int, end: int) -> None:
    """As in "Price negotiation is my job, by Friday"."""
    page = state.page
    place = next((p for p in range(first + 1, end - 1) if _says_whose(page, p, end)), None)
    if place is None:
        return
    mention = page.mention_at.get(place + 1)
    mine = page.tokens[place + 1].low in page.grammar.words["my_labels"]
    if not mine and mention is None:
        return
    due = due_in(page, Span(min(place + 2, end), end), None)
    draft = Draft(
        phrase(page, Span(first, place), None, (), noun=True),
        page.tokens[first].start,
        page.tokens[end - 1].end,
        page.author if mine else mention.person if mention else None,
        page.tokens[place + 1].text,
    )
    if due:
        draft.due, draft.due_text = due.phrase.due(page.when), due.text(page)
    state.drafts.append(draft)


def _says_whose(page: Page, place: int, end: int) -> bool:
    jobs = page.grammar.words["whose_jobs"]
    if page.tokens[place + 1].low in ("mine", "yours") and place + 2 >= end - 1 and page.tokens[place].low == "is":
        return page.tokens[place + 1].low == "mine"
    following = {page.tokens[min(place + 2, end - 1)].low, page.tokens[min(place + 3, end - 1)].low}
    return page.tokens[place].low in ("is", "are", "'s") and bool(following & jobs)
