"""Whether to remind somebody of a promise, and when. Pure.

Nobody is reminded who touched the task within two days. Since a promise is asked about once, and a new promise (another
date, another owner) is itself a touch, a task is asked about at most once per 48 hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.calm import Days
from bot.domain.jobs import RemindOwner
from bot.domain.task import Task

QUIET_AFTER_A_TOUCH = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Now:
    """Ask at once."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Look again then."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Silence:
    reason: str


OTHER_PROMISE = Silence("other_promise")  # what was promised is done or is another promise now: nothing is missed


def decide(job: RemindOwner, task: Task | None, days: Days, now: datetime) -> Now | Wait | Silence:
    if task is None or task.due is None or not _holds(job, task):
        return OTHER_PROMISE
    return _when(task, task.due, days, now)


def _holds(job: RemindOwner, task: Task) -> bool:
    return task.state == "accepted" and task.owner == job.owner and str(task.due) == job.due


def _when(task: Task, due: date, days: Days, now: datetime) -> Now | Wait | Silence:
    if not days.wishes.may_remind(now) and not days.wishes.paused(now):
        return Silence("opted_out")
    eve = days.works.before(due)
    at = days.next_calm_moment(max(now, days.first_hour(eve))) if eve else None
    if at is None or days.today(at) > due:
        return Silence("too_late")
    if at > now:
        return Wait(at)
    if now - last_touch(task) < QUIET_AFTER_A_TOUCH:
        return Silence("just_moved")
    return Now()


def last_touch(task: Task) -> datetime:
    return max([task.created, *(step.at for step in task.history)])
