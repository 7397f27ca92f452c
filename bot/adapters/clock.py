"""Clocks: the system's, or one shared by all roles of a rehearsal tenant that can be moved.

Tokens, retries and time-outs always run on the system's own time; the Clock port is the time people live in.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import aiohttp
import structlog

log = structlog.get_logger()
POLL_S = 0.25


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class SharedClock:
    """Follows `GET time_url -> {"now": ISO}`. Keeps the last known shift while the source does not answer."""

    def __init__(self, http: aiohttp.ClientSession, time_url: str) -> None:
        self._http = http
        self._url = time_url
        self._shift = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._shift

    async def follow(self) -> None:
        """Runs until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(POLL_S)

    async def look(self) -> None:
        try:
            async with self._http.get(self._url, timeout=aiohttp.ClientTimeout(total=2)) as answer:
                answer.raise_for_status()
                told = datetime.fromisoformat((await answer.json())["now"])
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as why:
            log.debug("time_source_silent", error=type(why).__name__)
            return
        if told.tzinfo is not None:
            self._shift = told - datetime.now(UTC)
