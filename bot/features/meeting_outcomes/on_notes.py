"""Somebody said what they took away: by the card, or with a mention in a chat. Keep it, then answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.cards import Card, ShowCard
from bot.domain.commands import parse_command
from bot.domain.conversation import MessageRef
from bot.domain.events import CardAnswered, MessageReceived
from bot.domain.ids import content_hash
from bot.domain.jobs import ReadOutcome, RefreshOutcomeCard
from bot.domain.meeting import MeetingInstance
from bot.domain.person import Person
from bot.domain.ports import Clock, JobQueue, MeetingStore, OutcomeStore, TaskStore
from bot.domain.task import Outcome, Task
from bot.errors import BadInput, NotAllowed
from bot.features.meeting_outcomes import outcome_card
from bot.features.meeting_outcomes.change_instance import answered_by, change_instance, shown_as

LATE_ANSWERS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OnNotes:
    meetings: MeetingStore
    outcomes: OutcomeStore
    tasks: TaskStore
    queue: JobQueue
    clock: Clock

    async def added(self, event: CardAnswered) -> ShowCard:
        sender, instance = await self._who_and_where(event)
        words = str(event.data.get("words") or "").strip()
        if not words:
            raise BadInput("Write at least one thing, or choose Nothing to do.")
        if len(words) > outcome_card.LONGEST_TEXT:
            raise BadInput("That is more than fits: up to 10,000 characters at a time, please.", status=413)
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
        sender, instance = await self._who_and_where(event)
        if not event.automatic and sender.id not in instance.answered:
            instance = await change_instance(self.meetings, instance, answered_by(sender.id))
            await self.queue.enqueue(
                RefreshOutcomeCard(instance.tenant, instance.key), once=f"refresh:{event.origin.event_id}"
            )
        return await self._show(outcome_card.nothing, instance)

    async def again(self, event: CardAnswered) -> ShowCard:
        _sender, instance = await self._who_and_where(event)
        return await self._show(outcome_card.asking, instance)

    async def message(self, event: MessageReceived) -> None:
        """`@Potluck ...` in a chat or channel: the whole message is somebody's own words, unless it is a command."""
        origin = event.origin
        if origin.conversation.kind == "personal" or origin.sender is None or parse_command(event.text):
            return
        if not event.text.strip():
            return
        instance = await self._running_or_last(event)
        outcome = Outcome(
            id=content_hash("message", origin.event_id),
            tenant=origin.conversation.tenant,
            meeting=instance.key if instance else None,
            team=(instance and instance.team) or origin.team_id or origin.conversation.id,
            author=origin.sender.id,
            text=event.text[: outcome_card.LONGEST_TEXT],
            at=self.clock.now(),
            conversation=origin.conversation,
        )
        await self.outcomes.keep(outcome, ReadOutcome(outcome.tenant, outcome.id))

    async def _running_or_last(self, event: MessageReceived) -> MeetingInstance | None:
        origin = event.origin
        if origin.meeting_id is None:
            return None
        return await self.meetings.latest(origin.conversation.tenant, origin.meeting_id)

    async def _who_and_where(self, event: CardAnswered) -> tuple[Person, MeetingInstance]:
        sender = event.origin.sender
        if sender is None:
            raise NotAllowed("nobody", status=401)
        instance = await self.meetings.get(sender.tenant, str(event.data.get("meeting", ""))[:512])
        if instance is None or instance.chat.id != event.origin.conversation.id:
            raise NotAllowed("not_this_meeting")
        if instance.ended and self.clock.now() - instance.ended > LATE_ANSWERS:
            raise BadInput("This meeting is more than seven days past. Tell Potluck in the chat instead.", status=410)
        if event.card_id and not event.automatic:
            card = MessageRef(event.origin.conversation, event.card_id)
            instance = await change_instance(self.meetings, instance, shown_as(card))
        return sender, instance

    async def _show(self, face: Callable[[MeetingInstance, list[Task]], Card], instance: MeetingInstance) -> ShowCard:
        team = instance.team or instance.chat.id
        items = list(await self.tasks.of_meeting(instance.tenant, team, instance.key))
        return ShowCard(face(instance, items))


def _text(value: object, longest: int) -> str | None:
    return value.strip()[:longest] or None if isinstance(value, str) else None


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        raise BadInput("That date does not read as one.") from None
