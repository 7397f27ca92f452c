"""/me: the caller, as Potluck knows them; all that is kept of them; and their wish to be forgotten."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from bot.domain.ports import PeopleStore, TeamStore
from bot.domain.public_ids import opaque
from bot.features.personal_data import Gather, OnRequest
from bot.gateway.api.ids import OpaqueId
from bot.gateway.api.operation import Answer, Asked, Call, Operation, Told


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


class ExportTold(Told):
    """Everything that is kept, as "export my data" hands it out."""

    exported_at: datetime
    person: dict[str, Any]
    private_chat: str | None
    settings: dict[str, Any]
    teams: list[dict[str, Any]]
    asked_about: list[dict[str, Any]]
    words_waiting: list[str]
    questions: list[dict[str, Any]]
    rounds: list[dict[str, Any]]
    muted_series: int
    tasks: list[dict[str, Any]]
    said_to_you: list[dict[str, Any]]
    left_unsaid: list[dict[str, Any]]


class Sure(Asked):
    confirm: Annotated[Literal["forget-me"], Field(description="says that this was meant: it cannot be undone")]


class Forgetting(Told):
    state: Literal["begun"] = "begun"


@dataclass(frozen=True, slots=True)
class Me:
    people: PeopleStore
    teams: TeamStore
    gather: Gather
    request: OnRequest

    def operations(self) -> list[Operation]:
        return [
            Operation("GET", "/me", "me", self.read, "Read who one is"),
            Operation("GET", "/me/export", "me", self.export, "Read everything that is kept of oneself"),
            Operation("DELETE", "/me", "me", self.forget, "Be forgotten", status=202),
        ]

    async def export(self, call: Call) -> Answer[ExportTold]:
        return Answer(ExportTold(**await self.gather(call.caller.tenant, call.caller.person or "")))

    async def forget(self, call: Call, query: Sure) -> Answer[Forgetting]:  # noqa: ARG002 - that it was sent is enough
        await self.request.forget(call.caller.tenant, call.caller.person or "", once=uuid.uuid4().hex)
        return Answer(Forgetting())

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
                    locale=chosen.speaks,
                ),
            )
        )
