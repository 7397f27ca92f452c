"""Buttons of the settings and pause cards. An opt-out is kept before it is confirmed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.cards import Card, ShowCard
from bot.domain.conversation import MessageRef
from bot.domain.events import CardAnswered
from bot.domain.jobs import FollowChoice, PlanMyDigest, UpdateCard
from bot.domain.person import Person, Preferences
from bot.domain.ports import Clock, JobQueue, PeopleStore
from bot.domain.tongue import say, speaking
from bot.errors import BadInput, NotAllowed
from bot.features.preferences import settings_card
from bot.features.preferences.read_settings import read_preferences

LONGEST_PAUSE_DAYS = 365


@dataclass(frozen=True, slots=True)
class OnSettings:
    people: PeopleStore
    queue: JobQueue
    clock: Clock

    async def open(self, event: CardAnswered) -> ShowCard:
        sender = _sender(event)
        return ShowCard(settings_card.settings(await self.people.preferences(sender.tenant, sender.id)))

    async def save(self, event: CardAnswered) -> ShowCard:
        sender = _sender(event)
        before = await self.people.preferences(sender.tenant, sender.id)
        after = read_preferences(event.data, before, self.clock.now())
        with speaking(after.speaks):
            face = settings_card.settings(after, saved=True)
        return await self._keep(event, sender, before, after, face)

    async def pause(self, event: CardAnswered) -> ShowCard:
        sender = _sender(event)
        days = event.data.get("days", 7)
        if not isinstance(days, int) or not 0 <= days <= LONGEST_PAUSE_DAYS:
            raise BadInput(say("Choose one of the offered lengths."))
        until = self.clock.now() + timedelta(days=days) if days else None
        before = await self.people.preferences(sender.tenant, sender.id)
        after = replace(before, paused_until=until, nudges=before.nudges and days > 0)
        return await self._keep(event, sender, before, after, settings_card.paused(after))

    async def _keep(
        self, event: CardAnswered, sender: Person, before: Preferences, after: Preferences, face: Card
    ) -> ShowCard:
        if event.automatic:
            return ShowCard(face)
        await self.people.prefer(sender.tenant, sender.id, after)
        once = event.origin.event_id
        if before != after:
            await self.queue.enqueue(PlanMyDigest(sender.tenant, sender.id), once=f"plan-mine:{once}")
        if not after.is_read_as(before):
            await self.queue.enqueue(FollowChoice(sender.tenant, sender.id), once=f"reading:{once}")
        if event.card_id and event.origin.conversation.kind == "personal":
            message = MessageRef(event.origin.conversation, event.card_id)
            await self.queue.enqueue(UpdateCard(sender.tenant, message, face, say("Settings")), once=f"settle:{once}")
        return ShowCard(face)


def _sender(event: CardAnswered) -> Person:
    if event.origin.sender is None:
        raise NotAllowed("nobody", status=401)
    return event.origin.sender
