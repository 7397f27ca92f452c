"""People's own words after a meeting: what, who, by when. The two functions the rest of Potluck calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from nlp.own_words.results import FoundItem, PersonRef

__all__ = ["FoundItem", "PersonRef", "find_items", "resolve_due"]


def find_items(
    text: str,
    people: Sequence[PersonRef],
    author: str | None,
    when: date,
    zone: str = "UTC",
    locale: str = "en-GB",
    lang: str | None = None,
) -> tuple[FoundItem, ...]:
    """The action items in `text`, in reading order; empty where there is none. Never raises on any text."""
    return ()


def resolve_due(text: str, when: date, locale: str) -> str | None:
    """A typed due date ("Friday", "3/4", "KW 42") as "YYYY-MM-DD[THH:MM]", or None where no day can be told."""
    return None
