"""Who sends slowly, or never comes to an end, is cut off at a stated limit and holds up nobody else."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.gateway.body import BODY_WITHIN_S
from bot.gateway.runner import LINGER_S, PATIENCE_S, TAKEN_WITHIN_S, GatewayRunner
from tests.gateway.door import ANN, Door, open_door
from tests.redis_fixtures import HandClock, until

HASTE_S = 0.3
HEAD = "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


@pytest.fixture
async def hasty(tmp_path: Path, redis_server: str, hand_clock: HandClock) -> AsyncIterator[Door]:
    """A door with little patience."""
    async with open_door(tmp_path, redis_server, hand_clock, patience_s=HASTE_S, body_within_s=HASTE_S) as opened:
        yield opened


async def dribble(door: Door, start: bytes, drop: bytes) -> tuple[bytes, float]:
    """Sends the start, then a drop again and again until the other side closes: what it said, and after how long."""
    host, port = door.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    began = time.monotonic()

    async def drops() -> None:
        while True:
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(HASTE_S / 10)

    writer.write(start)
    dripping = asyncio.create_task(drops())
    told = b""
    try:
        async with asyncio.timeout(20):
            while part := await reader.read(4096):
                told += part
    except ConnectionError:
        pass  # it closed while a drop was on its way
    finally:
        dripping.cancel()
        await asyncio.gather(dripping, return_exceptions=True)
        writer.close()
    return told, time.monotonic() - began


def test_the_stated_limits() -> None:
    assert (PATIENCE_S, BODY_WITHIN_S, LINGER_S, TAKEN_WITHIN_S) == (30, 10, 3, 60)


@pytest.mark.parametrize(
    ("start", "drop"),
    [(b"", b"\r\n"), (b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ", b"a")],
    ids=["blank lines", "a header"],
)
async def test_headers_that_dribble_are_cut(hasty: Door, start: bytes, drop: bytes) -> None:
    told, took = await dribble(hasty, start, drop)
    assert told == b""
    assert HASTE_S * 0.9 <= took < 3


async def test_a_body_that_dribbles_is_cut_at_every_door(hasty: Door) -> None:
    who = f"Authorization: Bearer {hasty.person(ANN)}\r\nIdempotency-Key: k"
    sent = [
        (f"{HEAD.format(path=path)}{who}\r\n{length}\r\n\r\n".encode(), drop)
        for path in ("/api/v1/tasks", "/api/messages", "/api/graph/notifications", "/api/graph/lifecycle")
        for length, drop in (("Content-Length: 100000", b" "), ("Transfer-Encoding: chunked", b"1\r\n \r\n"))
    ]
    for told, took in await asyncio.gather(*(dribble(hasty, start, drop) for start, drop in sent)):
        assert told.startswith(b"HTTP/1.1 408"), told[:80]
        assert b"application/problem+json" in told
        assert took < HASTE_S + LINGER_S + 2


async def test_slow_senders_hold_up_nobody_else(hasty: Door) -> None:
    slow = [asyncio.create_task(dribble(hasty, b"GET /healthz HTTP/1.1\r\nX: ", b"a")) for _ in range(200)]
    assert (await hasty.ask("GET", "/me", hasty.person(ANN))).status == 200
    assert all(told == b"" for told, _ in await asyncio.gather(*slow))


async def test_who_does_not_take_their_answer_is_cut_off() -> None:
    async def large(_request: web.Request) -> web.Response:
        return web.Response(body=b"x" * 20_000_000)

    app = web.Application()
    app.add_routes([web.get("/", large)])
    runner = GatewayRunner(app, drain_s=1, taken_within_s=HASTE_S)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        _reader, writer = await asyncio.open_connection("127.0.0.1", runner.addresses[0][1], limit=1)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        server = runner.server
        assert server
        await until(lambda: len(server.connections) == 1)
        await until(lambda: not server.connections)
        writer.close()
    finally:
        await runner.cleanup()
