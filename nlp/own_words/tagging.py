"""Rules and tagger together: the rules say how an item reads, the tagger whether it is one, and what was overlooked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.own_words.behind import once, settle
from nlp.own_words.drafts import Draft
from nlp.own_words.marks import Marks, Stretch
from nlp.own_words.page import Page
from nlp.own_words.reading import Reading
from nlp.own_words.told import complete, draft_of, heard_at

KEPT, ADDED = 0.4, 0.8
"""A rules' item stays where the tagger finds its words at least this likely; a stretch that it alone sees becomes an
item where it is at least this sure."""
PARTED = 0.7
"""An item of the rules gives way to two that the tagger sees within it where it is at least this sure of both."""
SHORT, KEPT_IN_SHORT, ADDED_IN_SHORT = 25, 0.03, 0.95
"""In a text of so many words and marks nothing stands around an item to judge it by: the rules have more of a say."""
_COVERED = 0.3
_SHARED = re.compile(r"\b(?:both|all)\b", re.IGNORECASE)


def named_places(page: Page) -> list[tuple[int, int]]:
    """Where people of the meeting are named, in order."""
    return sorted((page.tokens[m.first].start, page.tokens[m.last].end) for m in page.mention_at.values())


def tagged(state: Reading, drafts: Sequence[Draft], marks: Marks) -> list[Draft]:
    """The rules' items that the tagger bears out, and those that it alone sees, in reading order."""
    short = len(state.page.tokens) <= SHORT
    likely, sure = (KEPT_IN_SHORT, ADDED_IN_SHORT) if short else (KEPT, ADDED)
    kept = [
        draft
        for draft in drafts
        if marks.likeliness(draft.start, draft.end) >= likely or heard_at(state, draft.start) is None
    ]  # what was read off a table's columns is no matter of wording
    seen = marks.stretches()
    for stretch in seen:
        kept += _taken_in(state, kept, stretch, marks, sure)
    kept = [part for draft in kept for part in _parted(state, draft, seen, marks)]
    kept = once(sorted(kept, key=lambda draft: draft.start))
    settle(state.page, kept)
    return kept


def _taken_in(state: Reading, kept: Sequence[Draft], stretch: Stretch, marks: Marks, sure: float) -> list[Draft]:
    """Complete the one item of the rules that `stretch` holds; the item it is itself, where the rules have none."""
    inside = [draft for draft in kept if stretch.start <= draft.start and draft.end <= stretch.end]
    if len(inside) == 1:
        complete(state, inside[0], stretch, marks)
    alone = stretch.sure >= sure and _covered(stretch, kept) < _COVERED
    draft = draft_of(state, stretch, marks) if alone else None
    return [draft] if draft else []


def _parted(state: Reading, draft: Draft, seen: Sequence[Stretch], marks: Marks) -> list[Draft]:
    """An item of the rules in which the tagger sees several, each with an owner of its own, as those; else itself."""
    inside = [s for s in seen if draft.start <= s.start and s.end <= draft.end and s.sure >= PARTED]
    owners = {marks.words_of("owner", stretch.start, stretch.end) for stretch in inside}
    if len(inside) < 2 or None in owners:
        return [draft]
    parts = [part for part in (draft_of(state, stretch, marks) for stretch in inside) if part]
    if len({part.owner for part in parts}) < len(inside) or any(part.owner is None for part in parts):
        return [draft]
    shared = _SHARED.search(state.page.text, parts[-1].start, draft.end)
    for part in parts if shared else parts[-1:]:
        if part.due is None and part.due_text is None and draft.dated_last:
            part.due, part.due_text = draft.due, draft.due_text
    return parts


def _covered(stretch: Stretch, drafts: Sequence[Draft]) -> float:
    shared = sum(max(0, min(stretch.end, d.end) - max(stretch.start, d.start)) for d in drafts)
    return shared / (stretch.end - stretch.start)
