"""What reviewers of the Store would refuse in a card. The stand-in is as strict, so that every story is a check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.playground.records import Card

MOST_BUTTONS = 6


def too_many_buttons(card: Card) -> bool:
    """Buttons in an overflow menu, and what is folded away when the card opens, are not counted."""
    return sum(1 for _ in _standing(card)) > MOST_BUTTONS


def _standing(part: Any) -> Iterator[Card]:
    if isinstance(part, list):
        for one in part:
            yield from _standing(one)
    elif isinstance(part, dict) and part.get("isVisible") is not False:
        if str(part.get("type")).startswith("Action.") and part.get("mode") != "secondary":
            yield part
        for name in ("body", "items", "columns", "actions"):
            yield from _standing(part.get(name))
