"""Somebody said what they took away: by the card, with a mention in a chat, or in private. Keep it, then answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.about_meeting import AboutMeeting, about_meeting
from bot.domain.cards import Card, ShowCard, ShowText
from bot.domain.commands import parse_command
from bot.domain.events import CardAnswered, MessageDeleted, MessageEdited, MessageReceived, Origin
from bot.domain.ids import content_hash
from bot.domain.jobs import Job, PlaceOutcome, ReadOutcome, RefreshOutcomeCard
from bot.domain.meeting import MeetingInstance
from bot.domain.person import Person
from bot.domain.ports import Clock, JobQueue, MeetingStore, OutcomeStore
from bot.domain.task import Outcome
from bot.domain.tongue import say
from bot.errors import BadInput, NotAllowed
from bot.features.meeting_outcomes import outcome_card
from bot.features.meeting_outcomes.answered_meeting import answered_meeting
from bot.features.meeting_outcomes.change_instance import answered_by, change_instance
from bot.features.meeting_outcomes.what_stands import Standing, WhatStands

TAKEN_BACK = AboutMeeting("", "")


@dataclass(frozen=True, slots=True)
class OnNotes:
    meetings: MeetingStore
    outcomes: OutcomeStore
    what_stands: WhatStands
    queue: JobQueue
    clock: Clock

    async def added(self, event: CardAnswered) -> ShowCard:
        sender, instance = await answered_meeting(event, self.meetings, self.queue, self.clock)
        words = str(event.data.get("words") or "").strip()
        if not words:
            raise BadInput(say("Write at least one thing, or choose Nothing to do."))
        if len(words) > outcome_card.LONGEST_TEXT:
            raise BadInput(say("That is more than fits: up to 10,000 characters at a time, please."), status=413)
        owner, due = _text(event.data.get("owner"), 64), _date(event.data.get("due"))
        outcome = Outcome(
            id=content_hash(instance.key, sender.id, words, owner or "", due.isoformat() if due else ""),
            tenant=sender.tenant,
            meeting=instance.key,
            team=instance.team or instance.chat.id,
            author=sender.id,
            text=words,
            at=self.clock.now(),
            owner=owner,
            due=due,
        )
        await self.outcomes.keep(outcome, ReadOutcome(sender.tenant, outcome.id))
        return await self._show(outcome_card.kept, instance)

    async def nothing(self, event: CardAnswered) -> ShowCard:
        sender, instance = await answered_meeting(event, self.meetings, self.queue, self.clock)
        if not event.automatic:  # also where they were counted: an earlier click may have died before the refresh
            instance = await change_instance(self.meetings, instance, answered_by(sender.id))
            await self.queue.enqueue(
                RefreshOutcomeCard(instance.tenant, instance.key), once=f"refresh:{event.origin.event_id}"
            )
        return await self._show(outcome_card.nothing, instance)

    async def again(self, event: CardAnswered) -> ShowCard:
        _sender, instance = await answered_meeting(event, self.meetings, self.queue, self.clock)
        return await self._show(outcome_card.asking, instance)

    async def message(self, event: MessageReceived) -> None:
        """`@Potluck ...` in a chat or channel: the whole message is somebody's own words, unless it is a command. In
        private, words that begin by saying which meeting they are about."""
        if said := _own_words(event.origin, event.text):
            outcome = await self._from_message(event.origin, said, event.mentioned)
            await self.outcomes.keep(outcome, _next(outcome))

    async def chosen(self, event: CardAnswered) -> ShowText:
        """A message action: somebody makes another's message an item. Who wrote it is who says "I" in it, and has
        not said yes to anything by that."""
        sender = event.origin.sender
        if sender is None or not event.in_dialog:
            raise NotAllowed("nobody" if sender is None else "not_a_message")
        outcome = replace(
            await self._from_message(event.origin, AboutMeeting("", str(event.data["words"]))),
            id=_message_id(event.origin, str(event.data["message"])),
            spoken_by=str(event.data["spoken_by"]),
        )
        if await self.outcomes.keep(outcome, _next(outcome)):
            return ShowText(say("Kept. Whoever it names is asked first."))
        return ShowText(say("This message is kept already."))

    async def edited(self, event: MessageEdited) -> None:
        await self._reword(event.origin, _own_words(event.origin, event.text) or TAKEN_BACK, event.mentioned)

    async def deleted(self, event: MessageDeleted) -> None:
        await self._reword(event.origin, TAKEN_BACK)

    async def _reword(self, origin: Origin, said: AboutMeeting, mentioned: tuple[Person, ...] = ()) -> None:
        if origin.sender is None:
            return
        outcome = await self._from_message(origin, said, mentioned)
        await self.outcomes.change(outcome, _next(outcome))

    async def _from_message(self, origin: Origin, said: AboutMeeting, mentioned: tuple[Person, ...] = ()) -> Outcome:
        instance = await self._running_or_last(origin)
        conversation = origin.conversation
        return Outcome(
            id=_message_id(origin, origin.activity_id or origin.event_id),
            tenant=conversation.tenant,
            meeting=instance.key if instance else None,
            team=(instance and instance.team) or origin.team_id or conversation.id,
            author=origin.sender.id if origin.sender else "",
            text=said.words[: outcome_card.LONGEST_TEXT],
            at=origin.at,
            conversation=conversation,
            about=said.said or None,
            mentioned=mentioned,
        )

    async def _running_or_last(self, origin: Origin) -> MeetingInstance | None:
        if origin.meeting_id is None:
            return None
        return await self.meetings.latest(origin.conversation.tenant, origin.meeting_id)

    async def _show(self, face: Callable[[MeetingInstance, Standing], Card], instance: MeetingInstance) -> ShowCard:
        return ShowCard(face(instance, await self.what_stands(instance)))


def _message_id(origin: Origin, message: str) -> str:
    """One message is one outcome, whatever happens to it. In a channel some activities tell the thread, some not."""
    return content_hash("message", origin.conversation.id.partition(";")[0], message)


def _own_words(origin: Origin, text: str) -> AboutMeeting | None:
    if origin.sender is None or not text.strip() or parse_command(text):
        return None
    return about_meeting(text) if origin.conversation.kind == "personal" else AboutMeeting("", text)


def _next(outcome: Outcome) -> Job:
    """What is said in private has to find its meeting first."""
    private = outcome.conversation is not None and outcome.conversation.kind == "personal"
    return (PlaceOutcome if private else ReadOutcome)(outcome.tenant, outcome.id)


def _text(value: object, longest: int) -> str | None:
    return value.strip()[:longest] or None if isinstance(value, str) else None


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        raise BadInput(say("That date does not read as one.")) from None
