"""Job: tell the person who wrote a task that its owner said no, or cannot be reached."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.domain.jobs import TellProposer
from bot.domain.ports import Clock, Messenger, PeopleStore, TaskStore, TeamStore
from bot.domain.reach import Private
from bot.errors import MaybeDelivered, Unreachable
from bot.features.owned_tasks.task_card import told
from bot.features.owned_tasks.today import team_today

log = structlog.get_logger()
_WORDS = {
    "declined": "This one is still open: it was not theirs",
    "unreachable": "Potluck could not reach the person you named",
}


@dataclass(frozen=True, slots=True)
class Tell:
    tasks: TaskStore
    people: PeopleStore
    teams: TeamStore
    messenger: Messenger
    clock: Clock

    async def __call__(self, job: TellProposer) -> None:
        task = await self.tasks.get(job.tenant, job.team, job.task_id)
        words = _WORDS.get(job.what)
        if task is None or words is None or not task.is_open:
            return
        proposer = await self.people.get(job.tenant, task.proposer)
        if proposer is None:
            return
        today = await team_today(self.teams, self.clock, task.tenant, task.team)
        try:
            await Private(self.people, self.teams, self.messenger).write(
                proposer,
                told(task, words, today),
                once=f"tell:{task.tenant}:{task.team}:{task.id}:{job.what}:{len(task.history)}",
                summary="About a task you wrote",
            )
        except (Unreachable, MaybeDelivered) as why:
            log.info("proposer_not_told", task=task.id, reason=type(why).__name__)
