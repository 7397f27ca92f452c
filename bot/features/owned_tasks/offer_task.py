"""Job: ask the owner of a task, privately, whether it is theirs."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.domain.jobs import OfferTask, TellProposer
from bot.domain.ports import Clock, JobQueue, MeetingStore, Messenger, PeopleStore, TaskStore, TeamStore
from bot.domain.reach import private_chat
from bot.errors import MaybeDelivered, Unreachable
from bot.features.owned_tasks.task_card import SUMMARY, offer
from bot.features.owned_tasks.today import team_today

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Offer:
    tasks: TaskStore
    people: PeopleStore
    teams: TeamStore
    meetings: MeetingStore
    messenger: Messenger
    queue: JobQueue
    clock: Clock

    async def __call__(self, job: OfferTask) -> None:
        task = await self.tasks.get(job.tenant, job.team, job.task_id)
        if task is None or task.owner is None or task.state != "proposed":
            return
        owner = await self.people.get(job.tenant, task.owner)
        if owner is None:
            return
        turn = sum(step.action == "pass_on" for step in task.history)
        instance = await self.meetings.get(job.tenant, task.meeting) if task.meeting else None
        try:
            chat = await private_chat(
                owner,
                people=self.people,
                teams=self.teams,
                messenger=self.messenger,
                via=instance.chat if instance else None,
            )
            proposer = await self.people.get(job.tenant, task.proposer)
            today = await team_today(self.teams, self.clock, task.tenant, task.team)
            await self.messenger.send(
                chat,
                offer(task, proposer, today),
                once=f"offer:{task.tenant}:{task.team}:{task.id}:{task.owner}:{turn}",
                summary=SUMMARY,
            )
        except Unreachable as why:
            log.info("owner_unreachable", task=task.id, reason=why.reason)
            await self.queue.enqueue(
                TellProposer(job.tenant, task.team, task.id, "unreachable"),
                once=f"tell:{task.tenant}:{task.team}:{task.id}:unreachable:{turn}",
            )
        except MaybeDelivered:
            log.warning("offer_in_doubt", task=task.id)  # it stays in "my tasks" and in the digest
