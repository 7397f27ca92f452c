"""What a team reads this morning. Pure: its tasks and today in, the sections out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain.task import Task


@dataclass(frozen=True, slots=True)
class Digest:
    """Sections in reading order; `later` is a mere count. Within a section tasks stand together by owner."""

    day: date
    overdue: tuple[Task, ...]
    today: tuple[Task, ...]
    new: tuple[Task, ...]
    unowned: tuple[Task, ...]
    done: tuple[Task, ...]
    later: int

    @property
    def is_news(self) -> bool:
        """Whether anybody would miss it: what is merely later is no news."""
        return bool(self.overdue or self.today or self.new or self.unowned or self.done)


def gather(open_tasks: Iterable[Task], done: Iterable[Task], *, day: date, since: date) -> Digest:
    """`since` is the local date of the team's last working morning before `day`."""
    overdue, today, new, unowned, later = [], [], [], [], 0
    for task in open_tasks:
        if task.owner is None:
            unowned.append(task)
        elif task.due is not None and task.due < day:
            overdue.append(task)
        elif task.due == day:
            today.append(task)
        elif task.created.date() >= since:
            new.append(task)
        else:
            later += 1
    return Digest(
        day=day,
        overdue=_by_owner(overdue),
        today=_by_owner(today),
        new=_by_owner(new),
        unowned=tuple(sorted(unowned, key=_urgency)),
        done=_by_owner([task for task in done if task.state == "done"]),
        later=later,
    )


def _by_owner(tasks: list[Task]) -> tuple[Task, ...]:
    """Owners in the order of their most urgent task; their tasks, most urgent first."""
    first: dict[str | None, tuple[date, str]] = {}
    for task in sorted(tasks, key=_urgency):
        first.setdefault(task.owner, _urgency(task))
    return tuple(sorted(tasks, key=lambda task: (first[task.owner], task.owner or "", _urgency(task))))


def _urgency(task: Task) -> tuple[date, str]:
    return task.due or date.max, task.id
