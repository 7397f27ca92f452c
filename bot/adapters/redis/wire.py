"""One connection on which a load of commands leaves at once, and its answers come back in order.

redis-py connects it, whatever that takes (TLS, password, asking a sentinel who is master); from then on what arrives
goes straight from the socket through hiredis to whoever waits. redis-py's own way, a reader, a lock and a timer per
answer, costs several times what the commands themselves cost.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from hiredis import PushNotification, Reader
from redis.exceptions import ConnectionError as NoConnectionError
from redis.exceptions import InvalidResponse, ReadOnlyError
from redis.exceptions import TimeoutError as NoAnswerError

_NOT_YET = object()


class Asked(NamedTuple):
    """A packed command, the future that awaits its answer, and the loop's time when it was asked."""

    command: bytes
    answer: asyncio.Future[Any]
    at: float


class Wire(asyncio.Protocol):
    """`on_return` is called when a load has all its answers, or will get no more. A refusal is the answer of its one
    command. When a load takes longer than `answer_s`, or the other side goes, what is unanswered fails: whether it
    happened is not known."""

    @classmethod
    async def to(cls, pool: Any, *, answer_s: float, on_return: Callable[[], None]) -> Wire:
        """Raises what redis-py's connecting does."""
        connection = pool.make_connection()
        await connection.connect()
        return cls(connection, answer_s=answer_s, on_return=on_return)

    def __init__(self, connection: Any, *, answer_s: float, on_return: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._connection = connection
        self._transport: asyncio.Transport = connection._writer.transport  # noqa: SLF001 - redis-py has no other name for its socket
        self._reader = Reader(
            protocolError=InvalidResponse,
            replyError=connection._parser.parse_error,  # noqa: SLF001 - which words of Redis are which exception
            encoding="utf-8",
            notEnoughData=_NOT_YET,
        )
        self._answer_s = answer_s
        self._on_return = on_return
        self._waiting: deque[asyncio.Future[Any]] = deque()
        self._sent_at = 0.0
        self._watch: asyncio.TimerHandle | None = None
        self._gone = asyncio.Event()
        self.is_open = True
        self._before = self._transport.get_protocol()
        self._transport.set_protocol(self)

    @property
    def is_under_way(self) -> bool:
        """Whether answers are to come."""
        return bool(self._waiting)

    def send(self, load: Sequence[Asked]) -> None:
        self._transport.write(b"".join([asked.command for asked in load]))
        self._waiting.extend([asked.answer for asked in load])
        self._sent_at = self._loop.time()
        if not self._watch:
            self._watch = self._loop.call_later(self._answer_s, self._look)

    async def close(self) -> None:
        self._lose(NoConnectionError("closed"))
        await self._gone.wait()

    def data_received(self, data: bytes) -> None:
        try:
            self._reader.feed(data)
            self._take()
        except (InvalidResponse, IndexError, UnicodeDecodeError):
            self._lose(NoConnectionError("an answer that nobody understands"))
            return
        if self._waiting:
            return
        if not self.is_open:
            self._lose(NoConnectionError("the master changed"))
        self._on_return()

    def connection_lost(self, exc: Exception | None) -> None:
        self._before.connection_lost(exc)
        self._lose(NoConnectionError("the server closed the connection"))
        self._gone.set()

    def _take(self) -> None:
        while (answer := self._reader.gets()) is not _NOT_YET:
            if not isinstance(answer, PushNotification):
                self._settle(self._waiting.popleft(), answer)

    def _settle(self, waiting: asyncio.Future[Any], answer: Any) -> None:
        if isinstance(answer, ReadOnlyError):  # no master any more: what is asked from now on looks for the new one
            self.is_open = False
        if waiting.done():
            return
        if isinstance(answer, Exception):
            waiting.set_exception(answer)
        else:
            waiting.set_result(answer)

    def _look(self) -> None:
        self._watch = None
        if not self._waiting:
            return
        left_s = self._sent_at + self._answer_s - self._loop.time()
        if left_s <= 0:
            self._lose(NoAnswerError("no answer in time"))
        else:
            self._watch = self._loop.call_later(left_s, self._look)

    def _lose(self, failure: Exception) -> None:
        self.is_open = False
        if self._watch:
            self._watch.cancel()
            self._watch = None
        self._transport.abort()  # answers that still come must not be taken for others'
        self._connection._close()  # noqa: SLF001 - its other way waits, or asks for a task
        lost, self._waiting = self._waiting, deque()
        for waiting in lost:
            if not waiting.done():
                waiting.set_exception(failure)
        if lost:
            self._on_return()
