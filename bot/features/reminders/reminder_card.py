"""The one question ahead of a date, with the four answers there are. Its buttons are a task's own."""

from __future__ import annotations

from bot.domain.cards import Card, card, execute, heading, quiet, text
from bot.domain.task import Task
from bot.domain.wording import due_words

SUMMARY = "Still right?"


def still_right(task: Task, *, due_today: bool) -> Card:
    data = {"team": task.team, "task": task.id}
    when = "today" if due_today else due_words(task)
    where = f" · from “{task.meeting_title}”" if task.meeting_title else ""
    return card(
        [
            heading("Still right?"),
            text(task.what, weight="Bolder", size="Medium", spacing="Small"),
            quiet(f"due {when} · {task.id}{where}"),
            quiet("I ask this once. If it still is, nothing needs doing here."),
        ],
        [
            execute("Done", "task.done", data, style="positive"),
            execute("New date", "task.ask_date", data),
            execute("Pass on", "task.ask_person", data),
            execute("Drop", "task.drop", data),
        ],
        speak="Is this still right?",
    )
