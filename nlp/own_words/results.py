"""What leaves this room: plain, frozen results. No rule about language lives here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonRef:
    """Someone who may own an item: the caller's opaque id and the display name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class FoundItem:
    """One action item found in somebody's own words.

    `anchor`, `owner_text` and `due_text` are verbatim substrings of the text. `owner` is an id out of the
    people given, or None where nobody (or nobody certain) is named. `due` is "YYYY-MM-DD" or
    "YYYY-MM-DDTHH:MM" (wall-clock time in the meeting's zone), or None where no day can be told.
    """

    what: str
    anchor: str
    owner: str | None
    owner_text: str | None
    due: str | None
    due_text: str | None
