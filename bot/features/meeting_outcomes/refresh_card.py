"""Job: the outcome card in the meeting chat shows the items as they are now."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.domain.drawing import Drawing, draw
from bot.domain.jobs import RefreshOutcomeCard
from bot.domain.meeting import MeetingInstance
from bot.domain.ports import MeetingStore, Messenger, PeopleStore
from bot.domain.tongue import say, speaking
from bot.errors import Gone, Unreachable
from bot.features.meeting_outcomes.outcome_card import SUMMARY, asking
from bot.features.meeting_outcomes.what_stands import WhatStands

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class RefreshCard:
    """Drawn from what is stored, never from the job."""

    meetings: MeetingStore
    what_stands: WhatStands
    messenger: Messenger
    people: PeopleStore

    async def __call__(self, job: RefreshOutcomeCard) -> None:
        instance = await self.meetings.get(job.tenant, job.meeting)
        if instance is None:
            return
        await self._draw(instance)
        latest = await self.meetings.latest(job.tenant, instance.meeting_id)
        if latest is not None and latest.key != instance.key:  # which carries what is open here
            await self._draw(latest)

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
