"""A person's own digest as they read it: waiting on you, you are waiting on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.cards import Card, Element, box, card, columns, execute, heading, quiet, text
from bot.domain.task import Task
from bot.domain.tongue import day_in, mark, say
from bot.domain.wording import due_words
from bot.features.personal_digest.gather import Mine

SUMMARY = mark("What waits on you")
ROWS = 8  # of each section; the others are counted


def drawn(mine: Mine) -> Card:
    body: list[Element] = [heading(say(SUMMARY)), quiet(day_in("EEEE d MMMM", mine.day))]
    body += _section(say("Waiting for your yes"), mine.asked, mine.day)
    body += _section(say("Overdue"), mine.late, mine.day)
    body += _section(say("Due"), mine.soon, mine.day)
    if mine.later:
        body.append(quiet(say("{number} later", number=mine.later)))
    body += _section(say("You are waiting on"), mine.others, mine.day, others=True)
    ways = [execute(say("My tasks"), "tasks.page", {}), execute(say("Settings"), "settings.open")]
    return card(body, ways, speak=say(SUMMARY))


def _section(name: str, tasks: Sequence[Task], day: date, *, others: bool = False) -> list[Element]:
    if not tasks:
        return []
    rows = [_other(task, day) if others else _own(task, day) for task in tasks[:ROWS]]
    more = [quiet(say("and {number} more", number=len(tasks) - ROWS))] if len(tasks) > ROWS else []
    return [box([text(f"{name} ({len(tasks)})", weight="Bolder"), *rows, *more], separator=True, spacing="Medium")]


def _own(task: Task, day: date) -> Element:
    facts = " · ".join(part for part in (due_words(task, day), task.id, task.meeting_title or "") if part)
    first = (say("Done"), "task.done") if task.state == "accepted" else (say("Accept"), "task.accept")
    button = execute(*first, {"team": task.team, "task": task.id, "view": "list"})
    return columns(
        ("stretch", [text(task.what), quiet(facts)]),
        ("auto", [{"type": "ActionSet", "actions": [button]}]),
        spacing="Small",
    )


def _other(task: Task, day: date) -> Element:
    who = task.owner_name or task.owner_words or say("nobody yet")
    yes = "" if task.state == "accepted" else say("no yes yet") if task.owner else ""
    facts = " · ".join(part for part in (who, yes, due_words(task, day), task.id) if part)
    return box([text(task.what), quiet(facts)], spacing="Small")
