"""The meeting is no more: a question about it that stands unanswered is settled, without buttons."""

from __future__ import annotations

from dataclasses import dataclass, replace

import structlog

from bot.domain.jobs import UpdateCard
from bot.domain.ports import JobQueue, NudgeStore, PeopleStore
from bot.domain.tongue import say, speaking
from bot.errors import Conflict
from bot.features.invite_nudge.nudge_card import called_off

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Withdraw:
    nudges: NudgeStore
    people: PeopleStore
    queue: JobQueue

    async def __call__(self, tenant: str, nudge_id: str) -> None:
        nudge = await self.nudges.get(tenant, nudge_id)
        if nudge is None or nudge.answer or nudge.withdrawn or nudge.message is None:
            return
        with speaking((await self.people.preferences(tenant, nudge.organizer)).speaks):
            settled = UpdateCard(tenant, nudge.message, called_off(), say("This meeting was called off"))
        await self.queue.enqueue(settled, once=f"withdraw:{nudge_id}")
        try:
            await self.nudges.replace(replace(nudge, withdrawn=True))
        except Conflict:
            log.info("nudge_answered_meanwhile", nudge=nudge_id)
        log.info("nudge_withdrawn", nudge=nudge_id)
