"""The digest as people read it: sections, owners, buttons that work in place, and a size that Teams takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from bot.domain.cards import (
    Card,
    Element,
    box,
    card,
    columns,
    date_input,
    execute,
    fitted,
    heading,
    mention,
    quiet,
    text,
)
from bot.domain.person import Person
from bot.domain.task import Task
from bot.domain.team import Team
from bot.domain.tongue import day_in, mark, say
from bot.domain.wording import due_words, guest_words, named_words
from bot.features.task_digest.gather import Digest

SUMMARY = mark("Who owns what today")
SHOWN = 5  # rows of a section that are seen at once; the others fold
MOST_ROWS = 60
NOBODY: Mapping[str, Person] = {}


@dataclass(slots=True)
class _Page:
    """`left` counts the rows that there is still room for; `entities` are the mentions made so far."""

    day: date
    buttons: bool
    mentioned: Mapping[str, Person]
    left: int
    entities: list[dict[str, Any]] = field(default_factory=list)


def drawn(team: Team, digest: Digest, *, mentioned: Mapping[str, Person] = NOBODY, settled: bool = False) -> Card:
    """`mentioned` are the owners to call by name where something of theirs is due. `settled` draws it without
    buttons: a newer digest stands below. No row is dropped silently: what has no room is counted."""
    return fitted(lambda rows: _card(team, digest, _Page(digest.day, not settled, mentioned, rows)), MOST_ROWS)


def _card(team: Team, digest: Digest, page: _Page) -> Card:
    body: list[Element] = [heading(say("Who owns what")), quiet(f"{team.name} · {_day(digest.day)}")]
    if first := team.missed_before(digest.day):
        body.append(quiet(say("Potluck was not running: there was no digest on {day}.", day=_day(first))))
    body += _section("overdue", say("Overdue"), digest.overdue, page, calls=True, color="Attention")
    body += _section("due", say("Due today"), digest.today, page, calls=True)
    body += _section("new", say("New"), digest.new, page)
    body += _section("needs", say("Needs an owner"), digest.unowned, page)
    body += _section("done", say("Done since last time"), digest.done, page)
    if digest.later:
        body.append(quiet(say("{number} later", number=digest.later)))
    made = card(body, speak=say(SUMMARY))
    if page.entities:
        made["msteams"] = {**made["msteams"], "entities": page.entities}
    return made


def _section(
    key: str, name: str, tasks: Sequence[Task], page: _Page, *, calls: bool = False, **look: Any
) -> list[Element]:
    if not tasks:
        return []
    room = tasks[: page.left]
    page.left -= len(room)
    parts = [text(f"{name} ({len(tasks)})", weight="Bolder", **look), *_rows(room[:SHOWN], page, calls=calls)]
    if folded := _rows(room[SHOWN:], page, calls=calls):
        parts += _fold(f"more-{key}", say("Show {number} more", number=len(room) - SHOWN), folded)
    if len(tasks) > len(room):
        parts.append(quiet(say("and {number} more: write “my tasks” to me", number=len(tasks) - len(room))))
    return [box(parts, separator=True, spacing="Medium")]


def _rows(tasks: Sequence[Task], page: _Page, *, calls: bool) -> list[Element]:
    rows: list[Element] = []
    for (owner, name), theirs in groupby(tasks, key=lambda task: (task.owner or "", task.owner_name or "")):
        if name:
            rows.append(_owner(page.mentioned.get(owner) if calls else None, name, page))
        for task in theirs:
            rows += _row(task, page)
    return rows


def _owner(called: Person | None, name: str, page: _Page) -> Element:
    if called is None:
        return text(name, weight="Bolder", spacing="Small")
    element, entity = mention(called, weight="Bolder", spacing="Small")
    if entity not in page.entities:
        page.entities.append(entity)
    return element


def _fold(name: str, title: str, rows: Sequence[Element]) -> list[Element]:
    toggle = {"type": "Action.ToggleVisibility", "title": title, "targetElements": [name]}
    return [{"type": "ActionSet", "actions": [toggle]}, box(rows, id=name, isVisible=False)]


def _row(task: Task, page: _Page) -> list[Element]:
    done = task.state == "done"
    when = "" if done or (task.owner and task.due == page.day) else due_words(task, page.day)  # the section says it
    asked = say("waiting for their yes") if task.owner and task.state == "proposed" else ""
    named = say("“{named}”", named=written) if (written := named_words(task)) else ""
    notes = " · ".join(part for part in (when, asked, named, guest_words(task), task.id) if part)
    cells: list[tuple[str, Sequence[Element]]] = [("stretch", [text(task.what, **_look(done)), quiet(notes)])]
    buttons = _buttons(task, page.day) if page.buttons else []
    if buttons:
        cells.append(("auto", [{"type": "ActionSet", "actions": buttons}]))
    row = columns(*cells, spacing="Small")
    return [row, _new_date(task, page.day)] if len(buttons) > 1 else [row]


def _look(done: bool) -> dict[str, Any]:
    return {"strikethrough": True, "isSubtle": True} if done else {}


def _buttons(task: Task, day: date) -> list[Element]:
    data = _data(task, day)
    if task.owner is None:
        return [execute(say("I'll take it"), "task.take", data, associatedInputs="none")]
    if task.state != "accepted":
        return []
    toggle = {"type": "Action.ToggleVisibility", "title": say("New date"), "targetElements": [_field(task)]}
    return [execute(say("Done"), "task.done", data, associatedInputs="none"), toggle]


def _new_date(task: Task, day: date) -> Element:
    """Unfolds below the row. Every row has a field of its own name; the answer is read from that."""
    value = {"value": task.due.isoformat()} if task.due else {}
    return columns(
        ("stretch", [date_input(f"due-{task.id}", say("New date for {task}", task=task.id), **value)]),
        ("auto", [{"type": "ActionSet", "actions": [execute(say("Save"), "task.new_date", _data(task, day))]}]),
        id=_field(task),
        isVisible=False,
    )


def _field(task: Task) -> str:
    return f"date-{task.id}"


def _data(task: Task, day: date) -> dict[str, str]:
    return {"team": task.team, "task": task.id, "view": "digest", "date": day.isoformat()}


def _day(day: date) -> str:
    return day_in("EEEE d MMMM", day)
