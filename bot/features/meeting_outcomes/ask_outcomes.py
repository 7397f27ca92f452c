"""Jobs: remember that a meeting began; when it ended, ask its chat once what people took away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.domain.jobs import AskOutcomes, NoteStart
from bot.domain.meeting import MeetingInstance
from bot.domain.ports import Clock, MeetingStore, Messenger
from bot.errors import Conflict, MaybeDelivered, TryLater, Unreachable
from bot.features.meeting_outcomes.outcome_card import SUMMARY, asking
from bot.features.meeting_outcomes.what_stands import WhatStands
from bot.features.meeting_outcomes.which_instance import after_end, after_start
from bot.features.meeting_outcomes.which_team import WhichTeam

log = structlog.get_logger()
TOO_LATE = timedelta(days=1)  # an end that is told a day late is history


@dataclass(frozen=True, slots=True)
class RememberStart:
    meetings: MeetingStore

    async def __call__(self, job: NoteStart) -> None:
        fresh = MeetingInstance(job.tenant, job.meeting_id, datetime.fromisoformat(job.start), job.chat, job.title)
        instance = after_start(await self.meetings.latest(job.tenant, job.meeting_id), fresh)
        if instance is None:
            return
        try:
            await self.meetings.put(instance)
        except Conflict:
            log.info("meeting_start_known", meeting=job.meeting_id)


@dataclass(frozen=True, slots=True)
class AskForOutcomes:
    """Twice-told ends meet in one instance (optimistic locking) and in one send mark."""

    meetings: MeetingStore
    what_stands: WhatStands
    messenger: Messenger
    which_team: WhichTeam
    clock: Clock

    async def __call__(self, job: AskOutcomes) -> None:
        end = datetime.fromisoformat(job.end)
        if self.clock.now() - end > TOO_LATE:
            log.info("outcomes_too_late", meeting=job.meeting_id)
            return
        instance = await self._ended_instance(job, end)
        if instance.card or instance.closed:
            return
        members = await self.messenger.members(job.chat)
        team = await self.which_team(job.chat, job.title, members)
        instance = replace(instance, team=team.id)
        try:
            face = asking(instance, await self.what_stands(instance))
            card = await self.messenger.send(
                job.chat, face, once=f"outcomes:{instance.tenant}:{instance.key}", summary=SUMMARY
            )
        except (Unreachable, MaybeDelivered) as why:
            log.warning("outcome_card_not_sent", meeting=instance.key, reason=type(why).__name__)
            return
        await self._note_card(replace(instance, card=card))

    async def _ended_instance(self, job: AskOutcomes, end: datetime) -> MeetingInstance:
        fresh = MeetingInstance(job.tenant, job.meeting_id, end, job.chat, job.title)
        latest = await self.meetings.latest(job.tenant, job.meeting_id)
        ended = after_end(latest, fresh, end)
        if ended == latest:
            return ended
        try:
            return await self.meetings.put(ended)
        except Conflict as raced:
            raise TryLater("another end of this meeting is being told", after_s=0.2) from raced

    async def _note_card(self, instance: MeetingInstance) -> None:
        try:
            await self.meetings.put(instance)
        except Conflict as raced:  # somebody answered at once: the send mark makes the second round harmless
            raise TryLater("the meeting changed meanwhile", after_s=0.2) from raced
