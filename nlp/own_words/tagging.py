"""Rules and tagger together: the rules say how an item reads, the tagger whether it is one, and what was overlooked."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.own_words.drafts import Draft
from nlp.own_words.marks import Marks, Stretch
from nlp.own_words.page import Page
from nlp.own_words.reading import Reading
from nlp.own_words.told import complete, draft_of, heard_at

KEPT, ADDED = 0.4, 0.8
"""A rules' item stays where the tagger finds its words at least this likely; a stretch that it alone sees becomes an
item where it is at least this sure."""
SHORT, KEPT_IN_SHORT, ADDED_IN_SHORT = 25, 0.03, 0.95
"""In a text of so many words and marks nothing stands around an item to judge it by: the rules have more of a say."""
_COVERED = 0.3


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
    for stretch in marks.stretches():
        inside = [draft for draft in kept if stretch.start <= draft.start and draft.end <= stretch.end]
        if len(inside) == 1:
            complete(state, inside[0], stretch, marks)
        if stretch.sure >= sure and _covered(stretch, kept) < _COVERED:
            draft = draft_of(state, stretch, marks)
            if draft:
                kept.append(draft)
    return sorted(kept, key=lambda draft: draft.start)


def _covered(stretch: Stretch, drafts: Sequence[Draft]) -> float:
    shared = sum(max(0, min(stretch.end, d.end) - max(stretch.start, d.start)) for d in drafts)
    return shared / (stretch.end - stretch.start)
