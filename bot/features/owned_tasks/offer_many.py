"""Job: one text named somebody many times; ask about all of it in one private card, which is a list of their tasks."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.domain.jobs import OfferMany, TellProposer
from bot.domain.ports import Clock, JobQueue, MeetingStore, Messenger, PeopleStore, TaskStore, TeamStore
from bot.domain.reach import Private
from bot.domain.task import Task
from bot.domain.tongue import say, speaking
from bot.domain.tongue.learn import first_words_in
from bot.errors import Gone, MaybeDelivered, Unreachable
from bot.features.owned_tasks.task_card import SUMMARY, named_you
from bot.features.owned_tasks.task_filter import FROM, LONGEST, Page
from bot.features.owned_tasks.task_list_card import asking
from bot.features.owned_tasks.today import team_today

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class OfferAll:
    tasks: TaskStore
    people: PeopleStore
    teams: TeamStore
    meetings: MeetingStore
    messenger: Messenger
    queue: JobQueue
    clock: Clock

    async def __call__(self, job: OfferMany) -> None:
        of_text = await self.tasks.of_outcome(job.tenant, job.team, job.outcome_id)
        asked = [task for task in of_text if task.owner == job.person and task.state == "proposed"]
        if not asked:
            return
        try:
            await self._ask(job, asked[0])
        except Gone:
            log.info("offer_deleted", task=asked[0].id)
        except Unreachable as why:
            await self._not_reached(asked[0], why.reason)
        except MaybeDelivered:
            log.warning("offer_in_doubt", task=asked[0].id)  # they stay in "my tasks" and in the digest

    async def _ask(self, job: OfferMany, first: Task) -> None:
        owner = await self.people.get(job.tenant, job.person)
        if owner is None:
            raise Unreachable("unknown")
        proposer = await self.people.get(job.tenant, first.proposer)
        instance = await self.meetings.get(job.tenant, first.meeting) if first.meeting else None
        today = await team_today(self.teams, self.clock, job.tenant, job.team)
        page = Page(f"{FROM}{first.meeting_title.lower()}"[:LONGEST] if first.meeting_title else "")
        with speaking(await first_words_in(self.people, self.teams, job.tenant, job.person)):
            mine = await self.tasks.of_owner(job.tenant, job.person)
            face, summary = asking(mine, named_you(first, proposer), today, page), say(SUMMARY)
        once = f"offers:{job.tenant}:{job.outcome_id}:{job.person}"
        write = Private(self.people, self.teams, self.messenger).write
        message = await write(owner, face, once=once, summary=summary, via=instance.chat if instance else None)
        if any(step.action in {"reworded", "correct"} for step in first.history):
            await self.messenger.update(message, face, summary=summary)

    async def _not_reached(self, task: Task, reason: str) -> None:
        """Told of one of them: that they cannot be reached is said of the person, and needs no repeating."""
        log.info("owner_unreachable", task=task.id, reason=reason)
        await self.queue.enqueue(
            TellProposer(task.tenant, task.team, task.id, "unreachable"),
            once=f"tell:{task.tenant}:{task.team}:{task.id}:unreachable:many",
        )
