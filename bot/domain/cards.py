"""The few shapes of Adaptive Cards (schema 1.5) that our cards are made of, and what answers a button.

A card is the plain JSON that Teams draws: no layer of our own stands between a card's file and what people see.
Teams supports 1.5 everywhere; inputs need a label and an error text to be usable by keyboard and screen reader.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from bot.domain.person import Person

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


@dataclass(frozen=True, slots=True)
class Found:
    """One line of a search's answer, and the card that is inserted when it is chosen."""

    title: str
    facts: str
    card: Card


@dataclass(frozen=True, slots=True)
class ShowFound:
    """Answer to a search in a message extension. `nothing` is said where nothing was found."""

    found: tuple[Found, ...]
    nothing: str


Reply = ShowCard | ShowText | ShowFound
MOST_PRIMARY = 6  # more buttons at once are refused by the Store, and chosen from by nobody
MOST_BYTES = 24_000  # of 28 KB that Teams takes, with room for what the message adds around the card
JUDGED = "judged"


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
    _spare_of_buttons(made)
    return made


def primary_actions(card: Card) -> list[Element]:
    """The buttons that stand on the card when it opens: in reading order, without overflow menus and what is folded."""
    shown = [*(action for row in _button_rows(card["body"]) for action in row), *card.get("actions", ())]
    return [action for action in shown if action.get("mode") != "secondary"]


def _spare_of_buttons(made: Card) -> None:
    """What is too many goes to the overflow menu beside it: first the lesser buttons of rows, then rows from below."""
    rows = list(_button_rows(made["body"]))
    lesser = [action for row in rows for action in row[1:]]
    firsts = sorted((row[0] for row in reversed(rows)), key=_unfolds)  # what unfolds the rest of a list goes last
    for action in [*lesser, *firsts, *made.get("actions", ())[MOST_PRIMARY:]]:
        if len(primary_actions(made)) <= MOST_PRIMARY:
            return
        action["mode"] = "secondary"


def _unfolds(action: Element) -> bool:
    return bool(action["type"] == "Action.ToggleVisibility")


def _button_rows(elements: Sequence[Element]) -> Iterator[list[Element]]:
    for element in elements:
        if element.get("isVisible") is False:
            continue
        if element["type"] == "ActionSet":
            yield element["actions"]
        for part in ("items", "columns"):
            yield from _button_rows(element.get(part, ()))


def fitted(draw: Callable[[int], Card], most: int) -> Card:
    """The card that `draw` makes of at most so many rows, and of fewer where Teams would not take it. What has no room
    `draw` counts, so that nothing goes unsaid."""
    rows = most
    while True:
        made = draw(rows)
        if rows == 0 or len(json.dumps(made, ensure_ascii=False).encode(errors="replace")) <= MOST_BYTES:
            return made
        rows = rows * 3 // 4


_RUN_LOOKS = frozenset({"size", "weight", "color", "isSubtle", "italic", "strikethrough", "highlight"})


def text(words: str, **look: Any) -> Element:
    """A line of anybody's words. A RichTextBlock takes them literally, so they cannot become Markdown, a link or
    a date macro on any client."""
    run = {"type": "TextRun", "text": words.replace("{{", "{\u200b{")}
    run.update({key: value for key, value in look.items() if key in _RUN_LOOKS})
    rest = {key: value for key, value in look.items() if key not in _RUN_LOOKS}
    return {"type": "RichTextBlock", "inlines": [run], **rest}


def markdown(words: str, **look: Any) -> Element:
    """A line of our own words, in which Markdown and the client's date macros are meant."""
    return {"type": "TextBlock", "text": words, "wrap": True, **look}


def heading(words: str) -> Element:
    """Our own words as the card's heading, told as such to screen readers."""
    return markdown(words, size="Large", weight="Bolder", style="heading")


def quiet(words: str) -> Element:
    return text(words, isSubtle=True, size="Small", spacing="Small")


def moment(at: datetime) -> str:
    """A moment in the reader's own zone and language: the client fills these macros in."""
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{{{{DATE({stamp},SHORT)}}}} {{{{TIME({stamp})}}}}"


def judged(words: str) -> Element:
    """The line of a card that says what of it the model made, and how to say that it is wrong. Such a card's message
    carries Teams' own AI label, and its buttons for good and bad."""
    return {**quiet(words), "id": JUDGED}


def is_judged(card: Card) -> bool:
    return any(element.get("id") == JUDGED for element in card["body"])


_NOT_IN_NAMES = str.maketrans("", "", "<>&[]()*_`~{}\\")


def mention(person: Person, **look: Any) -> tuple[Element, dict[str, Any]]:
    """Somebody called by name, and the entity that the card's `msteams` needs for it. A mention works only in a block
    that reads Markdown, so of a name only what cannot be markup is shown."""
    called = f"<at>{person.name.translate(_NOT_IN_NAMES).strip()}</at>"
    entity = {"type": "mention", "text": called, "mentioned": {"id": person.teams_id, "name": person.name}}
    return markdown(called, **look), entity


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


def text_input(field: str, label: str, *, required: str | None = None, **look: Any) -> Element:
    """`required` is the kind sentence that is shown when the field is left empty."""
    need = {"isRequired": True, "errorMessage": required} if required else {}
    return {"type": "Input.Text", "id": field, "label": label, **need, **look}


def date_input(field: str, label: str, **look: Any) -> Element:
    return {"type": "Input.Date", "id": field, "label": label, **look}


def time_input(field: str, label: str, value: time) -> Element:
    return {"type": "Input.Time", "id": field, "label": label, "value": f"{value:%H:%M}"}


def toggle(field: str, title: str, *, on: bool) -> Element:
    return {"type": "Input.Toggle", "id": field, "title": title, "value": "true" if on else "false", "wrap": True}


def choices(field: str, label: str, titles: Mapping[Any, str], value: str, **look: Any) -> Element:
    """`titles` by value; with isMultiSelect, `value` and the answer are values joined by commas."""
    options = [{"title": title, "value": known} for known, title in titles.items()]
    return {"type": "Input.ChoiceSet", "id": field, "label": label, "choices": options, "value": value, **look}


def people_input(field: str, label: str, **look: Any) -> Element:
    """Teams' people picker over the members of the chat; the value is an Entra object id."""
    return {
        "type": "Input.ChoiceSet",
        "id": field,
        "label": label,
        "choices": [],
        "choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users?scope=currentContext"},
        **look,
    }
