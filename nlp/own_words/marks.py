"""What the tagger says of a text, word by word, and what that makes of its stretches. No model lives here."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TAGS = ("outside", "begins", "inside")
"""A word piece of no item, the first piece of one, a later piece of one."""
ROLES = ("neither", "owner", "due")
"""Whether the piece is of the words that name the owner or the date of an item."""

_LIKELY, _BEGINS, _NAMED = 0.3, 0.7, 0.4
_MIN_CHARACTERS = 8


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters `start` to `end` that the tagger takes for one item; `sure` is its mean probability."""

    start: int
    end: int
    sure: float


@dataclass(frozen=True, slots=True)
class Marks:
    """Places of the words in the text, and their probabilities (one row a word) of `TAGS` and of `ROLES`."""

    starts: Sequence[int]
    ends: Sequence[int]
    tags: NDArray[np.float32]
    roles: NDArray[np.float32]

    def likeliness(self, start: int, end: int) -> float:
        """The mean probability that the words in characters `start` to `end` belong to an item; 0 without any."""
        first, stop = self._within(start, end)
        return 1 - float(self.tags[first:stop, 0].mean()) if first < stop else 0.0

    def stretches(self) -> list[Stretch]:
        """What the tagger takes for items, in reading order."""
        found: list[tuple[int, int]] = []
        for at in np.flatnonzero(1 - self.tags[:, 0] >= _LIKELY).tolist():
            if found and found[-1][1] == at and self.tags[at, 1] <= _BEGINS:
                found[-1] = found[-1][0], at + 1
            else:
                found.append((at, at + 1))
        places = [(self.starts[first], self.ends[stop - 1]) for first, stop in found]
        return [Stretch(a, b, self.likeliness(a, b)) for a, b in places if b - a >= _MIN_CHARACTERS]

    def words_of(self, role: str, start: int, end: int) -> tuple[int, int] | None:
        """The first run of words in characters `start` to `end` that name the owner or the date; None without any."""
        first, stop = self._within(start, end)
        named = [at for at in range(first, stop) if self.roles[at, ROLES.index(role)] >= _NAMED]
        if not named:
            return None
        last = named[0]
        while last + 1 in named:
            last += 1
        return self.starts[named[0]], self.ends[last]

    def _within(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self.starts, start), bisect_left(self.starts, end)
