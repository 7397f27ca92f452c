"""Orders without a name: "Pay the fee by Friday", "to be signed by all", and the points of a list of actions."""

from __future__ import annotations

import re

from nlp.own_words.clauses import Clause, skip_lead_in
from nlp.own_words.doers import PERSON, SELF, doer_at
from nlp.own_words.drafts import Draft
from nlp.own_words.dues import due_in
from nlp.own_words.followups import resolve_pronouns
from nlp.own_words.items import parts_of, thing_follows
from nlp.own_words.page import Page
from nlp.own_words.phrase import Span, phrase
from nlp.own_words.predicate import Predicate
from nlp.own_words.reading import Reading
from nlp.own_words.segment import Line
from nlp.own_words.signs import is_past, verb_here

_CONNECTIVES = frozenset(
    {
        "and",
        "then",
        "also",
        "so",
        "please",
        "kindly",
        "just",
        "plus",
        "finally",
        "next",
        "und",
        "dann",
        "et",
        "y",
        "but",
        "ok",
        "okay",
        "danach",
        "außerdem",
        "noch",
        "ensuite",
        "puis",
        "luego",
        "también",
        "auch",
        "bitte",
    }
)
_NO_SUBJECTLESS = frozenset({"to", "can", "de", "a", "à", "needs", "has", "is", "are", "'s", "should"})
_OBJECTS = frozenset(
    {
        "me",
        "us",
        "him",
        "her",
        "them",
        "it",
        "up",
        "out",
        "back",
        "off",
        "to",
        "with",
        "for",
        "on",
        "in",
        "about",
        "over",
        "everyone",
        "everybody",
    }
)
_JOBS = frozenset({"job", "responsibility", "task", "department", "baby", "aufgabe", "tâche", "tarea"})


def read_order(state: Reading, first: int, end: int, kind: str | None, question: bool, line: Line) -> None:  # noqa: C901, PLR0911, PLR0912 - a ladder of cases, read top to bottom
    """As in "Pay the fee by 20 Nov", "Will revert on the tender", and the points of a list of actions."""
    page = state.page
    begin = skip_lead_in(page, first, end)
    if begin >= end or kind == "info" or page.match("nothing_at_all", end - 1, end):
        return
    if begin > first and page.tokens[begin - 1].is_word and page.tokens[begin - 1].low not in _CONNECTIVES:
        return
    asked = page.match("request", begin, end)
    polite = page.match("please", begin, end) or asked
    place = begin + (asked or page.match("please", begin, end))
    if question and not asked:
        return
    impersonal = page.match("impersonal", place, end)
    own = (
        impersonal or page.match("commit", place, end) if page.tokens[place].low not in _NO_SUBJECTLESS else 0
    )
    listed = kind == "action" or line.box is False
    if (
        page.match("negation", place, end)
        or (page.match("nothing", place, end) and not verb_here(page, place))
        or page.match("hedge", place, end) > own
    ):
        return
    verb_at = place + own
    while verb_at < end and page.match("skip", verb_at, end):
        verb_at += page.match("skip", verb_at, end)
    if verb_at >= end or page.match("negation", verb_at, end):
        return
    base = verb_here(page, verb_at)
    if page.tokens[verb_at].low in ("be", "have") and own:
        return
    due = due_in(page, Span(verb_at, end), base)
    if not is_order(state, verb_at, end, base, own, bool(polite), listed, line, bool(due)):
        read_passive(state, first, end)
        return
    if base and second_order(state, begin, verb_at, end, base, kind, line):
        return
    cut = (Span(due.cut_from, due.last + 1),) if due else ()
    drop = base == "do" and thing_follows(page, Span(verb_at, end))
    what = phrase(page, Span(verb_at + drop, end), None if drop else base, cut, noun=base is None or drop)
    what = resolve_pronouns(page, what, state.last_thing)
    if not re.search(r"\w", what):
        return
    if (
        what == base
        and due
        and state.drafts
        and base in state.drafts[-1].what.split()
        and state.drafts[-1].due is None
    ):
        state.drafts[-1].due, state.drafts[-1].due_text = due.phrase.due(page.when), due.text(page)
        return
    stop = end - 1 if page.tokens[end - 1].text in ".!" and end - first > 1 else end
    draft = Draft(what, page.tokens[begin].start, page.tokens[stop - 1].end)
    if due:
        draft.due, draft.due_text = due.phrase.due(page.when), due.text(page)
    if impersonal:
        draft.owner = None
    elif (
        not own
        and state.addressed
        and state.addressed.line in (0, state.line)
        and page.tokens[first].low in ("also", "and", "then", "auch", "aussi", "también")
    ):
        draft.owner, draft.owner_text = state.addressed.owner, state.addressed.owner_text
    elif (own and page.tokens[place].low not in ("should", "must")) or (
        own and page.grammar.lang == "en" and not listed
    ):
        draft.owner = page.author
    if state.section.has_owner:
        draft.owner, draft.owner_text = state.section.owner, state.section.owner_text
    state.drafts.append(draft)
    state.last_thing = what


