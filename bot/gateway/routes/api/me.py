"""/me: the caller, as Potluck knows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ports import PeopleStore, TeamStore
from bot.domain.public_ids import opaque
from bot.gateway.api.ids import OpaqueId
from bot.gateway.api.operation import Answer, Call, Operation, Told


class PreferencesTold(Told):
    nudges: bool
    paused_until: datetime | None
    zone: str | None
    locale: str


class MeTold(Told):
    """`name` is empty for somebody who never met the bot."""

    id: str
    name: str
    teams: list[OpaqueId]
    preferences: PreferencesTold


@dataclass(frozen=True, slots=True)
class Me:
    people: PeopleStore
    teams: TeamStore

    def operations(self) -> list[Operation]:
        return [Operation("GET", "/me", "me", self.read, "Read who one is")]

    async def read(self, call: Call) -> Answer[MeTold]:
        tenant, person_id = call.caller.tenant, call.caller.person or ""
        person = await self.people.get(tenant, person_id)
        chosen = await self.people.preferences(tenant, person_id)
        return Answer(
            MeTold(
                id=person_id,
                name=person.name if person else "",
                teams=[opaque(team) for team in await self.teams.teams_of(tenant, person_id)],
                preferences=PreferencesTold(
                    nudges=chosen.nudges and not chosen.blocked,
                    paused_until=chosen.paused_until,
                    zone=chosen.zone,
                    locale=chosen.locale,
                ),
            )
        )
