"""A hand on a card: finds a button by the words on it and fields by what kind they are, as a person would. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Card = Mapping[str, Any]
_BUTTONS = frozenset({"Action.Execute", "Action.Submit"})


class StepFailed(Exception):
    """A step of a story did not happen; the message says which and what was there instead."""


@dataclass(frozen=True, slots=True)
class Entries:
    """What is filled in: into the first big text field, the first picker of people, the first date."""

    text: str | None = None
    person: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """What the client sends for a button."""

    verb: str
    data: dict[str, Any]


NOTHING = Entries()


def has_button(card: Card | None, *titles: str) -> bool:
    return card is not None and set(titles) <= {str(button.get("title")) for button in _parts(card, _BUTTONS)}


def press(card: Card, title: str, entries: Entries = NOTHING) -> Pressed:
    """Raises StepFailed where there is no such button or field, or a required field stays empty."""
    buttons = list(_parts(card, _BUTTONS))
    button = next((one for one in buttons if one.get("title") == title), None)
    if button is None:
        there = ", ".join(str(one.get("title")) for one in buttons) or "no button at all"
        raise StepFailed(f"no button “{title}” (there is {there})")
    data = dict(button.get("data") or {})
    if button.get("associatedInputs") != "none":
        data |= _values(card, entries)
    return Pressed(str(button.get("verb") or data.get("verb") or ""), data)


def _values(card: Card, entries: Entries) -> dict[str, Any]:
    fields = [part for part in _parts(card, None) if str(part.get("type")).startswith("Input.")]
    values = {str(field["id"]): field["value"] for field in fields if "value" in field}
    for kind, entry in (("text", entries.text), ("person", entries.person), ("date", entries.date)):
        if entry is not None:
            field = next((one for one in fields if _kind(one) == kind), None)
            if field is None:
                raise StepFailed(f"no field for a {kind}")
            values[str(field["id"])] = entry
    for field in fields:
        if field.get("isRequired") and not values.get(str(field["id"])):
            raise StepFailed(str(field.get("errorMessage") or "a required field is empty"))
    return values


def _kind(field: Card) -> str:
    if field.get("type") == "Input.Text" and field.get("isMultiline"):
        return "text"
    if field.get("type") == "Input.ChoiceSet" and "choices.data" in field:
        return "person"
    return "date" if field.get("type") == "Input.Date" else ""


def _parts(part: Any, kinds: frozenset[str] | None) -> Iterator[Card]:
    """Every object of a card of these types (None: any), in reading order; a fallback is not on the card."""
    if isinstance(part, list):
        for one in part:
            yield from _parts(one, kinds)
    elif isinstance(part, Mapping):
        if isinstance(part.get("type"), str) and (kinds is None or part["type"] in kinds):
            yield part
        for name, inner in part.items():
            if name not in {"fallback", "data", "refresh"}:
                yield from _parts(inner, kinds)
