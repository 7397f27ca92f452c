"""Job: bring a posted digest up to date after a click in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import structlog

from bot.domain.conversation import MessageRef
from bot.domain.drawing import Drawing, draw
from bot.domain.jobs import RefreshDigest
from bot.domain.ports import Messenger, TeamStore
from bot.domain.team import Team
from bot.domain.tongue import say, speaking
from bot.errors import Conflict, Gone, TryLater, Unreachable
from bot.features.task_digest.digest_card import SUMMARY, drawn
from bot.features.task_digest.gathering import Gathering

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Refresh:
    """Draws nobody's name as a mention: an edit must not call people again."""

    teams: TeamStore
    gathering: Gathering
    messenger: Messenger

    async def __call__(self, job: RefreshDigest) -> None:
        try:
            await draw(self.messenger, lambda: self._look(job))
        except (Gone, Unreachable) as why:
            log.info("digest_gone", team=job.team, reason=why.reason)

    async def _look(self, job: RefreshDigest) -> Drawing | None:
        team, day = await self.teams.get(job.tenant, job.team), _date(job.date)
        if team is None or team.last_digest_day is None or day is None or day > team.last_digest_day:
            return None
        newest = day == team.last_digest_day
        if newest and team.last_digest is None and job.message:
            team = await self._found(team, job.message)
        message = team.last_digest if newest else job.message
        if message is None:
            return None
        digest = await self.gathering(team, day)
        with speaking(team.locale):
            return Drawing(message, drawn(team, digest, settled=not newest), say(SUMMARY))

    async def _found(self, team: Team, message: MessageRef) -> Team:
        """The answer to its sending was lost; whoever clicked in it has told which message it is."""
        try:
            return await self.teams.put(replace(team, last_digest=message))
        except Conflict as raced:
            raise TryLater("the team changed meanwhile", after_s=0.2) from raced


def _date(told: str) -> date | None:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None
