"""Which meetings somebody may see: those of their teams, and those that they answered."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.caller import Viewer
from bot.domain.meeting import MeetingInstance
from bot.domain.ports import MeetingStore, TeamStore
from bot.errors import BadInput


@dataclass(frozen=True, slots=True)
class SeeMeetings:
    meetings: MeetingStore
    teams: TeamStore

    async def one(self, viewer: Viewer, key: str) -> MeetingInstance | None:
        """None where there is none, or none for these eyes."""
        instance = await self.meetings.get(viewer.tenant, key)
        if instance is None or viewer.everything or viewer.person in instance.answered:
            return instance
        members = await self.teams.members(viewer.tenant, instance.team) if instance.team else frozenset[str]()
        return instance if viewer.person in members else None

    async def listed(self, viewer: Viewer, team: str | None) -> list[MeetingInstance]:
        """Of the last 90 days, in no order. Raises BadInput where a team has to be named."""
        if viewer.everything:
            if team is None:
                raise BadInput("Name a team: the whole tenant is read team by team.")
            teams = [team]
        else:
            mine = await self.teams.teams_of(viewer.tenant, viewer.person or "")
            teams = [one for one in mine if team in (None, one)]
        return [instance for one in teams for instance in await self.meetings.of_team(viewer.tenant, one)]
