"""`python -m tests.bench`: figures beside a reference measured in the same run, as a table.

Machines differ and are noisy: read the ratios. Nothing here is a timed test.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import structlog

from bot.adapters.redis.embedded import EmbeddedServer
from bot.domain.task import Task
from bot.domain.team import Team
from bot.features.task_digest import Gathering
from bot.features.task_digest.digest_card import drawn
from tests.bench.doors import doors, start_up
from tests.bench.intake import notifications
from tests.bench.judging import Row, judging
from tests.bench.rest import rest
from tests.bench.scale import scale
from tests.tenant_fixtures import MAREN, Tenant, open_tenant

OPEN_TASKS = 5000


async def main(tasks: int) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder:
        redis = EmbeddedServer(Path(folder) / "redis")
        url = redis.start()
        try:
            async with open_tenant(Path(folder) / "tenant", url) as tenant:
                rows = [*await doors(tenant), *await start_up(tenant), *await digest(tenant), *judging()]
            rows += await rest(Path(folder), url)
            patient = {"POTLUCK_DEBOUNCE_S": "3600"}  # what is kept stays kept: no worker runs beside the gateway
            async with open_tenant(Path(folder) / "patient", url, **patient) as tenant:
                rows += await notifications(tenant)
        finally:
            redis.stop()
    print_table([*rows, *await scale(tasks)])


async def digest(tenant: Tenant) -> list[Row]:
    """Gathering and drawing the digest of a team with many open tasks."""
    home, redis = tenant.gateway.settings.tenant_id, tenant.gateway.redis
    team = await redis.teams.get(home, str((await tenant.page.look())["teams"][0]["id"]))
    assert team
    now = datetime.now(UTC)
    task = Task("", home, team.id, "send the draft to legal", "accepted", proposer=MAREN, created=now, owner=MAREN)
    for first in range(0, OPEN_TASKS, 100):
        await asyncio.gather(
            *(
                redis.tasks.add(replace(task, due=date.today() + timedelta(days=n % 60)), once=f"bench:{n}")  # noqa: DTZ011 - any day does
                for n in range(first, first + 100)
            )
        )
    took = await median_of(5, lambda: _draw(tenant, team))
    return [(f"digest of {OPEN_TASKS} open tasks", f"{took * 1000:.0f} ms", "goal 150 ms", "")]


async def _draw(tenant: Tenant, team: Team) -> None:
    drawn(team, await Gathering(tenant.gateway.redis.tasks, tenant.gateway.redis.teams)(team, date.today()))  # noqa: DTZ011 - any day does


async def median_of(times: int, work: Callable[[], Awaitable[None]]) -> float:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        await work()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def print_table(rows: list[Row]) -> None:
    table = [("what", "figure", "reference", "ratio"), *rows]
    widths = [max(len(row[column]) for row in table) for column in range(4)]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tasks", type=int, default=100_000, help="how many tasks others have stored")
    asyncio.run(main(parser.parse_args().tasks))
