"""The few shapes of Adaptive Cards (schema 1.5) that our cards are made of, and what answers a button.

A card is the plain JSON that Teams draws: no layer of our own stands between a card's file and what people see.
Teams supports 1.5 everywhere; inputs need a label and an error text to be usable by keyboard and screen reader.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Card = dict[str, Any]
Element = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Answer to a button: the card's next state, in place."""

    card: Card


@dataclass(frozen=True, slots=True)
class ShowText:
    """Answer to a button: a short toast."""

    text: str


Reply = ShowCard | ShowText


def card(body: Sequence[Element], actions: Sequence[Element] = (), *, speak: str | None = None) -> Card:
    made: Card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "msteams": {"width": "Full"},
        "body": list(body),
    }
    if actions:
        made["actions"] = list(actions)
    if speak:
        made["speak"] = speak
    return made


def text(words: str, **look: Any) -> Element:
    """A line of plain words: people's own text is escaped, so that it cannot become Markdown or a link."""
    return {"type": "TextBlock", "text": plain(words), "wrap": True, **look}


def markdown(words: str, **look: Any) -> Element:
    """A line of our own words, in which Markdown is meant."""
    return {"type": "TextBlock", "text": words, "wrap": True, **look}


def title(words: str) -> Element:
    return text(words, size="Large", weight="Bolder", style="heading")


def quiet(words: str) -> Element:
    return text(words, isSubtle=True, size="Small", spacing="Small")


def box(items: Sequence[Element], **look: Any) -> Element:
    return {"type": "Container", "items": list(items), **look}


def columns(*cells: tuple[str, Sequence[Element]], **look: Any) -> Element:
    return {
        "type": "ColumnSet",
        "columns": [{"type": "Column", "width": width, "items": list(items)} for width, items in cells],
        **look,
    }


def execute(label: str, verb: str, data: Mapping[str, Any] | None = None, **look: Any) -> Element:
    """A button answered in place (Action.Execute); old clients fall back to Action.Submit with the same data."""
    return {
        "type": "Action.Execute",
        "title": label,
        "verb": verb,
        "data": dict(data or {}),
        "fallback": {"type": "Action.Submit", "title": label, "data": {**(data or {}), "verb": verb}},
        **look,
    }


def show_more(label: str, inner: Card) -> Element:
    return {"type": "Action.ShowCard", "title": label, "card": inner}


_MARKDOWN = str.maketrans({mark: "\\" + mark for mark in "\\`*_[]()#<>~|"})


def plain(words: str) -> str:
    """Somebody's words for a TextBlock: Markdown marks escaped, list and date markup disarmed."""
    escaped = words.translate(_MARKDOWN).replace("{{", "{\u200b{")
    return "\n".join(_disarm_list(line) for line in escaped.splitlines()) if escaped else ""


def _disarm_list(line: str) -> str:
    stripped = line.lstrip()
    return "\\" + stripped if stripped[:1] in {"-", "+"} else stripped
