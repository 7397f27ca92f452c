"""Commands of one moment travel together: one write, one fsync and one read for all that wait.

A server that acknowledges only what is on disk answers each command after an fsync, so commands that come while others
are under way gain by leaving together, and redis-py spends half as much on each. Every command keeps its own answer or
failure. For a single server only: a cluster's commands go to different nodes.
"""

from __future__ import annotations

import asyncio
from typing import Any

from redis.asyncio import Redis

UNDER_WAY = 2
"""So many trips at once: while one waits for the disk, the next is filled; more would only make each smaller."""
MOST_TOGETHER = 128


class Together:
    """For commands that do not wait in the server."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._waiting: list[tuple[tuple[Any, ...], asyncio.Future[Any]]] = []
        self._trips: set[asyncio.Task[None]] = set()
        self._called = False

    async def execute(self, *command: Any) -> Any:
        """The command's answer; raises what `execute_command` would."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()
        self._waiting.append((command, answer))
        if not self._called:
            self._called = True
            loop.call_soon(self._leave)  # with whatever else is asked in this turn of the loop
        return await answer

    def _leave(self) -> None:
        self._called = False
        while self._waiting and len(self._trips) < UNDER_WAY:
            load, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
            trip = asyncio.create_task(self._travel(load))
            self._trips.add(trip)
            trip.add_done_callback(self._back)

    def _back(self, trip: asyncio.Task[None]) -> None:
        self._trips.discard(trip)
        self._leave()

    async def _travel(self, load: list[tuple[tuple[Any, ...], asyncio.Future[Any]]]) -> None:
        load = [(command, answer) for command, answer in load if not answer.done()]  # some stopped waiting
        if not load:
            return
        pipeline = self._client.pipeline(transaction=False)
        try:
            for command, _ in load:
                pipeline.execute_command(*command)
            answers: list[Any] = await pipeline.execute(raise_on_error=False)
        except asyncio.CancelledError:
            for _, future in load:
                future.cancel()
            raise
        except Exception as failure:  # noqa: BLE001 - it is told to all who wait, each judges it
            answers = [failure] * len(load)
        for (_, future), answer in zip(load, answers, strict=True):
            if future.done():
                continue
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)
