"""The digest as people read it: sections, owners, buttons that work in place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from bot.domain.cards import Card, Element, box, card, columns, execute, heading, quiet, text
from bot.domain.task import Task
from bot.domain.team import Team
from bot.domain.wording import due_words
from bot.features.task_digest.gather import Digest

SUMMARY = "Who owns what today"
MOST_ROWS = 25  # keeps the card well under 28 KB; the rest is counted, never cut silently


def drawn(team: Team, digest: Digest, *, settled: bool = False) -> Card:
    """`settled` draws it without buttons: a newer digest stands below."""
    sections = [
        ("Overdue", digest.overdue),
        ("Due today", digest.today),
        ("New", digest.new),
        ("Needs an owner", digest.unowned),
        ("Done since last time", digest.done),
    ]
    body: list[Element] = [heading("Who owns what"), quiet(f"{team.name} · {_day(digest.day)}")]
    left = MOST_ROWS
    for name, tasks in sections:
        body += _section(name, tasks[:left], len(tasks), digest.day, buttons=not settled)
        left = max(0, left - len(tasks))
    if digest.later:
        body.append(quiet(f"{digest.later} later"))
    return card(body, speak=SUMMARY)


def _section(name: str, tasks: Sequence[Task], count: int, day: date, *, buttons: bool) -> list[Element]:
    if not count:
        return []
    rows: list[Element] = []
    for owner, theirs in groupby(tasks, key=lambda task: task.owner_name or ""):
        if owner:
            rows.append(text(owner, weight="Bolder", spacing="Small"))
        rows += [_row(task, day, buttons=buttons) for task in theirs]
    hidden = count - len(tasks)
    if hidden > 0:
        rows.append(quiet(f"and {hidden} more: write “my tasks” to me"))
    look = {"color": "Attention"} if name == "Overdue" else {}
    return [box([text(f"{name} ({count})", weight="Bolder", **look), *rows], separator=True, spacing="Medium")]


def _row(task: Task, day: date, *, buttons: bool) -> Element:
    done = task.state == "done"
    when = "" if done else due_words(task, day)
    asked = "waiting for their yes" if task.owner and task.state == "proposed" else ""
    named = f"for {task.owner_words}?" if task.owner is None and task.owner_words else ""
    notes = " · ".join(part for part in (when, asked, named, task.id) if part)
    cells: list[tuple[str, Sequence[Element]]] = [("stretch", [text(task.what, **_look(done)), quiet(notes)])]
    if buttons and (button := _button(task, day)):
        cells.append(("auto", [{"type": "ActionSet", "actions": [button]}]))
    return columns(*cells, spacing="Small")


def _look(done: bool) -> dict[str, Any]:
    return {"strikethrough": True, "isSubtle": True} if done else {}


def _button(task: Task, day: date) -> Element | None:
    data = {"team": task.team, "task": task.id, "view": "digest", "date": day.isoformat()}
    if task.owner is None:
        return execute("I'll take it", "task.take", data)
    if task.state == "accepted":
        return execute("Done", "task.done", data)
    return None


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"
