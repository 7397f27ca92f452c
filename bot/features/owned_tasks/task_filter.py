"""Which of somebody's tasks they asked to see. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches

from bot.domain.task import Task

FROM = "from "
LONGEST = 70


@dataclass(frozen=True, slots=True)
class Page:
    """`about` as in `bot.domain.commands`; `number` counts from 0."""

    about: str = ""
    number: int = 0

    @staticmethod
    def of(data: object) -> Page:
        """From a button's data, which anybody may have written."""
        told = data if isinstance(data, dict) else {}
        about, number = told.get("about"), told.get("page")
        return Page(
            about[:LONGEST] if isinstance(about, str) else "",
            number if isinstance(number, int) and 0 <= number < 10_000 else 0,
        )


def chosen(tasks: Sequence[Task], about: str, today: date) -> list[Task]:
    if about.startswith(FROM):
        return _from_meeting(tasks, about.removeprefix(FROM))
    sunday = today + timedelta(days=6 - today.weekday())
    wanted: dict[str, Callable[[date | None], bool]] = {
        "overdue": lambda due: due is not None and due < today,
        "today": lambda due: due == today,
        "week": lambda due: due is not None and due <= sunday,
        "undated": lambda due: due is None,
    }
    return [task for task in tasks if about not in wanted or wanted[about](task.due)]


def _from_meeting(tasks: Sequence[Task], said: str) -> list[Task]:
    """Titles that contain the words; else those with a word much like one of them."""
    exact = [task for task in tasks if said in (task.meeting_title or "").lower()]
    if exact:
        return exact
    return [
        task
        for task in tasks
        if any(get_close_matches(word, (task.meeting_title or "").lower().split(), 1, 0.75) for word in said.split())
    ]
