"""A text as the tagger reads it: word pieces in windows. Shared by run time and training."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

MAX_PIECES = 190
"""Pieces of a window, besides the two marks around it."""
_LINE_END = "¶"
_AROUND = ("[CLS]", "[SEP]")


@dataclass(frozen=True, slots=True)
class Window:
    """Ids and types of one pass of the tagger; `places` are the characters of all pieces but the first and last,
    `words` the numbers of the words that they are of.

    Type 1 is a piece of the name of somebody who was in the meeting.
    """

    ids: tuple[int, ...]
    types: tuple[int, ...]
    places: tuple[tuple[int, int], ...]
    words: tuple[int, ...]


def windows(tokenizer: Tokenizer, text: str, names: Sequence[tuple[int, int]]) -> Iterator[Window]:
    """The windows of `text` in order, cut where lines end, else sentences, else anywhere; `names`: where any stand."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    whole = tokenizer.encode(text.replace("\n", _LINE_END), add_special_tokens=False)
    ids, places = whole.ids, whole.offsets
    words = [number or 0 for number in whole.word_ids]  # only special marks have none
    types = _types(places, names)
    opens, closes = (tokenizer.token_to_id(mark) or 0 for mark in _AROUND)
    first = 0
    while first < len(ids):
        end = _cut(text, places, first)
        taken = slice(first, end)
        yield Window((opens, *ids[taken], closes), (0, *types[taken], 0), tuple(places[taken]), tuple(words[taken]))
        first = end


def _cut(text: str, places: Sequence[tuple[int, int]], first: int) -> int:
    end = first + MAX_PIECES
    if end >= len(places):
        return len(places)
    for marks in ("\n", ".!?"):
        for at in range(end, first + MAX_PIECES // 4, -1):
            start, stop = places[at - 1]
            if stop > start and text[stop - 1] in marks:
                return at
    return end


def _types(places: Sequence[tuple[int, int]], names: Sequence[tuple[int, int]]) -> list[int]:
    types = [0] * len(places)
    starts = [start for start, _ in places]
    for begin, end in names:
        for at in range(bisect_left(starts, begin), bisect_left(starts, end)):
            types[at] = 1
    return types
