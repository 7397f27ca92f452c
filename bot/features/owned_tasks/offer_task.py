"""Job: ask the owner of a task, privately, whether it is theirs; the card follows when the words were changed."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.domain.conversation import MessageRef
from bot.domain.jobs import OfferTask, TellProposer
from bot.domain.ports import Clock, JobQueue, MeetingStore, Messenger, PeopleStore, SendOnce, TaskStore, TeamStore
from bot.domain.reach import Private
from bot.domain.task import Task
from bot.domain.tongue import say, speaking
from bot.domain.tongue.learn import first_words_in
from bot.errors import Gone, MaybeDelivered, Unreachable
from bot.features.owned_tasks.task_card import SUMMARY, WHY_TAKEN_BACK, offer, taken_back
from bot.features.owned_tasks.today import team_today

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Offer:
    tasks: TaskStore
    people: PeopleStore
    teams: TeamStore
    meetings: MeetingStore
    messenger: Messenger
    sent: SendOnce
    queue: JobQueue
    clock: Clock

    async def __call__(self, job: OfferTask) -> None:
        task = await self.tasks.get(job.tenant, job.team, job.task_id)
        if task is None or task.owner is None:
            return
        if task.state != "proposed":
            await self._take_back(task)
            return
        owner = await self.people.get(job.tenant, task.owner)
        if owner is None:
            await self._not_reached(task, "unknown")
            return
        instance = await self.meetings.get(job.tenant, task.meeting) if task.meeting else None
        try:
            proposer = await self.people.get(job.tenant, task.proposer)
            today = await team_today(self.teams, self.clock, task.tenant, task.team)
            with speaking(await first_words_in(self.people, self.teams, owner.tenant, owner.id)):
                face, summary = offer(task, proposer, today), say(SUMMARY)
            via = instance.chat if instance else None
            write = Private(self.people, self.teams, self.messenger).write
            message = await write(owner, face, once=_offered(task), summary=summary, via=via)
            if any(step.action in {"reworded", "correct"} for step in task.history):
                await self.messenger.update(message, face, summary=summary)
        except Gone:
            log.info("offer_deleted", task=task.id)
        except Unreachable as why:
            await self._not_reached(task, why.reason)
        except MaybeDelivered:
            log.warning("offer_in_doubt", task=task.id)  # it stays in "my tasks" and in the digest

    async def _not_reached(self, task: Task, reason: str) -> None:
        log.info("owner_unreachable", task=task.id, reason=reason)
        await self.queue.enqueue(
            TellProposer(task.tenant, task.team, task.id, "unreachable"),
            once=f"tell:{task.tenant}:{task.team}:{task.id}:unreachable:{_turn(task)}",
        )

    async def _take_back(self, task: Task) -> None:
        """The words were withdrawn before anybody agreed, or are the same as others: a card that asks about them
        says so. Beginning the send tells whether there is such a card; where there was none, none will come."""
        if not task.history or task.history[-1].action not in WHY_TAKEN_BACK:
            return
        message = await self.sent.begin(_offered(task))
        if isinstance(message, MessageRef):
            today = await team_today(self.teams, self.clock, task.tenant, task.team)
            with speaking(await first_words_in(self.people, self.teams, task.tenant, task.owner or "")):
                face, summary = taken_back(task, today), say(SUMMARY)
            try:
                await self.messenger.update(message, face, summary=summary)
            except (Gone, Unreachable) as why:
                log.info("offer_gone", task=task.id, reason=why.reason)


def _turn(task: Task) -> int:
    return sum(step.action == "pass_on" for step in task.history)


def _offered(task: Task) -> str:
    """Names the card that asks this owner, this time round."""
    return f"offer:{task.tenant}:{task.team}:{task.id}:{task.owner}:{_turn(task)}"
