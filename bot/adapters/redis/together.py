"""Commands of one moment travel together: one write, one fsync and one read for all that wait.

A server that acknowledges only what is on disk answers each command after an fsync, so commands that come while others
are under way gain by leaving together: one load at a time, and while it waits for the disk the next is filled. Every
command keeps its own answer or failure. For a single server only: a cluster's commands go to different nodes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import TimeoutError as NoAnswerError

from bot.adapters.redis.wire import Asked, Wire

MOST_TOGETHER = 128


class Together:
    """For commands that do not wait in the server. `answer_s` is how long a trip may take, and how long a command may
    have waited for one: there is no timer for each."""

    def __init__(self, client: Redis, answer_s: float) -> None:
        self._pool: Any = client.connection_pool
        self._answer_s = answer_s
        self._waiting: list[Asked] = []
        self._wire: Wire | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._called = False

    async def execute(self, *command: Any) -> Any:
        """The command's answer, within about twice `answer_s`; raises what `execute_command` would."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()
        self._waiting.append(Asked(packed(command), answer, loop.time()))
        if not self._called:
            self._called = True
            loop.call_soon(self._leave)  # with whatever else is asked in this turn of the loop
        return await answer

    async def close(self) -> None:
        if self._connecting:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        for asked in self._waiting:
            asked.answer.cancel()
        if self._wire:
            await self._wire.close()

    def _leave(self) -> None:
        self._called = False
        if self._wire and self._wire.is_open:
            while self._waiting and not self._wire.is_under_way:
                load, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
                if wanted := [asked for asked in load if _still_wanted(asked, self._answer_s)]:
                    self._wire.send(wanted)
        elif self._waiting and not self._connecting:
            self._connecting = asyncio.create_task(self._connect())

    async def _connect(self) -> None:
        try:
            async with asyncio.timeout(self._answer_s):
                self._wire = await Wire.to(self._pool, answer_s=self._answer_s, on_return=self._leave)
        except TimeoutError:
            self._refuse(NoAnswerError("no connection in time"))
        except Exception as failure:  # noqa: BLE001 - it is told to all who wait, each judges it
            self._refuse(failure)
        finally:
            self._connecting = None
        self._leave()

    def _refuse(self, failure: Exception) -> None:
        refused, self._waiting = self._waiting, []
        fail(refused, failure)


def fail(asked: Iterable[Asked], failure: Exception) -> None:
    for one in asked:
        if not one.answer.done():
            one.answer.set_exception(failure)


def _still_wanted(asked: Asked, longest_s: float) -> bool:
    """Some stopped waiting; some waited so long that whoever asked gave up, and is told."""
    if asked.answer.done():
        return False
    if asked.answer.get_loop().time() - asked.at > longest_s:
        asked.answer.set_exception(NoAnswerError("no trip in time"))
        return False
    return True


def packed(command: Sequence[Any]) -> bytes:
    """A command as Redis' protocol has it: a count, then each part with its length. Raises TypeError for a part that
    has no one way to be written."""
    parts = [f"*{len(command)}\r\n"]
    for part in command:
        if type(part) not in (str, int, float):
            raise TypeError("a command is made of texts and numbers")
        text = str(part)
        parts.append(f"${len(text) if text.isascii() else len(text.encode())}\r\n{text}\r\n")
    return "".join(parts).encode()
