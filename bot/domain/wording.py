"""Short words for dates and people that cards share, in the reader's language; dates without a weekday ambiguity."""

from __future__ import annotations

from datetime import date

from bot.domain.task import Task
from bot.domain.tongue import day_in, mark, say

_NOBODY = "someone somebody anyone anybody we one jemand wir man quelqu'un nous alguien nosotros"
NOBODY = frozenset(_NOBODY.split())
"""Words that stand where an owner stands and name none."""
_NEAR = (mark("yesterday"), mark("today"), mark("tomorrow"))
_SOON = 6  # days ahead for which the weekday alone is clear


def due_words(task: Task, today: date | None = None) -> str:
    """When a task is due, as people say it; "" where nobody said. Without `today` the plain date."""
    if task.due is None:
        return task.due_words or ""
    at = f", {task.due_time:%H:%M}" if task.due_time else ""
    return (day_words(task.due, today) if today else _plain(task.due)) + at


def named_words(task: Task) -> str:
    """Who was meant, as written, where nobody known was; "" where nobody was meant either."""
    words = (task.owner_words or "").strip()
    return "" if task.owner or words.casefold() in NOBODY else words


def past_words(task: Task, today: date) -> str:
    """Said of what is not done though its day is over, also where that day was named when it was over already."""
    return say("in the past") if task.is_open and task.due is not None and task.due < today else ""


def guest_words(task: Task) -> str:
    """For whom the owner answers; "" where they do it themselves."""
    return say("for {guest}", guest=task.for_guest) if task.for_guest else ""


def day_words(day: date, today: date) -> str:
    ahead = (day - today).days
    if ahead in (-1, 0, 1):
        return say(_NEAR[ahead + 1])
    if 1 < ahead <= _SOON:
        return day_in("EEEE", day)
    return _plain(day) if day.year == today.year else day_in("EEE d MMM y", day)


def _plain(day: date) -> str:
    return day_in("EEE d MMM", day)