def second_order(
    state: Reading, begin: int, verb_at: int, end: int, base: str, kind: str | None, line: Line
) -> bool:
    """As in "Archive the files by Friday, and find Meg a chair": two orders, read one by one."""
    order = Clause(None, Predicate("commit", verb_at, base), Span(begin, begin), Span(verb_at, end))
    parts = parts_of(state, order)
    if len(parts) < 2:
        return False
    for number, (part, _) in enumerate(parts):
        read_order(state, begin if number == 0 else part.first, part.end, kind, False, line)
    return True


def is_order(  # noqa: PLR0911 - a ladder of cases, read top to bottom
    state: Reading,
    place: int,
    end: int,
    base: str | None,
    own: int,
    polite: bool,
    listed: bool,
    line: Line,
    dated: bool,
) -> bool:
    page = state.page
    token = page.tokens[place]
    if own:
        return base is not None
    if token.low == "stop" and place + 1 < end and page.tokens[place + 1].low.endswith("ing"):
        return False
    if listed:
        return (
            not is_past(page, place)
            and not page.has("done", place, place + 1)
            and not _has_news(page, place, end)
        )
    if base is None:
        return page.grammar.lang == "de" and line.bullet and page.tokens[end - 1].low in page.grammar.bases
    if token.low in page.grammar.words["not_imperative"]:
        follows = page.tokens[place + 1].low if place + 1 < end else ""
        strong = token.low not in (
            "stop",
            "scrap",
            "skip",
            "note",
            "mark",
            "remember",
            "see",
            "drop",
            "forget",
            "keep",
            "hold",
        )
        return polite or (
            strong
            and (follows in page.grammar.words["determiners"] or dated or line.bullet)
            and (line.bullet or dated or state.section.has_owner)
        )
    if polite or line.bullet or state.section.has_owner:
        return True
    following = page.tokens[place + 1] if place + 1 < end else None
    pointed = following is not None and (
        following.low in page.grammar.words["determiners"]
        or following.low in _OBJECTS
        or following.capital
        or following.text.isdigit()
        or place + 1 in page.mention_at
    )
    alone = "\n" not in page.text.strip() and token.low not in page.grammar.words["not_imperative"]
    return (dated or pointed or alone) and not _has_news(page, place, end)


def read_passive(state: Reading, first: int, end: int) -> None:
    """As in "leave calendar to be updated by all by Friday"."""
    page = state.page
    for place in range(first + 1, end - 1):
        if (
            page.tokens[place].low != "be"
            or page.tokens[place - 1].low not in ("to", "must")
            or not is_past(page, place + 1)
        ):
            continue
        if page.tokens[place - 2].low in (
            "yet",
            "track",
            "supposed",
            "about",
            "going",
            "likely",
            "expected",
            "used",
            "ready",
            "able",
        ):
            continue
        start = (
            place - 2
            if page.tokens[place - 2].low in ("needs", "need", "has", "have", "is", "are")
            else place - 1
        )
        ruled = page.tokens[place - 1].low == "must" and not any(first <= p < end for p in page.date_at)
        if ruled or start <= first or page.has("negation", first, end) or page.has("hedge", first, end):
            return
        begin = skip_lead_in(page, first, end)
        due = due_in(page, Span(place, end), None)
        doer = next(
            (
                d
                for p in range(place + 2, end)
                if page.tokens[p - 1].low == "by" and (d := doer_at(page, p, end))
            ),
            None,
        )
        what = phrase(page, Span(begin, place + 2), None, (), noun=True)
        draft = Draft(what, page.tokens[begin].start, page.tokens[end - 1].end)
        if doer:
            draft.owner, draft.owner_text = (
                (doer.owner if doer.kind in (PERSON, SELF) else None),
                doer.words(page),
            )
        if due:
            draft.due, draft.due_text = due.phrase.due(page.when), due.text(page)
        state.drafts.append(draft)
        return


def read_whose_job(state: Reading, first: int, end: int) -> None:
    """As in "Price negotiation is my job, by Friday"."""
    page = state.page
    for place in range(first + 1, end - 2):
        if page.tokens[place].low not in ("is", "are", "'s") or (
            page.tokens[place + 2].low not in _JOBS and page.tokens[min(place + 3, end - 1)].low not in _JOBS
        ):
            continue
        mention = page.mention_at.get(place + 1)
        mine = page.tokens[place + 1].low in page.grammar.words["my_labels"]
        if not mine and mention is None:
            return
        due = due_in(page, Span(place + 2, end), None)
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
        return


def _has_news(page: Page, place: int, end: int) -> bool:
    return any(
        page.tokens[p].low
        in ("is", "are", "was", "were", "has", "had", "ist", "sind", "war", "est", "está", "went", "did")
        for p in range(place + 1, min(end, place + 10))
    )
