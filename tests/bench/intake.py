"""Graph's door: verified, kept durably and answered, beside a handler that only parses the same JSON."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiohttp import web

from bot.adapters.graph.client_state import new_client_state
from tests.bench.judging import Row
from tests.bench.load import Ask, at_once, at_pace
from tests.tenant_fixtures import MAREN, Tenant, free_port

AT_ONCE, REQUESTS, TURNS = 32, 2500, 5


async def notifications(tenant: Tenant) -> list[Row]:
    """The two take turns, and the median turn is told. Processor time is that of the process in which both run, and
    depends less on what else the machine does than the rates, which share two cores with load and Redis."""
    door = f"{tenant.gateway_url}/api/graph/notifications"
    async with bare_handler() as bare:
        turns = [
            (await _turn(_asks(bare, tenant, turn)), await _turn(_asks(door, tenant, turn))) for turn in range(TURNS)
        ]
    bares, ours = ([turn[side] for turn in turns] for side in (0, 1))
    half = _median(ours, 0) / 2
    p99 = (await at_pace(_asks(door, tenant, TURNS), half)).percentile(99)
    return [
        (
            "notification kept and answered",
            f"{_median(ours, 0):.0f}/s",
            f"bare handler {_median(bares, 0):.0f}/s",
            f"{statistics.median(our[0] / their[0] for their, our in turns):.2f}",
        ),
        (
            "  processor time of each",
            f"{_median(ours, 1):.0f} us",
            f"bare handler {_median(bares, 1):.0f} us",
            f"{statistics.median(their[1] / our[1] for their, our in turns):.2f}",
        ),
        (f"  p99 at half load, {half:.0f}/s", f"{p99 * 1000:.0f} ms", "goal 100 ms", ""),
    ]


async def _turn(asks: Sequence[Ask]) -> tuple[float, float]:
    """Requests a second, and microseconds of processor time for each."""
    began = time.process_time()
    reached = (await at_once(asks, AT_ONCE)).per_s
    return reached, (time.process_time() - began) / len(asks) * 1e6


def _median(turns: Sequence[tuple[float, float]], which: int) -> float:
    return statistics.median(turn[which] for turn in turns)


def _asks(url: str, tenant: Tenant, turn: int) -> list[Ask]:
    """Each of another event: nothing is answered from what was kept before."""
    settings = tenant.gateway.settings
    state = new_client_state(secret_key=settings.secret_key.reveal(), tenant=settings.tenant_id)
    bodies = (_body(settings.tenant_id, state, f"bench-{turn}-{number}") for number in range(REQUESTS))
    return [Ask("POST", url, body, status=202) for body in bodies]


def _body(tenant: str, state: str, event: str) -> bytes:
    item = {
        "subscriptionId": "bench",
        "changeType": "updated",
        "clientState": state,
        "tenantId": tenant,
        "resource": f"Users/{MAREN}/Events/{event}",
        "resourceData": {"@odata.type": "#Microsoft.Graph.Event", "id": event},
    }
    return json.dumps({"value": [item]}).encode()


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
