"""The one question ahead of a date, with the four answers there are. Its buttons are a task's own."""

from __future__ import annotations

from bot.domain.cards import Card, card, execute, heading, quiet, text
from bot.domain.task import Task
from bot.domain.tongue import mark, say
from bot.domain.wording import due_words

SUMMARY = mark("Still right?")


def still_right(task: Task, *, due_today: bool) -> Card:
    data = {"team": task.team, "task": task.id}
    when = say("today") if due_today else due_words(task)
    where = say("from “{meeting}”", meeting=task.meeting_title) if task.meeting_title else ""
    known = " · ".join(part for part in (say("due {when}", when=when), task.id, where) if part)
    return card(
        [
            heading(say(SUMMARY)),
            text(task.what, weight="Bolder", size="Medium", spacing="Small"),
            quiet(known),
            quiet(say("I ask this once. If it still is, nothing needs doing here.")),
        ],
        [
            execute(say("Done"), "task.done", data, style="positive"),
            execute(say("New date"), "task.ask_date", data),
            execute(say("Pass on"), "task.ask_person", data),
            execute(say("Drop"), "task.drop", data),
        ],
        speak=say("Is this still right?"),
    )
