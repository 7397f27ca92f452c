"""A worker that runs as long as a block, and who gives it work, for the tests of the queue."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.adapters.redis import Pace, RedisKit, Retries
from bot.adapters.redis.consume import Consumer
from bot.domain.jobs import CatchUp, Job
from bot.errors import TryLater

QUICK = Pace(idle_ms=1500, block_s=0.1, tick_s=0.02, drain_s=10)
IMPATIENT = Retries(tries=3, outage_tries=4, conflict_tries=3, first_s=0.01, longest_s=0.02)


@asynccontextmanager
async def working(
    kit: RedisKit,
    handle: Callable[[Job], Awaitable[None]],
    *,
    concurrency: int = 4,
    pace: Pace = QUICK,
    retries: Retries = IMPATIENT,
) -> AsyncIterator[Consumer]:
    stop = asyncio.Event()
    consumer = kit.consumer(concurrency=concurrency, pace=pace, retries=retries)
    running = asyncio.create_task(consumer.run(handle, stop=stop))
    try:
        yield consumer
    finally:
        stop.set()
        await running


async def produce(kit: RedisKit, number: int, *, kept: set[str], enough: asyncio.Event) -> None:
    """Enqueues jobs through every outage until there are enough; `kept` gets the mailboxes of those that were kept."""
    n = 0
    while not enough.is_set():
        name = f"{number}-{n}"
        try:
            await kit.queue.enqueue(CatchUp("contoso", name), once=name)
        except TryLater:
            continue
        kept.add(name)
        n += 1
