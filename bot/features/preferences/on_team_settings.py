"""Buttons of the team's settings card. Only members reach them; where keepers are named, only those may change."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.cards import Card, ShowCard
from bot.domain.conversation import MessageRef
from bot.domain.events import CardAnswered
from bot.domain.jobs import PlanDigest, UpdateCard
from bot.domain.person import Person
from bot.domain.ports import JobQueue, Messenger, PeopleStore, TeamStore
from bot.domain.team import Channel, DigestTime, Team
from bot.domain.tongue import NAMES, say, speaking
from bot.errors import BadInput, Conflict, NotAllowed, TryLater
from bot.features.preferences import team_settings_card
from bot.features.preferences.read_settings import read_country, read_days, read_time, read_zone

MOST_KEEPERS = 20
WAIT_FOR_TEAMS_S = 2.0  # whoever pressed a button waits for the form


@dataclass(frozen=True, slots=True)
class OnTeamSettings:
    teams: TeamStore
    people: PeopleStore
    messenger: Messenger
    queue: JobQueue

    async def open(self, event: CardAnswered) -> ShowCard:
        team, sender = await self._team(event)
        self._may_change(team, sender)
        keepers, channels = await keepers_of(self.people, team), await self._channels(team)
        return ShowCard(team_settings_card.form(team, keepers, channels))

    async def back(self, event: CardAnswered) -> ShowCard:
        team, _ = await self._team(event)
        return ShowCard(await standing(self.people, team))

    async def save(self, event: CardAnswered) -> ShowCard:
        team, sender = await self._team(event)
        self._may_change(team, sender)
        if event.automatic:
            return await self.back(event)
        changed = await self._changed(event, team, sender)
        try:
            stored = await self.teams.put(changed) if changed != team else team
        except Conflict as raced:
            raise TryLater("the team changed meanwhile", after_s=0.2) from raced
        face = await standing(self.people, stored, saved=True)
        once = event.origin.event_id
        await self.queue.enqueue(PlanDigest(team.tenant, team.id, today=True), once=f"plan:{once}")
        if event.card_id:
            message = MessageRef(event.origin.conversation, event.card_id)
            await self.queue.enqueue(UpdateCard(team.tenant, message, face, "Potluck"), once=f"settle:{once}")
        return ShowCard(face)

    async def _team(self, event: CardAnswered) -> tuple[Team, Person]:
        """Who is not in the team learns nothing of it."""
        sender = event.origin.sender
        if sender is None:
            raise NotAllowed("nobody", status=401)
        team_id = str(event.data.get("team", ""))[:512]
        team = await self.teams.get(sender.tenant, team_id)
        if team is None or sender.id not in await self.teams.members(sender.tenant, team_id):
            raise BadInput(say("These settings are gone."), status=404)
        return team, sender

    def _may_change(self, team: Team, sender: Person) -> None:
        if team.keepers and sender.id not in team.keepers:
            raise BadInput(say("Only the people named on the card may change these settings."), status=403)

    async def _changed(self, event: CardAnswered, team: Team, sender: Person) -> Team:
        data, before = event.data, team.digest
        digest = DigestTime(
            zone=read_zone(data, before.zone) or before.zone,
            at=read_time(data, "at", before.at),
            days=read_days(data, before.days),
            country=read_country(data, before.country),
        )
        keepers = await self._keepers(data.get("keepers"), team, sender)
        channel = replace(team.channel, id=await self._channel(data.get("channel"), team))
        locale = str(data.get("locale", team.locale))
        return replace(
            team,
            digest=digest,
            channel=channel,
            keepers=keepers,
            locale=locale if locale in NAMES else team.locale,
        )

    async def _channel(self, told: object, team: Team) -> str:
        """Only a channel that Teams lists for this very team takes its digest."""
        if told in (None, "", team.channel.id):
            return team.channel.id
        found = next((one.id for one in await self._channels(team) if one.id == told), None)
        if found is None:
            raise BadInput(say("Choose a channel of this team."))
        return found

    async def _channels(self, team: Team) -> Sequence[Channel]:
        """None where Teams does not answer in time: the form is of use without."""
        try:
            return await asyncio.wait_for(self.messenger.channels(team), WAIT_FOR_TEAMS_S)
        except (TryLater, TimeoutError):
            return ()

    async def _keepers(self, told: object, team: Team, sender: Person) -> tuple[str, ...]:
        """Whoever names keepers is one of them, so that nobody locks the door from outside."""
        if told is None:
            return team.keepers
        named = dict.fromkeys(part.strip() for part in str(told).split(",") if part.strip())
        members = await self.teams.members(team.tenant, team.id)
        if len(named) > MOST_KEEPERS or not named.keys() <= members:
            raise BadInput(say("Choose people of this team."))
        return tuple(dict.fromkeys((*named, sender.id))) if named else ()


async def standing(people: PeopleStore, team: Team, *, saved: bool = False) -> Card:
    """What all of the team may read, so in the team's language, whoever asked for it."""
    keepers = await keepers_of(people, team)
    with speaking(team.locale):
        return team_settings_card.standing(team, keepers, saved=saved)


async def keepers_of(people: PeopleStore, team: Team) -> Sequence[Person]:
    found = [await people.get(team.tenant, keeper) for keeper in team.keepers]
    return [person or Person(team.tenant, keeper, "") for keeper, person in zip(team.keepers, found, strict=True)]
