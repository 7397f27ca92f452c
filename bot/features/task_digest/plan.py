"""Job: put a team on the digest schedule, or take it off."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.jobs import PlanDigest
from bot.domain.ports import Clock, Schedule, TeamStore
from bot.domain.when import first_due, next_due


@dataclass(frozen=True, slots=True)
class Plan:
    teams: TeamStore
    schedule: Schedule
    clock: Clock

    async def __call__(self, job: PlanDigest) -> None:
        team = await self.teams.get(job.tenant, job.team)
        if team is None:
            return
        due = first_due if job.today else next_due
        moment = due(team.digest, self.clock.now()) if team.active else None
        await self.schedule.plan(job.tenant, job.team, team.digest, moment.at if moment else None)
