"""Job: read the event again, judge it, and ask the organizer once, where that is right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from bot.domain.ids import keyed_hash
from bot.domain.jobs import JudgeInvite
from bot.domain.judgement import Judgement
from bot.domain.meeting import Invite
from bot.domain.nudge import Nudge
from bot.domain.person import Person
from bot.domain.ports import (
    AgendaJudge,
    Calendar,
    Clock,
    Installs,
    JobQueue,
    Messenger,
    NudgeStore,
    PeopleStore,
    TeamStore,
    Unreached,
)
from bot.domain.reach import Private
from bot.domain.tongue import say, speaking
from bot.domain.tongue.learn import first_words_in
from bot.errors import Conflict, MaybeDelivered, NotAllowed, TryLater, Unreachable
from bot.features.invite_nudge import decide, never_touch
from bot.features.invite_nudge.nudge_card import SUMMARY, About, question
from bot.features.invite_nudge.private_meeting import note_if_private
from bot.features.invite_nudge.which_event import differs_from_its_series, still_written_until
from bot.features.invite_nudge.withdraw import Withdraw
from bot.sight import metrics

log = structlog.get_logger()
MOST_EVIDENCE = 3
TOLD = frozenset({"opted_out", "series_muted", "unclear", "needs_a_room", "below_threshold", "budget"})
LEFT_ALONE = frozenset({"opted_out", "ConversationBlockedByUser"})
WAIT_FOR_CHAT_S = 5.0


@dataclass(frozen=True, slots=True)
class SendNudge:
    """Runs at least once per job; the nudge's id and the send mark make its effect happen at most once."""

    calendar: Calendar
    judge: AgendaJudge
    nudges: NudgeStore
    people: PeopleStore
    teams: TeamStore
    messenger: Messenger
    installs: Installs
    unreached: Unreached
    queue: JobQueue
    clock: Clock
    hash_key: str
    lowest_threshold: float  # a tenant can only raise the judge's own
    per_week: int
    notice: timedelta
    quiet: timedelta  # so long nobody may have saved the event

    async def __call__(self, job: JudgeInvite) -> None:
        event = keyed_hash(self.hash_key, "nudge", job.tenant, job.mailbox, job.event_id)
        if not (await self.people.preferences(job.tenant, job.mailbox)).may_be_read:  # a notification on its way
            self._silent(event, "not_to_be_read")
            return
        try:
            invite = await self.calendar.invite(job.tenant, job.mailbox, job.event_id)
        except NotAllowed:
            self._silent(event, "not_readable")
            return
        if invite is None or invite.cancelled:
            await Withdraw(self.nudges, self.people, self.queue)(job.tenant, event)
            self._silent(event, "vanished")
            return
        if private := note_if_private(invite):
            await self.queue.enqueue(private, once=f"private:{private.tenant}:{private.chat_id}")
        if not invite.is_organizer:  # of six copies of an invite five end here, and leave nothing behind
            self._silent(event, "not_organizer")
            return
        if await self._comes_later(job, invite):
            return
        async with self.nudges.judging(job.tenant, event) as ours:
            if not ours:
                raise TryLater("judged_right_now", after_s=2)
            await self._judge_once(event, invite)

    async def _judge_once(self, event: str, invite: Invite) -> None:
        """Each state of an event once, whoever told of it: a notification, its repeats, or delta."""
        if await self.nudges.judged(invite.tenant, event) == invite.change_key:
            self._silent(event, "judged_before")
            return
        why = await self._why_silent(invite)
        if why:
            self._silent(event, why)
        if (
            why in TOLD
        ):  # the organizer may ask why nothing came; of what was no candidate at all there is nothing to tell
            organizer = Person(invite.tenant, invite.mailbox, name="")
            await self.messenger.withhold(organizer, once=f"nudge:{event}:{invite.change_key}", reason=why)
        await self.nudges.note_judged(invite.tenant, event, invite.change_key)

    async def _comes_later(self, job: JudgeInvite, invite: Invite) -> bool:
        """An occurrence stands for its series; what is still being written is looked at when it rests."""
        if invite.kind == "occurrence" and invite.series_id:
            at, master = self.clock.now() + self.quiet, invite.series_id
            once = f"judge:{job.tenant}:{job.mailbox}:{master}:of:{invite.change_key}"
            await self.queue.enqueue(JudgeInvite(job.tenant, job.mailbox, master), once=once, at=at)
            return True
        until = still_written_until(invite, self.clock.now(), self.quiet)
        if until is None or job.seen == invite.change_key:
            return False
        once = f"judge:{job.tenant}:{job.mailbox}:{job.event_id}:at:{invite.change_key}"
        await self.queue.enqueue(replace(job, seen=invite.change_key), once=once, at=until)
        return True

    async def _why_silent(self, invite: Invite) -> str | None:
        """Judges; asks the organizer where that is right, else tells why not."""
        why = never_touch.reason(invite, self.clock.now(), self.notice) or await self._opted_out(invite)
        if why:
            return why
        if invite.kind == "exception" and not await differs_from_its_series(invite, self.calendar):
            return "as_its_series"
        judgement = await self.judge.judge(invite)
        week = self.clock.now() - timedelta(days=7)
        sent = await self.nudges.sent_since(invite.tenant, invite.mailbox, week)
        threshold = max(self.judge.threshold, self.lowest_threshold)
        why = decide.why_not(judgement, threshold=threshold, sent_this_week=sent, per_week=self.per_week)
        if why is None:
            await self._ask(invite, judgement)
        return why

    async def _opted_out(self, invite: Invite) -> str | None:
        preferences = await self.people.preferences(invite.tenant, invite.mailbox)
        if not preferences.may_nudge(self.clock.now()):
            return "opted_out"
        series = self._series(invite)
        if series and await self.nudges.is_muted(invite.tenant, invite.mailbox, series):
            return "series_muted"
        return None

    async def _ask(self, invite: Invite, judgement: Judgement) -> None:
        nudge = self._nudge(invite, judgement)
        if not await self.nudges.add(nudge):
            stored = await self.nudges.get(nudge.tenant, nudge.id)
            if stored is None or stored.message or stored.answer:
                return  # asked before: once per event, whatever changed since
            nudge = stored  # a worker died between keeping and sending: go on where it stopped
        organizer = await self.people.get(invite.tenant, invite.mailbox)
        person = organizer or Person(invite.tenant, invite.mailbox, name="")
        items = [item.text for item in judgement.items if item.mode != "neutral"]
        with speaking(await first_words_in(self.people, self.teams, invite.tenant, invite.mailbox)):
            face, summary = question(nudge.id, About.of(invite, items), nudge.evidence), say(SUMMARY)
        try:
            message = await Private(self.people, self.teams, self.messenger).write(
                person, face, once=f"nudge:{nudge.id}", summary=summary
            )
        except Unreachable as why:
            await self._unreachable(person, why)
            return
        except MaybeDelivered:
            log.warning("nudge_in_doubt", nudge=nudge.id)
            return
        try:
            await self.nudges.replace(replace(nudge, message=message))
        except Conflict:
            log.info("nudge_answered_early", nudge=nudge.id)  # the organizer was quicker than we are: that record wins
        await self.unreached.reached(person.tenant, person.id)
        metrics.NUDGES_SENT.inc()
        log.info("nudge_sent", nudge=nudge.id)

    async def _unreachable(self, person: Person, why: Unreachable) -> None:
        """Somebody who opted out or blocked the bot is left alone. Anybody else is counted once, and the app installed
        for them where that is allowed: Teams then tells us of their chat, and the job goes on there."""
        if why.reason in LEFT_ALONE or not await self.unreached.note(person.tenant, person.id):
            return
        log.warning("organizer_unreachable", person=person.id, reason=why.reason)
        if await self.installs.install(person.id):
            raise TryLater("app_just_installed", after_s=WAIT_FOR_CHAT_S)

    def _nudge(self, invite: Invite, judgement: Judgement) -> Nudge:
        return Nudge(
            id=keyed_hash(self.hash_key, "nudge", invite.tenant, invite.mailbox, invite.event_id),
            tenant=invite.tenant,
            organizer=invite.mailbox,
            series=self._series(invite),
            p=judgement.p,
            evidence=judgement.evidence[:MOST_EVIDENCE],
            meeting_ends=invite.end,
            sent_at=self.clock.now(),
        )

    def _series(self, invite: Invite) -> str | None:
        if invite.recurring == "none":
            return None
        return keyed_hash(self.hash_key, "series", invite.tenant, invite.mailbox, invite.series_id or invite.event_id)

    def _silent(self, event: str, reason: str) -> None:
        metrics.NUDGES_WITHHELD.labels(reason=reason).inc()
        log.info("nudge_withheld", nudge=event, reason=reason)
