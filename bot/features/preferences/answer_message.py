"""Job: answer a command with its card."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.cards import Card
from bot.domain.jobs import AnswerMessage
from bot.domain.person import Preferences
from bot.domain.ports import Messenger, PeopleStore
from bot.features.preferences import settings_card
from bot.features.preferences.help_card import help_card
from bot.features.preferences.zones import known_zone


@dataclass(frozen=True, slots=True)
class Answer:
    people: PeopleStore
    messenger: Messenger

    async def __call__(self, job: AnswerMessage) -> None:
        preferences = await self.people.preferences(job.tenant, job.sender)
        if job.command == "resume":
            preferences = replace(preferences, paused_until=None, nudges=True)
            await self.people.prefer(job.tenant, job.sender, preferences)
        zone = known_zone(job.zone)
        if zone and preferences.zone is None:
            preferences = replace(preferences, zone=zone)  # until they choose one, their client's zone is right
            await self.people.prefer(job.tenant, job.sender, preferences)
        await self.messenger.send(
            job.conversation, _face(job.command, preferences), once=f"answer:{job.event_id}", summary="Potluck"
        )


def _face(command: str, preferences: Preferences) -> Card:
    if command == "pause":
        return settings_card.pausing()
    if command in {"settings", "resume"}:
        return settings_card.settings(preferences, saved=command == "resume")
    return help_card()
