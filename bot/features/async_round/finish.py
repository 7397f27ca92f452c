"""Jobs: when the time for undoing is over the event is cancelled or kept; at the deadline the answers are summed up."""

from __future__ import annotations

from dataclasses import dataclass, replace

import structlog

from bot.domain.cards import Card
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.jobs import ApplyRound, CloseRound
from bot.domain.meeting import Attendee
from bot.domain.ports import CalendarWrites, Messenger, PeopleStore, RoundStore
from bot.domain.round import Round
from bot.domain.tongue import say, speaking
from bot.errors import Conflict, GiveUp, Gone, NotAllowed, TryLater, Unreachable
from bot.features.async_round import round_card
from bot.features.async_round.start import PLACES

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Apply:
    rounds: RoundStore
    people: PeopleStore
    writes: CalendarWrites
    messenger: Messenger

    async def __call__(self, job: ApplyRound) -> None:
        one = await self.rounds.get(job.tenant, job.round_id)
        if one is None or one.state == "undone" or one.thread is None:  # taken back, or posted nowhere
            return
        done = one.event != "cancel" or await self._cancel(one)
        with speaking((await self.people.preferences(one.tenant, one.organizer)).speaks):
            place = say(PLACES[one.thread.conversation.kind])
            face = round_card.panel(one, place=place, undo_until=None) if done else round_card.not_cancelled()
            summary = say(round_card.SUMMARY)
        await _show(self.messenger, one.panel, face, summary)

    async def _cancel(self, one: Round) -> bool:
        """False where the organizer has to do it."""
        with speaking(one.locale):
            words = say(
                "We do this in writing instead: {subject}. You find the questions in Teams.", subject=one.subject
            )
        try:
            await self.writes.cancel(one.organizer, one.event_id, words)
            log.info("event_cancelled", nudge=one.id)
        except Gone:
            log.info("event_gone", nudge=one.id)
        except (NotAllowed, GiveUp) as why:
            log.warning("event_not_cancelled", nudge=one.id, reason=why.reason)
            return False
        return True


@dataclass(frozen=True, slots=True)
class Close:
    rounds: RoundStore
    people: PeopleStore
    messenger: Messenger

    async def __call__(self, job: CloseRound) -> None:
        one = await self.rounds.get(job.tenant, job.round_id)
        thread = one.thread if one else None
        if one is None or one.state == "undone" or thread is None:
            return
        if one.state == "open":
            try:
                one = await self.rounds.put(replace(one, state="closed"))
            except Conflict as answered_now:
                raise TryLater("round_changed", after_s=1) from answered_now
        who = await self.people.get(one.tenant, one.organizer)
        organizer = Attendee(who.name, who.email) if who and who.email else None
        once = f"round:{one.id}:{one.started.isoformat()}:summary"
        with speaking(one.locale):
            summed, face, summary = round_card.summary(one, organizer), round_card.thread(one), say(round_card.SUMMARY)
        try:
            await self.messenger.send(_beside(thread), summed, once=once, summary=one.subject or summary)
        except (Unreachable, Gone) as why:
            log.info("round_not_there", nudge=one.id, reason=why.reason)
        if one.message:
            await _show(self.messenger, one.message, face, summary)


def _beside(thread: MessageRef) -> Conversation:
    """In a channel, a reply to the round; in a chat, the next message."""
    where = thread.conversation
    if where.kind != "channel" or not thread.activity_id:
        return where
    return replace(where, id=f"{where.id.partition(';')[0]};messageid={thread.activity_id}")


async def _show(messenger: Messenger, message: MessageRef, face: Card, summary: str) -> None:
    try:
        await messenger.update(message, face, summary=summary)
    except (Gone, Unreachable) as why:
        log.info("card_gone", reason=why.reason)
