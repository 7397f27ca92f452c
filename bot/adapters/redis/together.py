"""Commands of one moment travel together: one write, one fsync and one read for all that wait.

A server that acknowledges only what is on disk answers each command after an fsync, so commands that come while others
are under way gain by leaving together, and redis-py spends half as much on each. Every command keeps its own answer or
failure. For a single server only: a cluster's commands go to different nodes.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from functools import partial
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as NoConnectionError
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as NoAnswerError

Load = list[tuple[bytes, asyncio.Future[Any], float]]  # a command, its answer, the loop's time when it was asked

UNDER_WAY = 2
"""So many trips at once: while one waits for the disk, the next is filled; more would only make each smaller."""
MOST_TOGETHER = 128
RESTED_S = 1.0
"""A connection that was not used for so long may have been closed by the other side."""


class Together:
    """For commands that do not wait in the server. `answer_s` is how long a trip may take, and how long a command may
    have waited for one: there is no timer for each."""

    def __init__(self, client: Redis, answer_s: float) -> None:
        self._answer_s = answer_s
        self._waiting: Load = []
        self._lines = [_Line(client, answer_s) for _ in range(UNDER_WAY)]
        self._idle = list(self._lines)
        self._trips: set[asyncio.Task[None]] = set()
        self._called = False

    async def execute(self, *command: Any) -> Any:
        """The command's answer, within about twice `answer_s`; raises what `execute_command` would."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()
        self._waiting.append((packed(command), answer, loop.time()))
        if not self._called:
            self._called = True
            loop.call_soon(self._leave)  # with whatever else is asked in this turn of the loop
        return await answer

    async def close(self) -> None:
        for trip in list(self._trips):
            trip.cancel()
        await asyncio.gather(*self._trips, return_exceptions=True)
        await asyncio.gather(*(line.close() for line in self._lines))

    def _leave(self) -> None:
        self._called = False
        while self._waiting and self._idle:
            load, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
            line = self._idle.pop()
            trip = asyncio.create_task(_travel(line, load, self._answer_s))
            self._trips.add(trip)
            trip.add_done_callback(partial(self._back, line))

    def _back(self, line: _Line, trip: asyncio.Task[None]) -> None:
        self._trips.discard(trip)
        self._idle.append(line)
        self._leave()


async def _travel(line: _Line, load: Load, longest_s: float) -> None:
    load = [one for one in load if _still_wanted(one, longest_s)]
    if not load:
        return
    try:
        answers = await line.ask([command for command, _, _ in load])
    except asyncio.CancelledError:
        for _, future, _ in load:
            future.cancel()
        raise
    except Exception as failure:  # noqa: BLE001 - it is told to all who wait, each judges it
        answers = [failure] * len(load)
    for (_, future, _), answer in zip(load, answers, strict=True):
        if future.done():
            continue
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(answer)


def _still_wanted(one: tuple[bytes, asyncio.Future[Any], float], longest_s: float) -> bool:
    """Some stopped waiting; some waited so long that whoever asked gave up, and is told."""
    _, answer, asked = one
    if answer.done():
        return False
    if answer.get_loop().time() - asked > longest_s:
        answer.set_exception(NoAnswerError("no trip in time"))
        return False
    return True


class _Line:
    """One connection of our own, for one trip at a time. What redis-py's pool, pipeline and a timer per answer do on
    the way costs several times what the commands themselves cost."""

    def __init__(self, client: Redis, answer_s: float) -> None:
        pool: Any = client.connection_pool
        self._connection = pool.make_connection()
        self._connection.socket_timeout = None  # the trip has a time limit of its own
        self._answer_s = answer_s
        self._used = 0.0

    async def ask(self, commands: Sequence[bytes]) -> list[Any]:
        """One answer per command; a refusal of one is among them. Connects first where that is needed."""
        try:
            async with asyncio.timeout(self._answer_s):
                await self._look_again()
                if not self._connection.is_connected:
                    await self._connection.connect()  # here, since a connection that sends asks no sentinel where to
                await self._connection.send_packed_command(b"".join(commands))
                answers = [await self._answer() for _ in commands]
        except BaseException as failure:
            await self._connection.disconnect(nowait=True)  # answers that still come must not be taken for others'
            if isinstance(failure, TimeoutError):
                raise NoAnswerError("no answer in time") from failure
            raise
        self._used = time.monotonic()
        return answers

    async def close(self) -> None:
        await self._connection.disconnect()

    async def _look_again(self) -> None:
        if time.monotonic() - self._used < RESTED_S or not self._connection.is_connected:
            return
        try:
            stale = await self._connection.can_read()
        except (NoConnectionError, OSError):
            stale = True
        if stale:
            await self.close()

    async def _answer(self) -> Any:
        try:
            return await self._connection.read_response()
        except ResponseError as refused:
            return refused


def packed(command: Sequence[Any]) -> bytes:
    """A command as Redis' protocol has it: a count, then each part with its length. Raises TypeError for a part that
    has no one way to be written."""
    parts = [b"*%d\r\n" % len(command)]
    for part in command:
        if type(part) not in (str, int, float):
            raise TypeError("a command is made of texts and numbers")
        raw = str(part).encode()
        parts += (b"$%d\r\n" % len(raw), raw, b"\r\n")
    return b"".join(parts)
