"""A tiny bot that takes what the stand-ins tell it, and the stand-ins around it, all over real HTTP on loopback."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.playground.run import Playground, PlaygroundConfig, open_playground
from bot.playground.teams import TeamsStandIn
from bot.playground.world import World

BEARER = "a-token-that-is-good"


class TinyBot:
    """Keeps every activity with its token. `answers` are given in order; after them everything is accepted."""

    def __init__(self) -> None:
        self.activities: list[dict[str, Any]] = []
        self.tokens: list[str] = []
        self.answers: deque[tuple[int, Any]] = deque()
        self.silent_for_first = 0  # so many posts are never answered
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> None:
        app = web.Application()
        app.add_routes([web.post("/api/messages", self._take), web.get("/healthz", self._healthy)])
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def named(self, name: str) -> list[dict[str, Any]]:
        """Activities of a type, or events and invokes of a name that ends so."""
        return [one for one in self.activities if name in (one["type"], str(one.get("name", "")).rpartition(".")[2])]

    async def _take(self, request: web.Request) -> web.Response:
        self.activities.append(await request.json())
        self.tokens.append(request.headers["Authorization"].removeprefix("Bearer "))
        if len(self.activities) <= self.silent_for_first:
            await asyncio.Event().wait()
        status, body = self.answers.popleft() if self.answers else (202, None)
        return web.Response(status=status) if body is None else web.json_response(body, status=status)

    async def _healthy(self, _request: web.Request) -> web.Response:
        return web.json_response({})


@pytest.fixture
async def tiny_bot() -> AsyncIterator[TinyBot]:
    bot = TinyBot()
    await bot.start()
    yield bot
    await bot.stop()


@pytest.fixture
def world() -> World:
    return World(tenant="5a1f0c1e-0000-4000-8000-000000000001", app_id="5a1f0c1e-0000-4000-8000-00000000000b")


@pytest.fixture
async def teams(world: World, tiny_bot: TinyBot) -> AsyncIterator[TeamsStandIn]:
    stand_in = TeamsStandIn(
        world,
        bot_url=f"{tiny_bot.url}/api/messages",
        check_token=lambda token: token == BEARER,
        answer_within_s=0.5,
    )
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture
async def service(teams: TeamsStandIn) -> AsyncIterator[aiohttp.ClientSession]:
    """What the bot sees of Teams: its service address, with a good token."""
    headers = {"Authorization": f"Bearer {BEARER}"}
    async with aiohttp.ClientSession(teams.writer.service_url, headers=headers) as http:
        yield http


@pytest.fixture
async def playground(tiny_bot: TinyBot, tmp_path: Path) -> AsyncIterator[Playground]:
    async with open_playground(PlaygroundConfig(tmp_path / "state", tiny_bot.url)) as opened:
        yield opened


@pytest.fixture
async def page(playground: Playground) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(playground.page_url) as http:
        yield http


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], Any]:
    """Wait for a condition, looked at again and again; fails after five seconds."""

    async def wait(condition: Callable[[], bool]) -> None:
        deadline = asyncio.get_running_loop().time() + 5
        while not condition():
            assert asyncio.get_running_loop().time() < deadline, "the condition never came true"
            await asyncio.sleep(0.01)

    return wait
