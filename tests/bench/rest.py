"""The REST API's doors beside a bare aiohttp handler in the same process; and what an assessment takes while workers
judge as much as they can. `python -m tests.bench.rest` prints this part alone.

The bare handler reads the same JSON and answers the same bytes. It checks no token, asks no Redis and holds nobody to
a share: the ratio says what all of that costs.
"""

from __future__ import annotations

import asyncio
import json
import logging
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web

from bot.adapters.redis.embedded import EmbeddedServer
from bot.domain.task import Task
from tests.bench.agenda import AGENDA
from tests.bench.judging import Row
from tests.bench.load import Ask, Load, at_once, at_pace
from tests.faults.product import Product, open_product
from tests.gateway.door import ALPHA, ANN, TENANT, Door, open_door, unlimited
from tests.redis_fixtures import HandClock, until
from tests.tenant_fixtures import MAREN, READ_OUT, TEAM, free_port

HANDS, TURNS, TASKS, PAGE = 16, 3, 200, 50
TOOLS = 12  # callers that share the asking, each well within its share
PER_S, ASKED = 8.0, 160
INVITES_PER_S = (1.0, 10.0)
INVITE: dict[str, Any] = {"subject": "Monthly round", "body": AGENDA}


@dataclass(frozen=True, slots=True)
class Way:
    """A way to use the API, and how often it is gone in a turn."""

    name: str
    method: str
    path: str
    times: int
    body: dict[str, Any] | None = None
    status: int = 200

    def asks(self, url: str, tokens: Sequence[str]) -> list[Ask]:
        sent = json.dumps(self.body).encode() if self.body else None
        return [
            Ask(self.method, url, sent, _headers(tokens[n % len(tokens)], self.method), self.status)
            for n in range(self.times)
        ]


def _headers(token: str, method: str) -> dict[str, str]:
    more = {"Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex} if method == "POST" else {}
    return {"Authorization": f"Bearer {token}", **more}


async def rest(folder: Path, redis_url: str) -> list[Row]:
    async with open_door(folder, redis_url, HandClock(), limits=unlimited) as door:
        await _fill(door)
        rows = [row for way in _ways(door) for row in await _beside_bare(door, way)]
    return [*rows, *await assess_beside_workers(folder / "busy")]


async def _fill(door: Door) -> None:
    now = door.clock.now()
    task = Task("", TENANT, ALPHA, "send the draft to legal", "accepted", proposer=ANN, created=now, owner=ANN)
    for n in range(TASKS):
        day = now.date() + timedelta(days=n % 30)
        await door.house.redis.tasks.add(replace(task, due=day), once=f"bench:{n}")


def _ways(door: Door) -> list[Way]:
    team, task = door.made["Alpha team"], door.made["Alpha task"]
    return [
        Way("who one is", "GET", "/me", 2000),
        Way("a task", "GET", f"/tasks/{task}", 2000),
        Way(f"{PAGE} of a team's {TASKS} tasks", "GET", f"/tasks?team={team}&limit={PAGE}", 300),
        Way("a task written", "POST", "/tasks", 600, {"team": team, "what": "Count the chairs"}, 201),
        Way("an agenda judged", "POST", "/agendas:assess", 100, INVITE),
    ]


async def _beside_bare(door: Door, way: Way) -> list[Row]:
    """The two take turns, and the median turn is told."""
    url, tokens = f"{door.url}/api/v1{way.path}", [door.person(ANN)]
    async with _bare(await _answer(door, way, tokens[0]), way.status) as bare:
        turns = [
            ((await at_once(way.asks(bare, tokens), HANDS)).per_s, (await at_once(way.asks(url, tokens), HANDS)).per_s)
            for _ in range(TURNS)
        ]
    theirs, ours = (statistics.median(turn[side] for turn in turns) for side in (0, 1))
    half = await at_pace(way.asks(url, tokens), ours / 2)
    ratio = statistics.median(our / their for their, our in turns)
    return [
        (f"API: {way.name}", f"{ours:.0f}/s", f"bare handler {theirs:.0f}/s", f"{ratio:.2f}"),
        (f"  at half load, {ours / 2:.0f}/s", *_latency(half)),
    ]


def _latency(load: Load) -> tuple[str, str, str]:
    p95, p99 = (load.percentile(which) * 1000 for which in (95, 99))
    return f"{load.median * 1000:.0f} ms", f"95th percentile {p95:.0f} ms, 99th {p99:.0f} ms", ""


async def _answer(door: Door, way: Way, token: str) -> bytes:
    (ask, *_) = way.asks(f"{door.url}/api/v1{way.path}", [token])
    async with door.http.request(ask.method, ask.url, data=ask.body, headers=ask.headers) as answer:
        return await answer.read()


@asynccontextmanager
async def _bare(body: bytes, status: int) -> AsyncIterator[str]:
    async def answer(request: web.Request) -> web.Response:
        if request.can_read_body:
            json.loads(await request.read())
        return web.Response(body=body, status=status, content_type="application/json")

    app = web.Application()
    app.add_routes([web.route("*", "/", answer)])
    runner, port = web.AppRunner(app, access_log=None), free_port()
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        await runner.cleanup()


async def assess_beside_workers(folder: Path) -> list[Row]:
    """Real processes: a gateway, and a worker that reads the invites of six mailboxes each: few, then too many."""
    async with open_product(folder) as product:
        asks = _assessments(product)
        await at_pace(asks[:TOOLS], PER_S)  # what is loaded at the first is loaded
        rows = [(f"assess, {PER_S:.0f}/s, worker idle", *_latency(await at_pace(asks, PER_S)))]
        for written in INVITES_PER_S:
            async with _busy(product, written):
                before = _read(product)
                busy = await at_pace(asks, PER_S)
                reads = (_read(product) - before) / len(asks) * PER_S
            rows.append((f"  beside a worker that reads {reads:.0f}/s", *_latency(busy)[:2], "goal 100 ms"))
    return rows


def _read(product: Product) -> int:
    """Each invite is read in six mailboxes, and judged in its organizer's."""
    said = product.said("worker")
    return said.count("nudge_sent") + said.count("nudge_withheld")


def _assessments(product: Product) -> list[Ask]:
    login, app_id = product.playground.login, product.environ["POTLUCK_APP_ID"]
    tokens = [login.app_token("Tasks.Read.All", audience=app_id, client=f"tool-{n}") for n in range(TOOLS)]
    return Way("", "POST", "", ASKED, INVITE).asks(f"{product.gateway_url}/api/v1/agendas:assess", tokens)


@asynccontextmanager
async def _busy(product: Product, per_s: float) -> AsyncIterator[None]:
    """Invites are written at a steady pace, and what was written before is still being read."""

    async def write() -> None:
        began, number = time.perf_counter(), 0
        while True:
            number += 1
            await asyncio.sleep(max(0.0, began + number / per_s - time.perf_counter()))
            form = {"subject": f"Round {number}", "body": READ_OUT, "organizer": MAREN, "required": TEAM}
            await product.page.post("invites", {**form, "duration_min": 30})

    writing = asyncio.create_task(write())
    before = _read(product)
    await until(lambda: _read(product) > before + 6, within_s=60)
    try:
        yield
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)


async def _main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder:
        redis = EmbeddedServer(Path(folder) / "redis")
        try:
            rows = await rest(Path(folder), redis.start())
        finally:
            redis.stop()
    for row in rows:
        line = "  ".join(part.ljust(width) for part, width in zip(row, (40, 10, 44, 20), strict=True))
        sys.stdout.write(line.rstrip() + "\n")


if __name__ == "__main__":
    asyncio.run(_main())
