"""Three schedulers, one Redis, twelve zones, the weeks in which clocks change: each digest is queued exactly once,
however often a scheduler dies between looking and firing, or after firing and before it knows."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest

from bot.adapters.redis import RedisKit, open_redis
from bot.domain.jobs import DropOldTasks, Job, SendDigest
from bot.domain.ports import Due, Schedule
from bot.domain.team import DigestTime
from bot.domain.when import next_due
from bot.settings import Settings
from bot.worker.schedule import Scheduler
from tests.redis_fixtures import HandClock, until
from tests.unit.test_digest_days import working_days
from tests.unit.test_when import ZONES

TENANT = "contoso"
REPLICAS = 3
SPRING = datetime(2026, 3, 26, 0, 30, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 22, 0, 30, tzinfo=UTC)
WEEKS = timedelta(days=12)


class Died(Exception):
    """The replica is gone in the middle of what it did."""


@dataclass(frozen=True, slots=True)
class Mortal:
    """The real schedule, of a replica that may die before or right after any firing."""

    real: Schedule
    luck: random.Random

    async def plan(self, tenant: str, team: str, settings: DigestTime, next_at: datetime | None) -> None:
        await self.real.plan(tenant, team, settings, next_at)

    async def claim(self, *, limit: int = 50) -> Sequence[Due]:
        return await self.real.claim(limit=limit)

    async def fire(
        self, due: Due, job: Job | None, *, once: str, next_at: datetime | None
    ) -> Literal["fired", "already", "skipped", "changed"]:
        if self.luck.random() < 0.3:
            raise Died
        outcome = await self.real.fire(due, job, once=once, next_at=next_at)
        if self.luck.random() < 0.3:
            raise Died
        return outcome


@pytest.mark.parametrize("start", [SPRING, AUTUMN])
async def test_every_team_has_every_digest_queued_once(start: datetime, redis_settings: Settings) -> None:
    clock = HandClock(start)
    teams = {f"team-{zone}": DigestTime(zone) for zone in ZONES}
    kits = [await open_redis(redis_settings, clock, role="worker") for _ in range(REPLICAS)]
    luck = random.Random(7)  # noqa: S311 - repeatable misfortune, no secret
    replicas = [Scheduler(Mortal(kit.schedule, luck), kit.queue, clock, TENANT, reads_calendars=False) for kit in kits]
    for team, settings in teams.items():
        first = next_due(settings, clock.now())
        await kits[0].schedule.plan(TENANT, team, settings, first.at if first else None)
    while clock.now() < start + WEEKS:
        coming = min(found.at for settings in teams.values() if (found := next_due(settings, clock.now())))
        clock.forward(coming - clock.now())
        for _ in range(8):  # leases of the dead run out meanwhile
            await asyncio.gather(*(tick(replica) for replica in replicas))
            clock.forward(timedelta(seconds=31))
    queued = await jobs_of(kits[0])
    expected = Counter(
        (team, day.isoformat())
        for team, settings in teams.items()
        for day in working_days(settings, start, clock.now())
    )
    assert queued == expected
    for kit in kits:
        await kit.close()


async def tick(replica: Scheduler) -> None:
    try:
        await replica.tick()
    except Died:
        return


async def jobs_of(kit: RedisKit) -> Counter[tuple[str, str]]:
    """Takes everything out of the queue, as a worker does."""
    taken, stop = Counter[tuple[str, str]](), asyncio.Event()

    async def note(job: Job) -> None:
        assert isinstance(job, SendDigest | DropOldTasks)
        if isinstance(job, SendDigest):
            taken[job.team, job.date] += 1

    working = asyncio.create_task(kit.consumer(concurrency=8).run(note, stop=stop))
    await until(lambda: _empty(kit))
    stop.set()
    await working
    return taken


async def _empty(kit: RedisKit) -> bool:
    return await kit.stats.depth() == 0
