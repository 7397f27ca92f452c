"""Job: the outcome card in the meeting chat shows the items as they are now."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.domain.cards import Card
from bot.domain.jobs import RefreshOutcomeCard
from bot.domain.meeting import MeetingInstance
from bot.domain.ports import MeetingStore, Messenger, PeopleStore
from bot.domain.tongue import say, speaking
from bot.errors import Gone, TryLater, Unreachable
from bot.features.meeting_outcomes.outcome_card import SUMMARY, asking
from bot.features.meeting_outcomes.what_stands import WhatStands

log = structlog.get_logger()
MOST_DRAWINGS = 10


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
        """Looks again after each drawing: another worker may have drawn something newer between our look and our
        drawing, and the last to draw must have drawn what stands."""
        drawn: Card | None = None
        for _ in range(MOST_DRAWINGS):
            current = await self.meetings.get(instance.tenant, instance.key)
            if current is None or current.card is None:
                return
            face, summary = await self._face(current)
            if face == drawn:
                return
            try:
                await self.messenger.update(current.card, face, summary=summary)
            except (Gone, Unreachable) as why:
                log.info("outcome_card_gone", meeting=current.key, reason=why.reason)
                return
            drawn = face
        raise TryLater("the card keeps changing", after_s=1)

    async def _face(self, instance: MeetingInstance) -> tuple[Card, str]:
        standing, lookers = await self.what_stands(instance), await self._lookers(instance)
        with speaking(standing.locale):
            return asking(instance, standing, lookers=lookers), say(SUMMARY)

    async def _lookers(self, instance: MeetingInstance) -> list[str]:
        found = [await self.people.get(instance.tenant, person) for person in instance.checking]
        return [person.teams_id for person in found if person and person.teams_id]
