"""An Adaptive Card as lines of text: what somebody reads on it, top to bottom. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

Card = Mapping[str, Any]
_MACRO = re.compile(r"\{\{(DATE|TIME)\(([^,)]+)[^)]*\)\}\}")
_MENTION = re.compile("</?at>")
_UNSEEN = str.maketrans("", "", "\u200b")


def card_lines(card: Card, zone: str) -> list[str]:
    """Titles, words, fields and buttons; times in `zone`."""
    told = [*_all(card.get("body")), _buttons(card.get("actions"))]
    return [_with_times(line, ZoneInfo(zone)).translate(_UNSEEN) for line in told if line.strip()]


def _all(elements: Any) -> list[str]:
    if not isinstance(elements, Sequence):
        return []
    return [line for element in elements if isinstance(element, Mapping) for line in _one(element)]


def _one(element: Card) -> list[str]:
    if element.get("isVisible") is False:
        return []
    kind = str(element.get("type"))
    reader = _READERS.get(kind)
    return reader(element) if reader else [f"({kind})"]


def _columns(element: Card) -> list[str]:
    """Side by side where each column is a line, else one below the other."""
    cells = [_all(column.get("items")) for column in element.get("columns", ())]
    if all(len(cell) <= 1 for cell in cells):
        return ["  ".join(cell[0] for cell in cells if cell)]
    return [line for cell in cells for line in cell]


def _facts(element: Card) -> list[str]:
    return [f"{fact.get('title', '')}: {fact.get('value', '')}" for fact in element.get("facts", ())]


def _rich(element: Card) -> list[str]:
    runs = (run if isinstance(run, str) else str(run.get("text", "")) for run in element.get("inlines", ()))
    return "".join(runs).splitlines()


def _field(element: Card) -> list[str]:
    label, value = element.get("label", ""), str(element.get("value") or "")
    shown = value.splitlines() or [f"<{element.get('placeholder') or 'empty'}>"]
    return [f"{label}:" if label else "Field:", *(f"    {line}" for line in shown)]


def _toggle(element: Card) -> list[str]:
    return [f"[{'x' if element.get('value') == 'true' else ' '}] {element.get('title', '')}"]


def _buttons(actions: Any) -> str:
    titles = [str(action.get("title", "")) for action in actions or () if isinstance(action, Mapping)]
    return " ".join(f"[{title}]" for title in titles)


def _with_times(line: str, zone: ZoneInfo) -> str:
    def shown(macro: re.Match[str]) -> str:
        try:
            local = datetime.fromisoformat(macro[2]).astimezone(zone)
        except ValueError:
            return macro[0]
        return f"{local:%d %b %Y}" if macro[1] == "DATE" else f"{local:%H:%M}"

    return _MACRO.sub(shown, line)


_READERS: Mapping[str, Callable[[Card], list[str]]] = {
    "TextBlock": lambda element: _MENTION.sub("", str(element.get("text", ""))).splitlines(),
    "RichTextBlock": _rich,
    "Container": lambda element: _all(element.get("items")),
    "ColumnSet": _columns,
    "FactSet": _facts,
    "ActionSet": lambda element: [_buttons(element.get("actions"))],
    "Image": lambda element: [f"({element.get('altText') or 'image'})"],
    "Input.Text": _field,
    "Input.Number": _field,
    "Input.Date": _field,
    "Input.Time": _field,
    "Input.ChoiceSet": _field,
    "Input.Toggle": _toggle,
}
