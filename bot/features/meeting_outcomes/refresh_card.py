"""Job: the outcome card in the meeting chat shows the items as they are now."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.domain.jobs import RefreshOutcomeCard
from bot.domain.ports import MeetingStore, Messenger, TaskStore
from bot.errors import Gone, Unreachable
from bot.features.meeting_outcomes.outcome_card import SUMMARY, asking

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class RefreshCard:
    """Drawn from what is stored, never from the job: jobs that overtake one another cannot show an old state."""

    meetings: MeetingStore
    tasks: TaskStore
    messenger: Messenger

    async def __call__(self, job: RefreshOutcomeCard) -> None:
        instance = await self.meetings.get(job.tenant, job.meeting)
        if instance is None or instance.card is None:
            return
        team = instance.team or instance.chat.id
        items = list(await self.tasks.of_meeting(job.tenant, team, instance.key))
        try:
            await self.messenger.update(instance.card, asking(instance, items), summary=SUMMARY)
        except (Gone, Unreachable) as why:
            log.info("outcome_card_gone", meeting=instance.key, reason=why.reason)
