"""Webhooks end to end: a change through the API is told to another system by a worker, signed, again and again until
it is heard, and after the last try it lies with the dead jobs."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.adapters.redis.fate import Retries
from bot.adapters.redis.keeper import Pace
from bot.bootstrap import worker_handle
from bot.worker.run import run_worker
from tests.gateway.door import ANN, Door, open_door
from tests.redis_fixtures import HandClock, until

TRIES, FIRST_S = 4, 0.1


@dataclass(slots=True)
class Receiver:
    """Another system: keeps what it was sent, and answers as it is told (200 when nothing is left to say)."""

    answers: list[int] = field(default_factory=list)
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    url: str = ""

    async def hear(self, request: web.Request) -> web.Response:
        self.at.append(time.monotonic())
        self.heard.append((dict(request.headers), await request.read()))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _headers, body in self.heard]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    app = web.Application()
    app.add_routes([web.post("/hook", made.hear)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


@pytest.fixture
async def rehearsal(tmp_path: Path, redis_server: str, hand_clock: HandClock) -> AsyncIterator[Door]:
    """A door of a rehearsal tenant, where webhooks may lead to loopback."""
    async with open_door(
        tmp_path, redis_server, hand_clock, POTLUCK_TIME_URL="http://127.0.0.1:1/", POTLUCK_APP_SECRET="x"
    ) as opened:
        yield opened


@asynccontextmanager
async def working(door: Door) -> AsyncIterator[None]:
    stop = asyncio.Event()
    swift, often = Pace(block_s=0.2, tick_s=0.02), Retries(outage_tries=TRIES, first_s=FIRST_S)
    consumer = door.house.redis.consumer(concurrency=4, pace=swift, retries=often)
    worker = asyncio.create_task(run_worker(consumer, worker_handle(door.house), stop=stop))
    try:
        yield
    finally:
        stop.set()
        await worker


async def hooked(door: Door, receiver: Receiver, *events: str) -> str:
    """Registers the receiver; returns the secret."""
    body = {"url": receiver.url, "events": list(events)}
    reply = await door.ask("POST", "/webhooks", door.app("Admin"), json=body)
    assert reply.status == 201, reply.body
    return str(reply.body["secret"])


async def finish(door: Door) -> None:
    path, star = f"/tasks/{door.made['Alpha task']}", {"If-Match": "*"}
    for state in ("accepted", "done"):
        reply = await door.ask("PATCH", path, door.person(ANN), json={"state": state}, headers=star)
        assert reply.status == 200, reply.body


async def idle(door: Door) -> bool:
    return await door.house.redis.stats.depth() == 0


async def buried(door: Door) -> bool:
    return await door.house.redis.stats.dead() == 1


def is_genuine(headers: dict[str, str], body: bytes, secret: str) -> bool:
    """As a receiver checks it."""
    parts = dict(part.split("=", 1) for part in headers["Potluck-Signature"].split(","))
    expected = hmac.new(secret.encode(), f"{parts['t']}.".encode() + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(parts["v1"], expected) and abs(time.time() - int(parts["t"])) < 300


async def test_a_change_is_told_once_signed_and_with_ids_that_the_api_knows(
    rehearsal: Door, receiver: Receiver
) -> None:
    secret = await hooked(rehearsal, receiver, "task.done")
    async with working(rehearsal):
        await finish(rehearsal)
        await until(lambda: len(receiver.heard) == 1)
    (headers, body), (event,) = receiver.heard[0], receiver.events
    assert is_genuine(headers, body, secret)
    assert not is_genuine(headers, body + b" ", secret)
    assert (event["type"], event["id"]) == ("task.done", headers["Potluck-Event-Id"])
    assert "Book the room" not in body.decode()
    read = await rehearsal.ask("GET", f"/tasks/{event['data']['task']}", rehearsal.person(ANN))
    assert (read.status, read.body["team"]) == (200, event["data"]["team"])


async def test_what_was_not_heard_is_told_again_with_growing_pauses_until_it_is(
    rehearsal: Door, receiver: Receiver
) -> None:
    receiver.answers += [500, 503, 404]
    await hooked(rehearsal, receiver, "task.done")
    async with working(rehearsal):
        await finish(rehearsal)
        await until(lambda: len(receiver.heard) == 4)
        await until(lambda: idle(rehearsal))
    pauses = [later - sooner for sooner, later in pairwise(receiver.at)]
    assert all(pause >= FIRST_S / 2 * 2**tries for tries, pause in enumerate(pauses)), pauses  # jitter halves at most
    assert len({event["id"] for event in receiver.events}) == 1
    assert await rehearsal.house.redis.stats.dead() == 0


async def test_what_is_never_heard_ends_with_the_dead_jobs(rehearsal: Door, receiver: Receiver) -> None:
    receiver.answers += [500] * TRIES
    await hooked(rehearsal, receiver, "task.done")
    async with working(rehearsal):
        await finish(rehearsal)
        await until(lambda: buried(rehearsal))
    assert len(receiver.heard) == TRIES


async def test_who_answers_gone_is_told_nothing_more(rehearsal: Door, receiver: Receiver) -> None:
    receiver.answers += [410]
    await hooked(rehearsal, receiver, "task.accepted", "task.done")
    async with working(rehearsal):
        await finish(rehearsal)

        async def ended() -> bool:
            left = await rehearsal.ask("GET", "/webhooks", rehearsal.app("Admin"))
            return not left.body["items"]

        await until(ended)
