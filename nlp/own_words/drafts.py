"""Items in the making, and what earlier lines say of later ones. No reading of words happens here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Draft:
    """An item in the making; its anchor is the text from character `start` to `end`."""

    what: str
    start: int
    end: int
    owner: str | None = None
    owner_text: str | None = None
    due: str | None = None
    due_text: str | None = None
    sentence: int = 0
    line: int = 0
    dated_last: bool = False


@dataclass(slots=True)
class Section:
    """The heading the reader stands under: its kind ("action", "info", None), and whose and when its points are."""

    kind: str | None = None
    owner: str | None = None
    owner_text: str | None = None
    has_owner: bool = False
    due: str | None = None
    due_text: str | None = None
