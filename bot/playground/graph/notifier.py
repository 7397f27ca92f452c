"""How the service tells: handshakes, and POSTs that are repeated until somebody accepts them."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp

from bot.playground.graph.people import Log, Physics

FIRST_TRY = aiohttp.ClientTimeout(total=3)
LATER_TRY = aiohttp.ClientTimeout(total=10)
HANDSHAKE = aiohttp.ClientTimeout(total=10)
GIVE_UP_AFTER_S = 4 * 3600.0

Item = dict[str, Any]


class Notifier:
    """Deliveries run in the background, each on its own. `sleep` waits between tries."""

    def __init__(self, physics: Physics, log: Log, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._physics = physics
        self._log = log
        self._sleep = sleep
        self._session: aiohttp.ClientSession | None = None
        self._under_way: set[asyncio.Task[None]] = set()

    def deliver(self, url: str, items: Sequence[Item]) -> None:
        """One POST with all items, from now on until it is accepted."""
        if self._physics.lose_notifications:
            self._log("Graph", "Potluck", f"{len(items)} notifications lost on the way", 0)
            return
        for pause in self._physics.tellings() * (2 if self._physics.repeat_notifications else 1):
            task = asyncio.create_task(self._until_accepted(url, {"value": list(items)}, pause))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def settled(self) -> None:
        """Returns when every delivery was accepted or given up."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def close(self) -> None:
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def handshake(self, url: str) -> bool:
        """Whether the address answers the token that it is sent: 200, text/plain, within ten seconds."""
        token = f"Validation: Testing client application reachability for subscription {secrets.token_hex(8)}"
        headers = {"Content-Type": "text/plain; charset=utf-8"}
        query = {"validationToken": token}
        try:
            async with self._http().post(url, params=query, headers=headers, timeout=HANDSHAKE) as answer:
                self._log("Graph", "Potluck", "POST validationToken", answer.status)
                plain = answer.content_type == "text/plain"
                return answer.status == 200 and plain and await answer.text() == token
        except (aiohttp.ClientError, TimeoutError):
            self._log("Graph", "Potluck", "POST validationToken", 0)
            return False

    async def _until_accepted(self, url: str, body: dict[str, list[Item]], pause: float) -> None:
        await asyncio.sleep(pause)
        waited, wait, limit = 0.0, 1.0, FIRST_TRY
        while not await self._accepted(url, body, limit) and waited < GIVE_UP_AFTER_S:
            await self._sleep(wait)
            waited, wait, limit = waited + wait, min(wait * 2, 600.0), LATER_TRY

    async def _accepted(self, url: str, body: dict[str, list[Item]], limit: aiohttp.ClientTimeout) -> bool:
        try:
            async with self._http().post(url, json=body, timeout=limit) as answer:
                self._log("Graph", "Potluck", f"POST {len(body['value'])} notifications", answer.status)
                return 200 <= answer.status < 300
        except (aiohttp.ClientError, TimeoutError):
            self._log("Graph", "Potluck", f"POST {len(body['value'])} notifications", 0)
            return False

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session
