"""When a promise is first looked at. Whether anybody is reminded is decided when that look is taken. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.domain.jobs import RemindOwner
from bot.domain.task import Task

LOOK_AHEAD = timedelta(days=7)  # the last working day before a date is hardly ever further away


@dataclass(frozen=True, slots=True)
class Look:
    at: datetime
    job: RemindOwner


def first_look(task: Task) -> Look | None:
    """None for what nobody said yes to, or what has no date."""
    if task.state != "accepted" or task.owner is None or task.due is None:
        return None
    at = datetime.combine(task.due, time(), tzinfo=UTC) - LOOK_AHEAD
    return Look(at, RemindOwner(task.tenant, task.team, task.id, task.owner, task.due.isoformat()))
