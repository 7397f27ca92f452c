"""What "today" is for a team: due dates are local dates in the team's zone."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.ports import Clock, TeamStore


async def team_today(teams: TeamStore, clock: Clock, tenant: str, team_id: str) -> date:
    team = await teams.get(tenant, team_id)
    return clock.now().astimezone(ZoneInfo(team.digest.zone if team else "UTC")).date()
