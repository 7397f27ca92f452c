"""`python -m tests.bench.scale --tasks 1000000`: whether an operation costs the same whatever others have stored, and
what a task weighs.

Two servers stand side by side, one with ten thousand tasks and one with as many as asked for, and every operation is
done on the one and then on the other, so that both see the same moments of a busy machine.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from bot.adapters.clock import SystemClock
from bot.adapters.redis import RedisKit, open_redis
from bot.adapters.redis.connect import WORKER, Connection, connect
from bot.adapters.redis.embedded import EmbeddedServer
from bot.adapters.redis.keys import Keys
from bot.domain.conversation import Conversation
from bot.domain.jobs import CatchUp
from bot.domain.team import Team
from bot.features.owned_tasks.task_filter import Page
from bot.features.owned_tasks.task_list_card import listing
from bot.features.task_digest import Gathering
from bot.features.task_digest.digest_card import drawn
from bot.settings import Secret, Settings
from tests.bench.filling import (
    OF_A_TEAM,
    PATTERNS,
    copy_teams,
    one_team_of,
    person_id,
    task_like_others,
    write_patterns,
)

TENANT = "0b0b0b0b-0000-4000-8000-000000000000"
FEW = 10_000
DAY = date(2027, 3, 15)
REPEATS = 200
Work = Callable[[int], Awaitable[object]]
Row = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Company:
    kit: RedisKit
    redis: Connection
    keys: Keys

    async def fill(self, tasks: int) -> float:
        """Bytes that each of them takes."""
        empty = await self._memory()
        await write_patterns(self.kit, TENANT)
        await copy_teams(self.redis, self.keys, TENANT, PATTERNS, tasks // OF_A_TEAM)
        weight = (await self._memory() - empty) / tasks
        await one_team_of(self.kit, TENANT, "busy", 5000, person_id(10**6))
        return weight

    async def _memory(self) -> int:
        return int((await self.redis.call("INFO", "memory"))["used_memory"])


@asynccontextmanager
async def company_of(tasks: int) -> AsyncIterator[tuple[Company, float]]:
    """On a server of its own, with what a task weighs there."""
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedServer(Path(folder) / "redis")
        settings = Settings(redis_url=Secret(server.start()), tenant_id=TENANT, secret_key=Secret("s" * 32))
        kit = await open_redis(settings, SystemClock(), role="worker")
        redis = await connect(settings, WORKER)
        try:
            company = Company(kit, redis, Keys())
            yield company, await company.fill(tasks)
        finally:
            await redis.close()
            await kit.close()
            server.stop()


def operations(company: Company) -> dict[str, tuple[Work, int]]:
    """What is measured, and how often."""
    kit = company.kit
    team = Team(TENANT, "busy", "Busy", Conversation(TENANT, "19:busy", "https://teams.example/", "channel"))
    owner, mark = person_id(10**9), replace(task_like_others(TENANT, 0, 0), team="small", state="accepted")

    async def add(number: int) -> object:
        return await kit.tasks.add(replace(mark, owner=owner), once=f"measured:{number}")

    async def change(number: int) -> object:
        task = await kit.tasks.add(mark, once=f"changed:{number}")
        return await kit.tasks.replace(replace(task, due=DAY + timedelta(days=number % 9)))

    async def my_tasks(_number: int) -> object:
        return listing(await kit.tasks.of_owner(TENANT, person_id(3)), DAY, Page(""))

    async def digest(_number: int) -> object:
        return drawn(team, await Gathering(kit.tasks, kit.teams)(team, DAY))

    async def enqueue(number: int) -> object:
        return await kit.queue.enqueue(CatchUp(TENANT, str(number)), once=f"kept:{number}")

    return {
        "a task is written": (add, REPEATS),
        "a task is read and changed": (change, REPEATS),
        "my tasks, drawn": (my_tasks, REPEATS),
        "a job is kept once": (enqueue, REPEATS),
        "digest of 5,000, drawn": (digest, 7),
    }


async def beside(few: Company, many: Company) -> AsyncIterator[tuple[str, float, float]]:
    """Per operation the seconds on either server: the lower quartile, which is what it costs when nobody else wants
    the machine."""
    works = (operations(few), operations(many))
    for name, (_, times) in works[0].items():
        took: tuple[list[float], list[float]] = ([], [])
        for number in range(times):
            for one, into in zip(works, took, strict=True):
                began = time.perf_counter()
                await one[name][0](number)
                into.append(time.perf_counter() - began)
        yield name, statistics.quantiles(took[0], n=4)[0], statistics.quantiles(took[1], n=4)[0]


async def scale(tasks: int) -> list[Row]:
    rows: list[Row] = []
    async with company_of(FEW) as (few, _), company_of(tasks) as (many, weight):
        async for name, small, large in beside(few, many):
            label, reference = f"{name}, {tasks:,} tasks stored", f"{small * 1000:.2f} ms with {FEW:,}"
            rows.append((label, f"{large * 1000:.2f} ms", reference, f"{large / small:.2f}"))
    rows.append((f"memory of {tasks:,} tasks", f"{weight * tasks / 2**20:,.0f} MB", f"{weight:,.0f} B a task", ""))
    return rows


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tasks", type=int, default=100_000)
    return parser.parse_args()


if __name__ == "__main__":
    for row in asyncio.run(scale(_arguments().tasks)):
        line = "  ".join(part.ljust(width) for part, width in zip(row, (56, 12, 26, 6), strict=True))
        sys.stdout.write(line.rstrip() + "\n")
