"""/teams: which there are, this morning's digest of one, and when it reads it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.domain.jobs import PlanDigest
from bot.domain.ports import Clock, JobQueue, TeamStore
from bot.domain.public_ids import opaque
from bot.domain.team import DigestTime, Team
from bot.domain.zones import known_zone
from bot.errors import Conflict
from bot.features.task_digest import Gathering
from bot.gateway.api.ids import OpaqueId
from bot.gateway.api.operation import Answer, Call, Operation, Taken, Told, check_match, not_found
from bot.gateway.api.paging import Key, Paged, Pager
from bot.gateway.problems import Refused
from bot.gateway.routes.api.tasks import TaskTold, told, unfit

Weekday = Annotated[int, Field(ge=0, le=6, description="0 is Monday")]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$", description="ISO 3166-1: whose public holidays are days off")]
LocalTime = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", description="on the team's clock")]


class TeamTold(Told):
    """`kind` is "chat" for the people of a meeting who share no team. `teams_id` is what Teams calls it."""

    id: OpaqueId
    teams_id: str
    name: str
    kind: str
    active: bool


class TeamPage(Told):
    items: list[TeamTold]
    next: Annotated[str | None, Field(description="cursor of the next page; null at the end")]


class DigestTold(Told):
    """What the team's digest of `day` says; `later` is a mere count."""

    day: date
    overdue: list[TaskTold]
    today: list[TaskTold]
    new: list[TaskTold]
    unowned: list[TaskTold]
    done: list[TaskTold]
    later: int


class SettingsTold(Told):
    """When the team reads its digest: local time on these weekdays, less the public holidays of `country`."""

    zone: str
    at: LocalTime
    days: list[Weekday]
    country: str | None
    version: int


class SettingsChange(Taken):
    """What is left out stays."""

    zone: Annotated[str | None, Field(max_length=64, description="IANA time zone")] = None
    at: LocalTime | None = None
    days: Annotated[list[Weekday] | None, Field(min_length=1, max_length=7)] = None
    country: Country | None = None


@dataclass(frozen=True, slots=True)
class Teams:
    teams: TeamStore
    gathering: Gathering
    queue: JobQueue
    clock: Clock
    pager: Pager

    def operations(self) -> list[Operation]:
        settings = "/teams/{team}/settings"
        return [
            Operation("GET", "/teams", "teams", self.list, "List teams"),
            Operation("GET", "/teams/{team}/digest", "digest", self.digest, "Read today's digest"),
            Operation("GET", settings, "settings:read", self.settings, "Read a team's settings"),
            Operation("PATCH", settings, "settings:write", self.change, "Change a team's settings", needs_match=True),
        ]

    async def list(self, call: Call, query: Paged) -> Answer[TeamPage]:
        viewer = call.viewer
        if viewer.everything:
            ids = await self.teams.of_tenant(viewer.tenant)
        else:
            ids = await self.teams.teams_of(viewer.tenant, viewer.person or "")
        page, cursor = self.pager.cut(ids, key=_id_key, query=query, call=call)
        found = [await self.teams.get(viewer.tenant, team) for team in page]
        return Answer(TeamPage(items=[_told(team) for team in found if team], next=cursor))

    async def digest(self, call: Call) -> Answer[DigestTold]:
        team = await self._visible(call)
        day = self.clock.now().astimezone(ZoneInfo(team.digest.zone)).date()
        digest = await self.gathering(team, day)
        return Answer(
            DigestTold(
                day=day,
                overdue=[told(task) for task in digest.overdue],
                today=[told(task) for task in digest.today],
                new=[told(task) for task in digest.new],
                unowned=[told(task) for task in digest.unowned],
                done=[told(task) for task in digest.done],
                later=digest.later,
            )
        )

    async def settings(self, call: Call) -> Answer[SettingsTold]:
        team = await self._visible(call)
        return Answer(_settings(team), etag=team.version)

    async def change(self, call: Call, body: SettingsChange) -> Answer[SettingsTold]:
        team = await self._visible(call)
        check_match(call, team.version)
        try:
            stored = await self.teams.put(replace(team, digest=_changed(team.digest, body)))
        except Conflict:
            raise Refused(412, "Precondition failed", "It changed meanwhile: read it again.") from None
        await self.queue.enqueue(PlanDigest(team.tenant, team.id))
        return Answer(_settings(stored), etag=stored.version)

    async def _visible(self, call: Call) -> Team:
        (team_id,) = call.ids("team", 1)
        viewer = call.viewer
        if not viewer.everything and viewer.person not in await self.teams.members(viewer.tenant, team_id):
            raise not_found()
        team = await self.teams.get(viewer.tenant, team_id)
        if team is None:
            raise not_found()
        return team


def _changed(now: DigestTime, wanted: SettingsChange) -> DigestTime:
    zone = known_zone(wanted.zone) if wanted.zone is not None else now.zone
    if zone is None:
        raise unfit("/zone", "No IANA time zone.")
    at = time.fromisoformat(wanted.at) if wanted.at else now.at
    days = tuple(sorted(set(wanted.days))) if wanted.days else now.days
    country = wanted.country if "country" in wanted.model_fields_set else now.country
    return DigestTime(zone, at, days, country)


def _told(team: Team) -> TeamTold:
    return TeamTold(id=opaque(team.id), teams_id=team.id, name=team.name, kind=team.kind, active=team.active)


def _settings(team: Team) -> SettingsTold:
    digest = team.digest
    return SettingsTold(
        zone=digest.zone, at=f"{digest.at:%H:%M}", days=list(digest.days), country=digest.country, version=team.version
    )


def _id_key(team_id: str) -> Key:
    return (team_id,)
