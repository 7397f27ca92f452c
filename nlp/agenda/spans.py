"""A stretch of plain text, and how to cut one into trimmed lines. The unit that every step of this room trades in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Stretch(NamedTuple):
    """Half-open character range into the plain text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words it covers."""
        return text[self.start : self.end]


# Zero-width and bidi marks count as blank: a line made of them alone says nothing.
BLANK = " \t\r\n\f\v\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u202a\u202b\u202c\u202d\u202e\ufeff"


def trimmed(text: str, start: int, end: int, chars: str = BLANK) -> Stretch:
    """The stretch without leading and trailing `chars`; empty (start == end) where nothing is left."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(chars))
    return Stretch(start + left, start + left + len(piece.strip(chars)))


def lines_of(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Trimmed lines of text[start:end], blank ones included, so that callers still see paragraphs."""
    at = start
    for line in text[start:end].split("\n"):
        yield trimmed(text, at, at + len(line))
        at += len(line) + 1
