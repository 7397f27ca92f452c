"""Job: look at a promise; wait, stay silent, or ask its owner whether it still holds."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.domain.calm import days_of
from bot.domain.jobs import RemindOwner
from bot.domain.person import Person
from bot.domain.ports import Clock, JobQueue, Messenger, PeopleStore, TaskStore, TeamStore
from bot.domain.reach import Private
from bot.domain.task import Task
from bot.domain.tongue import say, speaking
from bot.errors import MaybeDelivered, Unreachable
from bot.features.reminders.decide import OTHER_PROMISE, Silence, Wait, decide
from bot.features.reminders.reminder_card import SUMMARY, still_right

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Remind:
    tasks: TaskStore
    people: PeopleStore
    teams: TeamStore
    messenger: Messenger
    queue: JobQueue
    clock: Clock

    async def __call__(self, job: RemindOwner) -> None:
        team = await self.teams.get(job.tenant, job.team)
        if team is None or not team.active:
            return
        task = await self.tasks.get(job.tenant, job.team, job.task_id)
        days = days_of(await self.people.preferences(job.tenant, job.owner), team.digest)
        now = self.clock.now()
        found = decide(job, task, days, now)
        if isinstance(found, Wait):
            key = f"{_promise(job)}:{found.at.isoformat()}"
            await self.queue.enqueue(job, once=key, at=found.at)
        elif isinstance(found, Silence):
            log.info("reminder_withheld", task=job.task_id, reason=found.reason)
            if found != OTHER_PROMISE:
                owner = Person(job.tenant, job.owner, name="")
                await self.messenger.withhold(owner, once=_promise(job), reason=found.reason)
        elif task:
            await self._ask(job, task, due_today=days.today(now) == task.due)

    async def _ask(self, job: RemindOwner, task: Task, *, due_today: bool) -> None:
        owner = await self.people.get(job.tenant, job.owner)
        if owner is None:
            return
        wishes = await self.people.preferences(job.tenant, job.owner)
        with speaking(wishes.speaks):
            face, summary = still_right(task, due_today=due_today), say(SUMMARY)
        try:
            await Private(self.people, self.teams, self.messenger).write(
                owner, face, once=_promise(job), summary=summary
            )
        except (Unreachable, MaybeDelivered) as why:
            log.info("reminder_not_sent", task=job.task_id, reason=type(why).__name__)
            return
        log.info("reminder_sent", task=job.task_id)


def _promise(job: RemindOwner) -> str:
    """Names the one reminder that this owner gets for this date."""
    return f"reminder:{job.tenant}:{job.team}:{job.task_id}:{job.owner}:{job.due}"
