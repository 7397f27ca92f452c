"""Shorten, done: the event ends earlier, ten minutes after the organizer's yes, unless they take it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog

from bot.domain.cards import Card, ShowCard, card, execute, heading, markdown, moment, text
from bot.domain.conversation import MessageRef
from bot.domain.events import CardAnswered
from bot.domain.jobs import ShortenEvent, UpdateCard
from bot.domain.nudge import Nudge
from bot.domain.ports import CalendarWrites, Clock, JobQueue, Messenger, NudgeStore, PeopleStore
from bot.domain.tongue import mark, say, speaking
from bot.errors import Conflict, GiveUp, Gone, NotAllowed, Unreachable
from bot.features.async_round.on_answer import UNDO
from bot.features.async_round.round_card import told
from bot.features.async_round.whose import Whose

SUMMARY = mark("Shorten it")
SHORTEST_MIN, LONGEST_MIN = 5, 24 * 60
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class OnShorten:
    """Taking it back is changing the nudge's answer: the job looks whether it still is "shorten"."""

    whose: Whose
    nudges: NudgeStore
    queue: JobQueue
    clock: Clock

    async def __call__(self, event: CardAnswered) -> ShowCard:
        nudge = await self.whose.nudge(event)
        if nudge is None:
            return ShowCard(told(say("This one is over"), say("There is nothing left to change.")))
        message = nudge.message or (MessageRef(event.origin.conversation, event.card_id) if event.card_id else None)
        if event.automatic or message is None:
            return ShowCard(_again())
        undo = event.verb == "round.unshorten"
        face = await (self._undo(nudge) if undo else self._shorten(event.data, nudge, message))
        await self.queue.enqueue(
            UpdateCard(nudge.tenant, message, face, say(SUMMARY)), once=f"settle:{event.origin.event_id}"
        )
        return ShowCard(face)

    async def _shorten(self, data: Mapping[str, Any], nudge: Nudge, message: MessageRef) -> Card:
        about, minutes = data.get("about"), data.get("minutes")
        event_id = self.whose.event_id(nudge, about)
        if not isinstance(minutes, int) or not SHORTEST_MIN <= minutes <= LONGEST_MIN:
            return _again()
        until = self.clock.now() + UNDO
        job = ShortenEvent(nudge.tenant, nudge.id, nudge.organizer, event_id, minutes, message)
        await self.queue.enqueue(job, once=f"shorten:{nudge.id}:{nudge.version}", at=until)
        return will_be_shorter(nudge.id, about, minutes, until)

    async def _undo(self, nudge: Nudge) -> Card:
        try:
            await self.nudges.replace(replace(nudge, answer="keep", answered_at=self.clock.now()))
        except Conflict:
            return _again()
        return told(say("Undone"), say("The meeting stays as long as it was."))


@dataclass(frozen=True, slots=True)
class Shorten:
    nudges: NudgeStore
    people: PeopleStore
    writes: CalendarWrites
    messenger: Messenger

    async def __call__(self, job: ShortenEvent) -> None:
        nudge = await self.nudges.get(job.tenant, job.nudge)
        if nudge is None or nudge.answer != "shorten":
            return
        draw = await self._done(job)
        with speaking((await self.people.preferences(job.tenant, nudge.organizer)).speaks):
            face, summary = draw(job.minutes), say(SUMMARY)
        try:
            await self.messenger.update(job.message, face, summary=summary)
        except (Gone, Unreachable) as why:
            log.info("card_gone", reason=why.reason)

    async def _done(self, job: ShortenEvent) -> Callable[[int], Card]:
        try:
            await self.writes.shorten(job.mailbox, job.event_id, job.minutes)
        except Gone:
            return called_off
        except (NotAllowed, GiveUp) as why:
            log.warning("event_not_shortened", nudge=job.nudge, reason=why.reason)
            return by_hand
        log.info("event_shortened", nudge=job.nudge)
        return shortened


def will_be_shorter(nudge: str, about: Any, minutes: int, until: datetime) -> Card:
    words = say("In ten minutes the invite is changed to {minutes} minutes.", minutes=minutes)
    last = markdown(say("You can take it back until {moment}.", moment=moment(until)), isSubtle=True)
    undo = execute(say("Undo"), "round.unshorten", {"nudge": nudge, "about": about})
    return card([heading(say("It will be shorter")), text(words), last], [undo])


def shortened(minutes: int) -> Card:
    words = say("It lasts {minutes} minutes now. Everybody invited sees it in the calendar.", minutes=minutes)
    return told(say("Shortened"), words)


def by_hand(minutes: int) -> Card:
    words = say("Potluck may not change the invite: set it to {minutes} minutes.", minutes=minutes)
    return told(say("Please shorten it yourself"), words)


def called_off(_minutes: int) -> Card:
    return told(say("This meeting was called off"), say("There is nothing left to shorten."))


def _again() -> Card:
    return told(say("One moment"), say("Please try that again."))
