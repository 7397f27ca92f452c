"""Job: the outcome card in the meeting chat shows the items as they are now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from bot.domain.drawing import Drawing, draw
from bot.domain.jobs import RefreshOutcomeCard
from bot.domain.meeting import MeetingInstance
from bot.domain.ports import Clock, JobQueue, MeetingStore, Messenger, PeopleStore
from bot.domain.tongue import say, speaking
from bot.errors import Gone, Unreachable
from bot.features.meeting_outcomes.outcome_card import SUMMARY, asking
from bot.features.meeting_outcomes.what_stands import WhatStands

log = structlog.get_logger()
SETTLES = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class RefreshCard:
    """Drawn from what is stored, never from the job; and once more when things have settled, since Teams may do late
    what it was asked before something newer: of a worker that was cut off, or after an answer that never came."""

    meetings: MeetingStore
    what_stands: WhatStands
    messenger: Messenger
    people: PeopleStore
    queue: JobQueue
    clock: Clock

    async def __call__(self, job: RefreshOutcomeCard) -> None:
        instance = await self.meetings.get(job.tenant, job.meeting)
        if instance is None:
            return
        if not job.settled:
            await self._look_again(instance)
        await self._draw(instance)
        latest = await self.meetings.latest(job.tenant, instance.meeting_id)
        if latest is not None and latest.key != instance.key:  # which carries what is open here
            await self._draw(latest)

    async def _look_again(self, instance: MeetingInstance) -> None:
        """Once for all that happens within a window."""
        window = int(self.clock.now().timestamp() // SETTLES.total_seconds())
        await self.queue.enqueue(
            RefreshOutcomeCard(instance.tenant, instance.key, settled=True),
            once=f"settled:{instance.key}:{window}",
            at=datetime.fromtimestamp((window + 2) * SETTLES.total_seconds(), UTC),
        )

    async def _draw(self, instance: MeetingInstance) -> None:
        try:
            await draw(self.messenger, lambda: self._look(instance.tenant, instance.key))
        except (Gone, Unreachable) as why:
            log.info("outcome_card_gone", meeting=instance.key, reason=why.reason)

    async def _look(self, tenant: str, key: str) -> Drawing | None:
        instance = await self.meetings.get(tenant, key)
        if instance is None or instance.card is None:
            return None
        standing, lookers = await self.what_stands(instance), await self._lookers(instance)
        with speaking(standing.locale):
            return Drawing(instance.card, asking(instance, standing, lookers=lookers), say(SUMMARY))

    async def _lookers(self, instance: MeetingInstance) -> list[str]:
        found = [await self.people.get(instance.tenant, person) for person in instance.checking]
        return [person.teams_id for person in found if person and person.teams_id]
