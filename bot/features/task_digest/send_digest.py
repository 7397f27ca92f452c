"""Jobs: post a team's digest for one local date, and bring the posted one up to date after a click in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.domain.conversation import MessageRef
from bot.domain.jobs import RefreshDigest, SendDigest
from bot.domain.ports import Messenger, TaskStore, TeamStore
from bot.domain.team import Team
from bot.errors import Conflict, Gone, MaybeDelivered, TryLater, Unreachable
from bot.features.task_digest.digest_card import SUMMARY, drawn
from bot.features.task_digest.gather import Digest, gather

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Gathering:
    """Reads what a digest needs; shared by sending and refreshing, so that both show the same."""

    tasks: TaskStore

    async def __call__(self, team: Team, day: date) -> Digest:
        since = _last_working_day(team, day)
        start = datetime.combine(since, team.digest.at, tzinfo=ZoneInfo(team.digest.zone)).astimezone(UTC)
        open_tasks = [task async for task in self.tasks.open_of_team(team.tenant, team.id)]
        closed = await self.tasks.closed_since(team.tenant, team.id, start)
        return gather(open_tasks, closed, day=day, since=since)


@dataclass(frozen=True, slots=True)
class Send:
    teams: TeamStore
    gathering: Gathering
    messenger: Messenger

    async def __call__(self, job: SendDigest) -> None:
        team = await self.teams.get(job.tenant, job.team)
        if team is None or not team.active:
            return
        day = date.fromisoformat(job.date)
        digest = await self.gathering(team, day)
        if not digest.is_news:
            log.info("digest_withheld", team=team.id, date=job.date, reason="nothing_new")
            return
        try:
            message = await self.messenger.send(
                team.channel, drawn(team, digest), once=f"digest:{team.tenant}:{team.id}:{job.date}", summary=SUMMARY
            )
        except (Unreachable, MaybeDelivered) as why:
            log.warning("digest_not_sent", team=team.id, date=job.date, reason=type(why).__name__)
            return
        await self._settle_previous(team, message, day)
        log.info("digest_sent", team=team.id, date=job.date)

    async def _settle_previous(self, team: Team, message: MessageRef, day: date) -> None:
        """Only the newest digest has buttons, so that nobody acts on an old morning."""
        if team.last_digest == message:
            return
        if team.last_digest:
            old = await self.gathering(team, team.last_digest_day or day)
            try:
                await self.messenger.update(team.last_digest, drawn(team, old, settled=True), summary=SUMMARY)
            except (Gone, Unreachable) as why:
                log.info("old_digest_gone", team=team.id, reason=why.reason)
        try:
            await self.teams.put(replace(team, last_digest=message, last_digest_day=day))
        except Conflict as raced:
            raise TryLater("the team changed meanwhile", after_s=0.2) from raced


@dataclass(frozen=True, slots=True)
class Refresh:
    teams: TeamStore
    gathering: Gathering
    messenger: Messenger

    async def __call__(self, job: RefreshDigest) -> None:
        team = await self.teams.get(job.tenant, job.team)
        if team is None or team.last_digest is None or team.last_digest_day is None:
            return
        digest = await self.gathering(team, team.last_digest_day)
        try:
            await self.messenger.update(team.last_digest, drawn(team, digest), summary=SUMMARY)
        except (Gone, Unreachable) as why:
            log.info("digest_gone", team=team.id, reason=why.reason)


def _last_working_day(team: Team, day: date) -> date:
    earlier = (day - timedelta(days=back) for back in range(1, 8))
    return next((before for before in earlier if before.weekday() in team.digest.days), day - timedelta(days=1))
