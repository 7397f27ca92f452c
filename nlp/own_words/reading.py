"""What the reader has in hand while it reads a page: the items so far, and what was last spoken of."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.own_words.drafts import Draft, Section
from nlp.own_words.dues import DueFound
from nlp.own_words.page import Page


@dataclass(frozen=True, slots=True)
class Heard:
    """A line that was read, characters `start` to `end`: who "I" is in it, and whose heading it stands under."""

    start: int
    end: int
    author: str | None
    has_owner: bool
    owner: str | None
    owner_text: str | None


@dataclass(slots=True)
class Reading:
    """The page and how far it is read.

    `last_thing` is what "it" would mean; `title` the last line that was but a title.
    """

    page: Page
    drafts: list[Draft] = field(default_factory=list)
    section: Section = field(default_factory=Section)
    last_doer: str | None = None
    last_thing: str = ""
    title: str = ""
    sentence: int = 0
    line: int = 0
    opening_date: DueFound | None = None
    addressed: Draft | None = None
    heard: list[Heard] = field(default_factory=list)
