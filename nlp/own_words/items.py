"""From a clause to its item: what exactly, whose, by when, and whether it is two."""

from __future__ import annotations

import re

from nlp.own_words.again import same_again, set_date, told_again
from nlp.own_words.clauses import Clause
from nlp.own_words.doers import Doer
from nlp.own_words.drafts import Draft
from nlp.own_words.dues import DueFound, any_date, due_in
from nlp.own_words.followups import is_pronoun, resolve_pronouns
from nlp.own_words.owners import owner_of
from nlp.own_words.page import Page
from nlp.own_words.phrase import Span, german_phrase, phrase
from nlp.own_words.predicate import BARE, COMMIT, NOUN, PRESENT, SEPARATED
from nlp.own_words.reading import Reading
from nlp.own_words.signs import is_past, only_date, verb_here
from nlp.own_words.steps import list_goes_on, own_task

_TOLD = frozenset({"is", "are", "was", "were", "has", "had", "'s", "'re"})


def parts_of(state: Reading, clause: Clause) -> list[tuple[Span, str | None]]:
    """The body cut where a second task of the same doer begins."""
    page, body = state.page, clause.body
    if clause.predicate.kind == BARE:
        return [(clause.lead, verb_here(page, clause.lead.first))]
    parts: list[tuple[Span, str | None]] = []
    start, base = body.first, clause.predicate.base
    place = start + 1
    while place < body.end:
        cut = second_task(state, start, place, body.end, clause)
        if cut:
            parts.append((Span(start, place), base))
            start, base = cut
            place = start
        place += 1
    return [*parts, (Span(start, body.end), base)]


def second_task(state: Reading, start: int, place: int, end: int, clause: Clause) -> tuple[int, str | None] | None:
    page = state.page
    token = page.tokens[place]
    if token.text not in (",", ";", "+") and token.low not in ("and", "&", "und", "et", "y", "then"):
        return None
    after, linked = place + 1, token.low in ("and", "&", "+", "und", "et", "y", "then")
    while after < end and page.tokens[after].low in ("and", "then", "also", "und", "et", "y"):
        linked = linked or page.tokens[after].low in ("and", "und", "et", "y", "then")
        after += 1
    closed = place - (page.tokens[place - 1].text == ")")  # "copy (Friday), print (Monday)"
    dated = any(last == closed - 1 for first, (_, last) in page.date_at.items() if start <= first)
    again = page.match("commit", after, end)
    if linked and again and clause.predicate.kind in ("commit", PRESENT):
        base = verb_here(page, after + again)
        follows = (
            after + again < end and page.tokens[after + again].text.isalpha() and not page.tokens[after + again].capital
        )
        return (after + again, base) if base or (follows and page.tokens[after].low not in ("to", "can")) else None
    verb = page.grammar.finite.get(page.tokens[after].low) if after < end and clause.predicate.kind == PRESENT else None
    verb = verb or (verb_here(page, after) if after < end else None)
    also = after < end and page.tokens[after - 1].low in ("also", "then") and verb
    if linked and verb and ((dated and token.text == ",") or also):
        return after, verb
    parted = linked or list_goes_on(page, after, end)
    mine = parted and clause.doer and clause.predicate.base and verb not in page.grammar.words["stative"]
    own = own_task(page, start, place, after, end) if mine else None
    if own:
        return after, own
    later_date = any(after <= first < end for first in page.date_at)
    if (
        token.text in (",", ";")
        and dated
        and later_date
        and after < end
        and page.tokens[after].is_word
        and after not in page.date_at
        and not page.match("date_prefix", after, end)
        and not page.match("conditions", after, end)
    ):
        return after, verb
    return None


def add_item(state: Reading, part: tuple[Span, str | None], doer: Doer, previous: str | None, clause: Clause) -> None:
    """Add the item of one `part` of a clause: its tokens with the plain verb they begin with, if any."""
    page, (span, base) = state.page, part
    due = _due_of(page, span, base, doer, clause)
    title_only = clause.lead.first < clause.lead.end and only_date(page, clause.lead.first, clause.lead.end)
    if due is None and title_only:
        due = any_date(page, clause.lead)
    what = _what_of(state, span, base, clause, due if due and not title_only else None, title_only)
    owner, owner_text = owner_of(state, doer, previous, clause)
    if what is None or (not what and clause.predicate.kind != NOUN):
        return
    what, same = same_again(state, what)
    lead = Span(0, 0) if title_only else _lead_of(span, clause)
    thing = _thing_before(page, span, base, lead)
    if thing:
        before = due_in(page, thing, None)
        due = due or (before if before and before.cut_from < before.first else None)  # an event's own day has no "by"
        dated = (Span(due.cut_from, due.last + 1),) if due and due.first < span.first else ()
        what = f"{what} {phrase(page, thing, None, dated, noun=True)}".strip()
    if is_pronoun(what):
        if lead.end > lead.first:
            before = due_in(page, lead, None)
            due = due or before
            gone = (Span(before.cut_from, before.last + 1),) if before else ()
            what = phrase(page, lead, None, gone, noun=True)
        elif told_again(state, owner, owner_text, due, clause):
            return
    what = resolve_pronouns(page, what, state.last_thing)
    if not re.search(r"\w", what):
        return
    condition, topic = lead_words(state, lead, clause)
    what = f"{what} {condition}" if condition else what
    first = lead.first if condition or topic or thing else _first_of(span, doer, clause)
    stop = max(span.end, clause.body.end) if clause.predicate.kind == BARE else span.end
    draft = Draft(what, page.tokens[first].start, page.tokens[stop - 1].end, owner, owner_text)
    set_date(page, draft, due, same)
    draft.dated_last = due is not None and only_date(page, due.cut_from, span.end)
    _keep(state, draft, doer, clause)


