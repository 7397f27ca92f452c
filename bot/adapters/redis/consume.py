"""The worker's side of the queue: takes jobs, has them done, and keeps what a death leaves behind from being lost.

At least once: a job is acknowledged after its handler returned, so a job can run again, and handlers must bear it.
Two loops run until `stop`: readers take new jobs; the keeper (`keeper.py`) tells that we live, takes over from the
dead and moves due jobs into the stream. On a single server one reader asks for all partitions; a cluster cannot
answer that, so there each partition has a reader of its own.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import orjson
import structlog

from bot.adapters.redis.connect import Connection
from bot.adapters.redis.fate import Again, Dead, Done, Fate, Retries, fate_of
from bot.adapters.redis.keeper import Hands, Keeper, Pace
from bot.adapters.redis.keys import PARTITIONS, Keys
from bot.adapters.redis.queue import sealed
from bot.adapters.redis.taken import Pending, Taken
from bot.domain.jobs import Job, from_wire, kind_of
from bot.domain.ports import Clock
from bot.errors import BadInput, TryLater
from bot.sight import metrics
from bot.sight.spans import SpanKind, span

log = structlog.get_logger()
Handle = Callable[[Job], Awaitable[None]]
PAUSE_S = 0.25


@dataclass(frozen=True, slots=True)
class _Opened:
    """`wire` is the job as it is kept; whether this release understands it shows when it is to be done."""

    wire: dict[str, Any]
    kind: str
    tries: int
    envelope: dict[str, Any]


class Consumer:
    """One worker process's part in the group. `tally` counts done, given_up, again, dead, lost and taken_over."""

    def __init__(
        self,
        redis: Connection,
        open_blocking: Callable[[float], Awaitable[Connection]],
        keys: Keys,
        clock: Clock,
        *,
        concurrency: int,
        pace: Pace,
        retries: Retries,
    ) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.tally: Counter[str] = Counter()
        self._redis = redis
        self._open_blocking = open_blocking
        self._clock = clock
        self._pace = pace
        self._retries = retries
        self._pending = Pending(redis, keys, self.name)
        self._hands = Hands(concurrency)

    async def run(self, handle: Handle, *, stop: asyncio.Event) -> None:
        """Returns when `stop` is set and the running jobs have ended, or were given back after the drain time."""
        blocking = await self._start(stop)
        if blocking is None:
            return
        keeper = Keeper(self._pending, self._hands, self._clock, self._pace, self._retries, self.tally)

        def start(job: Taken) -> None:
            self._hands.start(job, self._do(job, handle, stop))

        drained = asyncio.Event()
        lots = [[partition] for partition in PARTITIONS] if blocking.is_cluster else [list(PARTITIONS)]
        try:
            async with asyncio.TaskGroup() as group:
                keeping = group.create_task(keeper.run(start, stop, drained))
                await asyncio.wait([group.create_task(self._read(blocking, lot, start, stop)) for lot in lots])
                await self._hands.drain(self._pace.drain_s)
                drained.set()
                keeping.cancel()
        finally:
            await self._hands.drain(0)
            await blocking.close()

    async def _start(self, stop: asyncio.Event) -> Connection | None:
        """Waits for Redis, however long it is away."""
        while not stop.is_set():
            try:
                await self._pending.ensure_groups()
                return await self._open_blocking(self._pace.block_s)
            except TryLater as outage:
                await self._outage(outage)
        return None

    async def _read(
        self, blocking: Connection, lot: Sequence[str], start: Callable[[Taken], None], stop: asyncio.Event
    ) -> None:
        while not stop.is_set():
            if not await self._hands.free(within_s=self._pace.block_s):
                continue
            count = max(1, self._hands.room // len(lot))
            try:
                taken = await self._pending.take(blocking, lot, count, round(self._pace.block_s * 1000))
            except TryLater as outage:
                await self._outage(outage)
                continue
            except Exception as refused:
                if not str(refused).startswith("NOGROUP"):
                    raise
                await self._regroup()
                continue
            for job in taken:
                start(job)

    async def _regroup(self) -> None:
        """The streams are gone: somebody emptied the server, or it failed over to one that knew less."""
        log.warning("queue_group_missing")
        with suppress(TryLater):
            await self._pending.ensure_groups()

    async def _outage(self, outage: TryLater) -> None:
        log.warning("queue_unreachable", reason=outage.reason)
        await asyncio.sleep(PAUSE_S)

    async def _do(self, taken: Taken, handle: Handle, stop: asyncio.Event) -> None:
        settled = False
        try:
            async with self._hands.turn:
                if stop.is_set():
                    return  # it has waited for its turn and may as well wait elsewhere
                fate, opened = await self._try(taken, handle)
                self._hands.settling.add(taken.place)
                await self._settle(taken, fate, opened)
                settled = True
        finally:
            if not settled:
                with suppress(TryLater):
                    await self._pending.again(taken, taken.envelope, 0)

    async def _try(self, taken: Taken, handle: Handle) -> tuple[Fate, _Opened | None]:
        try:
            opened = _open(taken)
        except BadInput:
            return Dead("bad_input"), None
        metrics.JOB_WAIT_SECONDS.observe(_waited_s(taken))
        began = time.monotonic()
        try:
            with _span_of(opened):
                async with asyncio.timeout(self._pace.job_limit_s):
                    await handle(from_wire(opened.wire))
        except Exception as failure:  # noqa: BLE001 - a job may fail in any way; none may end the worker
            fate = fate_of(failure, opened.tries + 1, self._retries)
            self._tell(opened, failure, fate)
            return fate, opened
        finally:
            metrics.JOB_SECONDS.labels(job=opened.kind).observe(time.monotonic() - began)
        return Done(), opened

    async def _settle(self, taken: Taken, fate: Fate, opened: _Opened | None) -> None:
        """Until it is kept: the job is done, and while Redis is away only we know that."""
        while True:
            try:
                held = await self._apply(taken, fate, opened)
            except TryLater as outage:
                await self._outage(outage)
            else:
                name = _name(fate) if held else "lost"
                self.tally[name] += 1
                metrics.JOBS.labels(job=opened.kind if opened else "unknown", fate=name).inc()
                return

    async def _apply(self, taken: Taken, fate: Fate, opened: _Opened | None) -> bool:
        if isinstance(fate, Again) and opened:
            again = {**opened.envelope, "tries": opened.tries + 1}
            return await self._pending.again(taken, sealed(again), fate.after_ms)
        if isinstance(fate, Dead):
            return await self._pending.dead(taken, fate.reason)
        return await self._pending.done(taken)

    def _tell(self, opened: _Opened, failure: Exception, fate: Fate) -> None:
        """Where it failed, and in which way; never the error's words, which may be somebody's."""
        log.warning(
            "job_failed",
            job=opened.kind,
            tenant=opened.wire.get("tenant"),
            tries=opened.tries + 1,
            error=type(failure).__name__,
            at=_where(failure),
            fate=_name(fate),
        )


def _open(taken: Taken) -> _Opened:
    """Raises BadInput for what no release has written."""
    try:
        envelope = orjson.loads(taken.envelope)
        wire = dict(envelope["job"])
        return _Opened(wire, kind_of(wire), int(envelope["tries"]), envelope)
    except (ValueError, TypeError, KeyError) as wrong:
        raise BadInput("not an envelope") from wrong


def _span_of(opened: _Opened) -> AbstractContextManager[object]:
    told: dict[str, str | int] = {"potluck.job": opened.kind, "potluck.tries": opened.tries}
    parent = opened.envelope.get("trace")
    return span(f"do {opened.kind}", SpanKind.CONSUMER, told, parent=parent if isinstance(parent, str) else None)


def _waited_s(taken: Taken) -> float:
    """Since it came into the stream, by the server's clock then and ours now."""
    return max(0.0, time.time() - int(taken.id.partition("-")[0]) / 1000)


def _name(fate: Fate) -> str:
    return fate.as_what if isinstance(fate, Done) else type(fate).__name__.lower()


def _where(failure: Exception) -> str:
    frame = failure.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    return f"{PurePath(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else "unknown"
