"""Buttons of the settings and pause cards. An opt-out is kept before it is confirmed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.cards import ShowCard
from bot.domain.events import CardAnswered
from bot.domain.person import Person
from bot.domain.ports import Clock, PeopleStore
from bot.errors import BadInput, NotAllowed
from bot.features.preferences import settings_card
from bot.features.preferences.zones import known_zone

LONGEST_PAUSE_DAYS = 365


@dataclass(frozen=True, slots=True)
class OnSettings:
    people: PeopleStore
    clock: Clock

    async def open(self, event: CardAnswered) -> ShowCard:
        sender = _sender(event)
        return ShowCard(settings_card.settings(await self.people.preferences(sender.tenant, sender.id)))

    async def save(self, event: CardAnswered) -> ShowCard:
        sender = _sender(event)
        zone = known_zone(str(event.data.get("zone") or ""))
        if zone is None:
            raise BadInput("That time zone is not known. Write it like Europe/Berlin.")
        nudges = str(event.data.get("nudges", "true")).lower() == "true"
        before = await self.people.preferences(sender.tenant, sender.id)
        after = replace(before, nudges=nudges, zone=zone, paused_until=before.paused_until if not nudges else None)
        if not event.automatic:
            await self.people.prefer(sender.tenant, sender.id, after)
        return ShowCard(settings_card.settings(after, saved=True))

    async def pause(self, event: CardAnswered) -> ShowCard:
        sender = _sender(event)
        days = event.data.get("days", 7)
        if not isinstance(days, int) or not 0 <= days <= LONGEST_PAUSE_DAYS:
            raise BadInput("Choose one of the offered lengths.")
        until = self.clock.now() + timedelta(days=days) if days else None
        before = await self.people.preferences(sender.tenant, sender.id)
        after = replace(before, paused_until=until, nudges=before.nudges and days > 0)
        if not event.automatic:
            await self.people.prefer(sender.tenant, sender.id, after)
        return ShowCard(settings_card.paused(after))


def _sender(event: CardAnswered) -> Person:
    if event.origin.sender is None:
        raise NotAllowed("nobody", status=401)
    return event.origin.sender
