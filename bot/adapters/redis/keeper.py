"""What keeps taken jobs from being lost: heartbeats, take-over from the silent, and moving due jobs along.

A job that kills its worker would, if its neighbours were simply handed on together, drag them to the dead letters
with it. So the first take-over is done for all at once, and from the second on one suspect at a time per worker.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog

from bot.adapters.redis.fate import Retries
from bot.adapters.redis.keys import PARTITIONS
from bot.adapters.redis.taken import Idle, Pending, Taken
from bot.domain.ports import Clock
from bot.errors import TryLater

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pace:
    """Times of the queue's own workings, all on the system's clock."""

    idle_ms: int = 15_000  # a worker that is silent for so long is dead
    block_s: float = 1.0
    tick_s: float = 0.2  # how late a due job may be
    drain_s: float = 18.0
    job_limit_s: float = 300.0
    sweep_s: float = 60.0
    forget_after_ms: int = 3_600_000


class Hands:
    """The jobs that this process has taken: at most `concurrency` run, a few more may wait for their turn."""

    def __init__(self, concurrency: int) -> None:
        self.turn = asyncio.Semaphore(concurrency)
        self.tasks: dict[tuple[str, str], asyncio.Task[None]] = {}
        self.settling: set[tuple[str, str]] = set()  # handled, and about to be acknowledged
        self.suspect: tuple[str, str] | None = None
        self.suspect_over = asyncio.Event()  # it did not kill us: the next one need not wait
        self._concurrency = concurrency
        self._freed = asyncio.Event()
        self._freed.set()

    @property
    def room(self) -> int:
        return max(0, self._concurrency - len(self.tasks))

    async def free(self, *, within_s: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._freed.wait(), within_s)
        return self.room > 0

    def start(self, job: Taken, work: Coroutine[Any, Any, None]) -> None:
        if job.place in self.tasks:
            work.close()  # we have it already: we were taken for dead by ourselves
            return
        task = asyncio.create_task(work)
        self.tasks[job.place] = task
        task.add_done_callback(lambda _: self._end(job.place))
        if not self.room:
            self._freed.clear()

    def held(self, partition: str) -> list[str]:
        return [job_id for where, job_id in self.tasks if where == partition]

    def lose(self, partition: str, job_id: str) -> None:
        """Another worker has it now: two at once would be one too many. One that is settling has been acknowledged by
        ourselves a moment ago, or will be told so."""
        place = (partition, job_id)
        if place in self.tasks and place not in self.settling:
            self.tasks[place].cancel()

    async def drain(self, within_s: float) -> None:
        """Waits, then cancels what still runs."""
        if self.tasks and within_s:
            await asyncio.wait(list(self.tasks.values()), timeout=within_s)
        rest = list(self.tasks.values())
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    def _end(self, place: tuple[str, str]) -> None:
        self.tasks.pop(place, None)
        self.settling.discard(place)
        if self.suspect == place:
            self.suspect = None
            self.suspect_over.set()
        self._freed.set()


class Keeper:
    """Runs beside the readers, and through the drain too: jobs that still run must not be taken from us."""

    def __init__(
        self, pending: Pending, hands: Hands, clock: Clock, pace: Pace, retries: Retries, tally: Counter[str]
    ) -> None:
        self._pending = pending
        self._hands = hands
        self._clock = clock
        self._pace = pace
        self._deaths = retries.deaths
        self._tally = tally

    async def run(self, start: Callable[[Taken], None], stop: asyncio.Event, drained: asyncio.Event) -> None:
        beats = (
            self._every(self._pace.idle_ms / 3000, self._hold, drained),
            self._every(self._pace.tick_s, self._promote, stop),
            self._every(
                self._pace.idle_ms / 3000,
                lambda partition: self._take_over(partition, start),
                stop,
                sooner=self._hands.suspect_over,
            ),
            self._every(self._pace.sweep_s, self._sweep, stop),
        )
        await asyncio.gather(*beats)

    async def _every(
        self,
        seconds: float,
        step: Callable[[str], Coroutine[Any, Any, None]],
        stop: asyncio.Event,
        *,
        sooner: asyncio.Event | None = None,
    ) -> None:
        while not stop.is_set():
            for partition in PARTITIONS:
                try:
                    await step(partition)
                except TryLater as outage:
                    log.debug("queue_unreachable", reason=outage.reason)
                except Exception as refused:
                    if not str(refused).startswith("NOGROUP"):  # the readers see to it
                        raise
            if sooner is None:
                await asyncio.sleep(seconds)
                continue
            with suppress(TimeoutError):
                await asyncio.wait_for(sooner.wait(), seconds)
            sooner.clear()

    async def _hold(self, partition: str) -> None:
        if ids := self._hands.held(partition):
            for job_id in await self._pending.hold(partition, ids):
                self._hands.lose(partition, job_id)

    async def _promote(self, partition: str) -> None:
        await self._pending.promote(partition, round(self._clock.now().timestamp() * 1000))

    async def _sweep(self, partition: str) -> None:
        await self._pending.sweep(partition, self._pace.forget_after_ms)

    async def _take_over(self, partition: str, start: Callable[[Taken], None]) -> None:
        room = self._hands.room
        if not room:
            return
        told = await self._pending.idle(partition, self._pace.idle_ms, limit=64)
        idle = [job for job in told if (partition, job.id) not in self._hands.tasks]  # ours are late, not lost
        first = [job.id for job in idle if job.deliveries < 2][:room]
        for job in await self._claim(partition, first):
            start(job)
        suspects = [job for job in idle if job.deliveries >= 2]
        if suspects and self._hands.suspect is None:
            await self._take_suspect(partition, suspects[0], start)

    async def _take_suspect(self, partition: str, idle: Idle, start: Callable[[Taken], None]) -> None:
        for job in await self._claim(partition, [idle.id]):
            if idle.deliveries >= self._deaths:
                log.error("job_kills_workers", id=job.id)
                self._tally["dead"] += await self._pending.dead(job, "worker_died")
            else:
                self._hands.suspect = job.place
                start(job)

    async def _claim(self, partition: str, ids: list[str]) -> list[Taken]:
        if not ids:
            return []
        taken = await self._pending.take_over(partition, ids, self._pace.idle_ms)
        self._tally["taken_over"] += len(taken)
        return taken
