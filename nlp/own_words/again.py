"""What is said again of an item: "I'll take it", "she'll do it Friday", "and Haruka does likewise", "same for Bo"."""

from __future__ import annotations

import re

from nlp.own_words.clauses import Clause
from nlp.own_words.drafts import Draft
from nlp.own_words.dues import DueFound
from nlp.own_words.page import Page
from nlp.own_words.reading import Reading
from nlp.own_words.tokens import tokenize

_SAME = re.compile(r"(?:the same|same|ditto|same thing|das gleiche|dasselbe|la même chose|lo mismo)\b", re.IGNORECASE)


def told_again(state: Reading, owner: str | None, owner_text: str | None, due: DueFound | None, clause: Clause) -> bool:
    """Whether "it" is the item just read: then it gains a date, or somebody else does likewise."""
    if not state.drafts or not state.last_thing or state.drafts[-1].what != state.last_thing:
        return False
    if owner and _is_anybodys(state.page, state.drafts[-1].owner_text):
        _take_over(state, owner, owner_text, due, clause)
        return True
    if state.drafts[-1].owner == owner:
        _date_late(state, due, clause)
        return True
    if due is None:
        _add_echo(state, clause, owner, owner_text)
        return True
    return False


def _is_anybodys(page: Page, words: str | None) -> bool:
    """Whether the words name nobody in particular ("somebody"), so that whoever says so may take it."""
    tokens = tokenize(words) if words else []
    return bool(tokens) and page.grammar.match("single_anybody", tokens, 0, len(tokens)) == len(tokens)


def _take_over(state: Reading, owner: str, owner_text: str | None, due: DueFound | None, clause: Clause) -> None:
    """As in "Could somebody own the FAQ? I'll take it": one item, of the person who took it."""
    draft, first = state.drafts[-1], clause.doer.first if clause.doer else clause.body.first
    draft.owner, draft.owner_text = owner, owner_text
    draft.start, draft.end = state.page.tokens[first].start, state.page.tokens[clause.body.end - 1].end
    set_date(state.page, draft, due, None)


def set_date(page: Page, draft: Draft, due: DueFound | None, same: Draft | None) -> None:
    if due:
        draft.due, draft.due_text = due.phrase.due(page.when), due.text(page)
    elif same:
        draft.due, draft.due_text = same.due, same.due_text


def same_again(state: Reading, what: str) -> tuple[str, Draft | None]:
    """As in "same for the drivers": the thing before, with a difference; and by the same day."""
    match = _SAME.match(what)
    if match is None or not state.drafts or not what[match.end() :].strip():
        return what, None
    return f"{state.drafts[-1].what} {what[match.end() :].strip()}", state.drafts[-1]


def _date_late(state: Reading, due: DueFound | None, clause: Clause) -> None:
    """As in "Greg needs Tamsin to sign. She'll do it Friday": the same item, dated afterwards."""
    draft = state.drafts[-1]
    if due and draft.due is None:
        draft.due, draft.due_text = due.phrase.due(state.page.when), due.text(state.page)
    draft.end = max(draft.end, state.page.tokens[clause.body.end - 1].end)


def _add_echo(state: Reading, clause: Clause, owner: str | None, owner_text: str | None) -> None:
    """As in "and Haruka does likewise": the same thing by the same day, by somebody else."""
    page, last = state.page, state.drafts[-1]
    first = clause.doer.first if clause.doer else clause.body.first
    state.drafts.append(
        Draft(
            last.what,
            page.tokens[first].start,
            page.tokens[clause.body.end - 1].end,
            owner,
            owner_text,
            last.due,
            last.due_text,
        )
    )
