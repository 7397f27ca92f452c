"""Jobs: closed tasks go after a while, and so does a team that Potluck was taken out of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.domain.jobs import DropOldTasks, EraseTeam
from bot.domain.ports import Clock, Erasure, TaskStore, TeamStore

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class KeepNoLonger:
    """`closed_for`: how long a done or dropped task is still kept."""

    tasks: TaskStore
    teams: TeamStore
    erasure: Erasure
    clock: Clock
    closed_for: timedelta

    async def drop_old_tasks(self, job: DropOldTasks) -> None:
        dropped = await self.tasks.drop_closed(job.tenant, job.team, self.clock.now() - self.closed_for)
        if dropped:
            log.info("old_tasks_dropped", team=job.team, count=dropped)

    async def erase_team(self, job: EraseTeam) -> None:
        team = await self.teams.get(job.tenant, job.team)
        if team and team.removed_at and team.removed_at.isoformat() == job.removed_at:
            await self.erasure.erase_team(job.tenant, job.team)
            log.info("team_erased", team=job.team)
