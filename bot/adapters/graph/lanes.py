"""How many requests may be under way for one mailbox: Graph allows one application four, over all its machines.

A call first takes its turn within this process, then one of four places that all processes share. Waiting for the
next try keeps the turn but frees the place: that holds our own others back from a busy mailbox, and nobody else's.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Protocol
from weakref import WeakValueDictionary

from bot.errors import TryLater

PER_MAILBOX = 4
LOOK_EVERY_S = 0.1
LONGEST_LOOK_S = 30.0


class Places(Protocol):
    """Places per mailbox that all processes share. One that is not left frees itself within a minute or so."""

    async def take(self, mailbox: str, most: int) -> str | None:
        """A ticket, or None where all are taken."""
        ...

    async def leave(self, mailbox: str, ticket: str) -> None: ...


class Lanes:
    """`sleep` and `jitter` (0..1) serve the tests."""

    def __init__(
        self, places: Places, *, sleep: Callable[[float], Awaitable[None]], jitter: Callable[[], float]
    ) -> None:
        self._places = places
        self._sleep = sleep
        self._jitter = jitter
        self._turns: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, mailbox: str) -> AsyncIterator[None]:
        """Within this process. No mailbox, no limit."""
        if not mailbox:
            yield
            return
        turns = self._turns.get(mailbox)
        if turns is None:
            turns = self._turns[mailbox] = asyncio.Semaphore(PER_MAILBOX)
        async with turns:
            yield

    @asynccontextmanager
    async def place(self, mailbox: str) -> AsyncIterator[None]:
        """Among all processes. Raises TryLater where none becomes free in half a minute."""
        if not mailbox:
            yield
            return
        ticket = await self._take(mailbox)
        try:
            yield
        finally:
            with suppress(TryLater):  # it frees itself
                await self._places.leave(mailbox, ticket)

    async def _take(self, mailbox: str) -> str:
        waited = 0.0
        while (ticket := await self._places.take(mailbox, PER_MAILBOX)) is None:
            if waited > LONGEST_LOOK_S:
                raise TryLater("mailbox_crowded")
            wait = LOOK_EVERY_S * (0.5 + self._jitter())
            await self._sleep(wait)
            waited += wait
        return ticket
