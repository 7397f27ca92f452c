"""Jobs: remember that a meeting began; when it ended, ask its chat once what people took away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.domain.jobs import AskOutcomes, AskUnlessEnded, NoteStart, RefreshOutcomeCard
from bot.domain.meeting import MeetingInstance
from bot.domain.ports import Clock, JobQueue, MeetingStore, Messenger
from bot.domain.tongue import say, speaking
from bot.errors import Conflict, MaybeDelivered, TryLater, Unreachable
from bot.features.meeting_outcomes.outcome_card import SUMMARY, asking
from bot.features.meeting_outcomes.what_stands import WhatStands
from bot.features.meeting_outcomes.which_instance import LONGEST_SITTING, after_end, after_start
from bot.features.meeting_outcomes.which_team import WhichTeam

log = structlog.get_logger()
TOO_LATE = timedelta(days=1)  # an end that is told a day late is history


@dataclass(frozen=True, slots=True)
class RememberStart:
    """`grace`: how long after the scheduled end a meeting counts as ended though nobody told. Long, since a meeting
    that runs over should not be asked while it runs."""

    meetings: MeetingStore
    messenger: Messenger
    queue: JobQueue
    grace: timedelta

    async def __call__(self, job: NoteStart) -> None:
        fresh = MeetingInstance(job.tenant, job.meeting_id, datetime.fromisoformat(job.start), job.chat, job.title)
        instance = after_start(await self.meetings.latest(job.tenant, job.meeting_id), fresh)
        if instance is None:
            return
        await self._expect_end(instance, fresh.start)  # first: what is stored is not looked at again
        try:
            await self.meetings.put(instance)
        except Conflict:
            log.info("meeting_start_known", meeting=job.meeting_id)

    async def _expect_end(self, instance: MeetingInstance, began: datetime) -> None:
        length = await self.messenger.scheduled_length(instance.chat, instance.meeting_id)
        if length is None or length > LONGEST_SITTING:
            return
        end = began + length
        await self.queue.enqueue(
            AskUnlessEnded(instance.tenant, instance.key, instance.meeting_id, end.isoformat()),
            once=f"unless-ended:{instance.key}:{began.isoformat()}",
            at=end + self.grace,
        )


@dataclass(frozen=True, slots=True)
class AskForOutcomes:
    """Twice-told ends meet in one instance (optimistic locking) and in one send mark."""

    meetings: MeetingStore
    what_stands: WhatStands
    messenger: Messenger
    which_team: WhichTeam
    queue: JobQueue
    clock: Clock

    async def __call__(self, job: AskOutcomes) -> None:
        end = datetime.fromisoformat(job.end)
        if self.clock.now() - end > TOO_LATE:
            log.info("outcomes_too_late", meeting=job.meeting_id)
            return
        instance = await self._ended_instance(job, end)
        if not instance.card and not instance.closed:
            await self._ask(instance)

    async def _ask(self, instance: MeetingInstance) -> None:
        members = await self.messenger.members(instance.chat)
        team = await self.which_team(instance.chat, instance.title, members)
        instance = replace(instance, team=team.id)
        await self.meetings.note_asked(instance, [person.id for person in members], self.clock.now())
        try:
            standing = await self.what_stands(instance)
            with speaking(standing.locale):
                face, summary = asking(instance, standing), say(SUMMARY)
            card = await self.messenger.send(
                instance.chat, face, once=f"outcomes:{instance.tenant}:{instance.key}", summary=summary
            )
        except (Unreachable, MaybeDelivered) as why:
            log.warning("outcome_card_not_sent", meeting=instance.key, reason=type(why).__name__)
            return
        await self._note_card(replace(instance, card=card))

    async def unless_ended(self, job: AskUnlessEnded) -> None:
        """Teams never told of the end. The instance stays without one: the true end may still come, and asks nobody
        again then."""
        latest = await self.meetings.latest(job.tenant, job.meeting_id)
        if latest is None or latest.key != job.meeting or latest.ended or latest.card or latest.closed:
            return
        if self.clock.now() - datetime.fromisoformat(job.end) > TOO_LATE:
            return
        log.info("meeting_end_not_told", meeting=job.meeting)
        await self._ask(latest)

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
            stored = await self.meetings.put(instance)
        except Conflict as raced:  # somebody answered at once: the send mark makes the second round harmless
            raise TryLater("the meeting changed meanwhile", after_s=0.2) from raced
        if (await self.what_stands(stored)).items:  # said while the card was on its way, and no refresh knew of it
            again = RefreshOutcomeCard(stored.tenant, stored.key)
            await self.queue.enqueue(again, once=f"refresh:{stored.key}:asked")