def _thing_before(page: Page, span: Span, base: str | None, lead: Span) -> Span | None:
    """As in "van MOT due 14/3 - Bo to book", "forty bags for Thursday, Bo ordering": the thing stands before."""
    alone = base is not None and (span.end <= span.first + 1 or only_date(page, span.first + 1, span.end))
    if not alone or lead.end - lead.first < 2 or page.tokens[lead.end - 1].text not in ",-–—:":
        return None
    if is_past(page, lead.first + 1) or any(page.tokens[p].low in _TOLD for p in range(lead.first, lead.end)):
        return None
    return lead


def _due_of(page: Page, span: Span, base: str | None, doer: Doer, clause: Clause) -> DueFound | None:
    """The date of a part: after a trailing owner, within the part, or between the doer and the verb."""
    if clause.predicate.kind == BARE:
        return due_in(page, Span(doer.last + 1, clause.body.end), base) or due_in(page, span, base)
    between = Span(doer.last + 1, span.first) if span.first == clause.body.first else Span(0, 0)
    return due_in(page, span, base) or due_in(page, between, None)


def _lead_of(span: Span, clause: Clause) -> Span:
    """What stands before the doer belongs to the first part alone, and to no trailing owner."""
    first_part = span.first in (clause.body.first, clause.lead.first)
    return clause.lead if first_part and clause.predicate.kind != BARE else Span(0, 0)


def _first_of(span: Span, doer: Doer, clause: Clause) -> int:
    """The token at which the anchor begins."""
    return doer.first if span.first == clause.body.first and clause.predicate.kind != BARE else span.first


def _what_of(
    state: Reading, span: Span, base: str | None, clause: Clause, due: DueFound | None, title_only: bool
) -> str | None:
    """The `what` of a part as it stands there; None where a lone verb says nothing."""
    page, kind = state.page, clause.predicate.kind
    if kind == BARE and title_only:
        return state.title
    cut = (Span(due.cut_from, due.last + 1),) if due else ()
    if page.grammar.lang == "de" and kind == PRESENT and base and span.first != clause.body.first:
        return german_phrase(page, Span(span.first + 1, span.end), base, cut)
    if page.grammar.lang == "de" and kind == PRESENT and base:
        if clause.predicate.detached and span.end <= span.first + 1:
            return None
        return german_phrase(page, Span(span.first + (not clause.predicate.detached), span.end), base, cut)
    light = ("do", "own", "take") if kind == PRESENT else ("do", "own") if kind in (COMMIT, SEPARATED) else ()
    said_so = (
        base == "take" and page.tokens[min(span.first + 1, span.end - 1)].low not in page.grammar.words["determiners"]
    )
    if base in light and not said_so and thing_follows(page, span):
        return phrase(page, Span(span.first + 1, span.end), None, cut, noun=True)
    what = phrase(page, span, base, cut, noun=base is None)
    topic = "" if title_only or base or kind == BARE else lead_words(state, _lead_of(span, clause), clause)[1]
    return f"{topic} {what}".strip()


def _keep(state: Reading, draft: Draft, doer: Doer, clause: Clause) -> None:
    """Add the draft unless this sentence has said the very same already."""
    state.last_thing = draft.what
    key = (draft.what.lower(), draft.owner, draft.due)
    if any((d.what.lower(), d.owner, d.due) == key and d.line == 0 for d in state.drafts):
        return
    state.drafts.append(draft)
    asked = state.page.has("request", doer.first, clause.body.end) or clause.predicate.kind == SEPARATED
    state.addressed = draft if asked else None


def lead_words(state: Reading, lead: Span, clause: Clause) -> tuple[str, str]:
    """What stands before the doer: a condition ("if IT unblocks the port") or a topic ("Auction lots")."""
    page = state.page
    if lead.end <= lead.first:
        return "", ""
    words = phrase(page, lead, None, (), noun=False)
    if page.match("conditions", lead.first, lead.end):
        return words, ""
    last = page.tokens[lead.end - 1].text
    is_topic = (
        last in (":", "–", "—", "-")
        and len(words.split()) <= 6
        and not page.match("plain_labels", lead.first, lead.end)
    )
    return "", words if is_topic and clause.predicate.kind == SEPARATED else ""


def thing_follows(page: Page, span: Span) -> bool:
    following = page.tokens[span.first + 1] if span.first + 1 < span.end else None
    if following is None or following.low in (
        "it",
        "that",
        "this",
        "so",
        "them",
        "likewise",
        "the needful",
        "over",
        "out",
        "off",
        "up",
        "down",
        "on",
        "in",
    ):
        return False
    rest = {page.tokens[p].low for p in range(span.first + 1, min(span.end, span.first + 7))}
    return not rest & {"out", "off", "over", "down", "away", "needful"}


def first_comma(page: Page, start: int, end: int) -> int:
    """The first comma or "but" from `start` on, or `end`."""
    return next(
        (
            p
            for p in range(start, end)
            if page.tokens[p].text in ",;" or page.tokens[p].low in page.grammar.words["but_words"]
        ),
        end,
    )
