"""Help for a mixed meeting: which items could move to writing, which stay, and what length is left. Pure.

Timeboxes that the agenda gives are believed; without them every item that is not neutral weighs the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.results import Item, Split

STEP = 5
"""Lengths are rounded up to this many minutes."""
_DAY = 24 * 60

_CLOCK = r"(?<![\d.:])([01]?\d|2[0-3])[:.h]([0-5]\d)(?![\d:.]\d)"
_RANGE = re.compile(rf"{_CLOCK}\s*(?:-|–|—|to|till|until|bis|à)\s*{_CLOCK}", re.IGNORECASE)
_LENGTH = re.compile(r"(?<![\d.,:])(\d{1,3})\s?(?:min(?:ute)?s?\b\.?|mn\b|['’′](?!\w))", re.IGNORECASE)
_START = re.compile(rf"^\W*{_CLOCK}")


def split(text: str, items: Sequence[Item], duration: int | None) -> Split | None:
    """The split of a meeting of `duration` minutes; None unless some items could move and some must stay.

    `items` stand in reading order in `text`. `Split.minutes` is None where neither duration nor timeboxes say how
    long the meeting is; else a multiple of `STEP`, or the duration itself where nothing can be saved.
    """
    move = tuple(at for at, item in enumerate(items) if item.mode == "cooperation")
    stay = tuple(at for at, item in enumerate(items) if item.mode == "collaboration")
    if not move or not stay:
        return None
    return Split(move, stay, _left(timeboxes(text, items), move, stay, duration))


def _left(
    boxes: Sequence[int | None], move: tuple[int, ...], stay: tuple[int, ...], duration: int | None
) -> int | None:
    moved, kept = [boxes[at] for at in move], [boxes[at] for at in stay]
    if duration is None:
        known = [box for box in kept if box is not None]
        return _rounded(sum(known)) if len(known) == len(kept) else None
    known = [box for box in moved if box is not None]
    if len(known) == len(moved) and sum(known) < duration:
        left = duration - sum(known)
    else:
        left = -(-duration * len(stay) // (len(move) + len(stay)))
    return min(duration, _rounded(left))


def _rounded(minutes: int) -> int:
    return max(STEP, -(-minutes // STEP) * STEP)


def timeboxes(text: str, items: Sequence[Item]) -> list[int | None]:
    """Minutes that the agenda gives each item: a range, a length, or a start with the next item's start after it."""
    around = [_around(text, items, at) for at in range(len(items))]
    starts = [_minutes(match[1], match[2]) if (match := _START.match(words)) else None for words in around]
    return [_stated(words) or _until_next(starts, at) for at, words in enumerate(around)]


def _around(text: str, items: Sequence[Item], at: int) -> str:
    """The item with what stands before and after it in its line and belongs to no other item."""
    item = items[at]
    begin = max(text.rfind("\n", 0, item.start) + 1, items[at - 1].end if at else 0)
    line_end = text.find("\n", item.end)
    end = min(len(text) if line_end < 0 else line_end, items[at + 1].start if at + 1 < len(items) else len(text))
    return text[begin:end]


def _stated(words: str) -> int | None:
    if between := _RANGE.search(words):
        spent = _minutes(between[3], between[4]) - _minutes(between[1], between[2])
        return spent if spent > 0 else spent % (_DAY // 2)  # 11:45-12:15, or 12:45-1:15 on a twelve-hour clock
    lengths = [int(match[1]) for match in _LENGTH.finditer(words)]
    return lengths[0] if len(lengths) == 1 and lengths[0] > 0 else None


def _until_next(starts: Sequence[int | None], at: int) -> int | None:
    start, following = starts[at], starts[at + 1] if at + 1 < len(starts) else None
    return following - start if start is not None and following is not None and following > start else None


def _minutes(hours: str, minutes: str) -> int:
    return int(hours) * 60 + int(minutes)
