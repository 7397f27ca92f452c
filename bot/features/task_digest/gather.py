"""What a team reads this morning. Pure: its tasks and today in, the sections out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.task import Task
from bot.domain.team import Team

YES = frozenset({"accept", "accepted", "take"})


@dataclass(frozen=True, slots=True)
class Digest:
    """Sections in reading order; `later` is a mere count. Within a section tasks stand together by owner.

    `fresh` tells whether anything in it is new or due; what merely still stands is no reason to write to a team."""

    day: date
    overdue: tuple[Task, ...]
    today: tuple[Task, ...]
    new: tuple[Task, ...]
    unowned: tuple[Task, ...]
    done: tuple[Task, ...]
    later: int
    fresh: bool


def gather(open_tasks: Iterable[Task], closed: Iterable[Task], *, day: date, since: datetime) -> Digest:
    """`since` is the moment of the team's last working morning before `day`."""
    overdue, today, new, unowned, later = [], [], [], [], 0
    for task in open_tasks:
        if task.owner is None:
            unowned.append(task)
        elif task.due is not None and task.due < day:
            overdue.append(task)
        elif task.due == day:
            today.append(task)
        elif _news_at(task) >= since:
            new.append(task)
        else:
            later += 1
    done = [task for task in closed if task.state == "done"]
    waits = any(_news_at(task) >= since or (task.due is not None and task.due <= day) for task in unowned)
    return Digest(
        day=day,
        overdue=_by_owner(overdue),
        today=_by_owner(today),
        new=_by_owner(new),
        unowned=tuple(sorted(unowned, key=_urgency)),
        done=_by_owner(done),
        later=later,
        fresh=bool(overdue or today or new or done) or waits,
    )


def may_show(task: Task, team: Team, members: int) -> bool:
    """Words said before fewer people than read the digest stay with those who heard them."""
    return team.kind != "team" or task.heard_by is None or task.heard_by >= members


def _news_at(task: Task) -> datetime:
    """When the team last had news of it: it was written, somebody said yes, or somebody gave it back."""
    said = [step.at for step in task.history if step.action in YES or step.action == "decline"]
    return max([task.created, *said])


def _by_owner(tasks: list[Task]) -> tuple[Task, ...]:
    """Owners in the order of their most urgent task; their tasks, most urgent first."""
    first: dict[str | None, tuple[date, str]] = {}
    for task in sorted(tasks, key=_urgency):
        first.setdefault(task.owner, _urgency(task))
    return tuple(sorted(tasks, key=lambda task: (first[task.owner], task.owner or "", _urgency(task))))


def _urgency(task: Task) -> tuple[date, str]:
    return task.due or date.max, task.id
