"""`python -m tests.bench`: figures beside a reference measured in the same run, as a table.

Machines differ and are noisy: read the ratios. Nothing here is a timed test.
"""

from __future__ import annotations

import asyncio
import json
import logging
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import structlog
from aiohttp import web

from bot.adapters.graph.client_state import new_client_state
from bot.adapters.redis.embedded import EmbeddedServer
from bot.domain.task import Task
from bot.domain.team import Team
from bot.features.task_digest import Gathering
from bot.features.task_digest.digest_card import drawn
from bot.playground.page_client import from_bot, personal_chat
from tests.bench.judging import Row, judging
from tests.bench.load import rate
from tests.tenant_fixtures import MAREN, READ_OUT, Tenant, free_port, open_tenant

AT_ONCE, REQUESTS = 32, 3000
OPEN_TASKS = 5000


async def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder:
        redis = EmbeddedServer(Path(folder) / "redis")
        url = redis.start()
        try:
            async with open_tenant(Path(folder) / "tenant", url) as tenant:
                rows = [*await invite_to_card(tenant), *await digest(tenant), *judging()]
            patient = {"POTLUCK_DEBOUNCE_S": "3600"}  # what is kept stays kept: no worker runs beside the gateway
            async with open_tenant(Path(folder) / "patient", url, **patient) as tenant:
                rows += await notifications(tenant)
        finally:
            redis.stop()
    print_table(rows)


async def notifications(tenant: Tenant) -> list[Row]:
    """Verified, kept durably and answered, against a handler that only parses the same JSON."""

    def body(number: int) -> bytes:
        settings = tenant.gateway.settings
        event = f"bench-{number}"
        return json.dumps(
            {
                "value": [
                    {
                        "subscriptionId": "bench",
                        "changeType": "updated",
                        "clientState": new_client_state(
                            secret_key=settings.secret_key.reveal(), tenant=settings.tenant_id
                        ),
                        "tenantId": settings.tenant_id,
                        "resource": f"Users/{MAREN}/Events/{event}",
                        "resourceData": {"@odata.type": "#Microsoft.Graph.Event", "id": event},
                    }
                ]
            }
        ).encode()

    bodies = [body(number) for number in range(REQUESTS)]
    async with bare_handler() as bare:
        reference, _ = await rate(f"{bare}/", bodies, AT_ONCE)
        ours, p99 = await rate(f"{tenant.gateway_url}/api/graph/notifications", bodies, AT_ONCE)
    return [
        (
            "notification kept and answered",
            f"{ours:.0f}/s",
            f"bare handler {reference:.0f}/s",
            f"{ours / reference:.2f}",
        ),
        (f"  p99 at full load, {AT_ONCE} at once", f"{p99 * 1000:.0f} ms", "goal 100 ms at half load", ""),
    ]


@asynccontextmanager
async def bare_handler() -> AsyncIterator[str]:
    async def parse(request: web.Request) -> web.Response:
        json.loads(await request.read())
        return web.Response(status=202)

    app = web.Application()
    app.add_routes([web.post("/", parse)])
    runner, port = web.AppRunner(app, access_log=None), free_port()
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


async def invite_to_card(tenant: Tenant, times: int = 8) -> list[Row]:
    took = []
    for number in range(times):
        before = await cards(tenant)
        began = time.perf_counter()
        await tenant.invite(f"Weekly status round {number}", READ_OUT)
        while await cards(tenant) == before:  # noqa: ASYNC110 - the page is another program: one can only look
            await asyncio.sleep(0.01)
        took.append(time.perf_counter() - began)
    debounce = tenant.gateway.settings.debounce_s
    return [
        ("invite written to card seen", f"{statistics.median(took):.2f} s", f"debounce {debounce} s, goal + 1 s", "")
    ]


async def cards(tenant: Tenant) -> int:
    return len(from_bot(personal_chat(await tenant.page.look(), MAREN)))


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
    asyncio.run(main())
