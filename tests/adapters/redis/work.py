"""A worker process of its own, to be killed: `python -m tests.adapters.redis.work`.

Its jobs are CatchUp, and the mailbox tells what happens: "die" ends the process as a crash would, "slow-..." takes a
while. What was done is counted in Redis from within the job, so that it can be seen from outside.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from dataclasses import replace

from bot.adapters.clock import SystemClock
from bot.adapters.redis import Pace, RedisKit, open_redis
from bot.domain.jobs import CatchUp, Job
from bot.settings import Secret, Settings

SLOW_S = 30


async def main(url: str, prefix: str, idle_ms: int) -> None:
    kit = await open_redis(Settings(redis_url=Secret(url), key_prefix=prefix), SystemClock(), role="worker")

    async def do(job: Job) -> None:
        assert isinstance(job, CatchUp)
        await kit._redis.call_once("RPUSH", f"{prefix}begun", job.mailbox)
        if job.mailbox == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if job.mailbox.startswith("slow"):
            await _slowly(kit, f"{prefix}given up", job.mailbox)
        await kit._redis.call_once("RPUSH", f"{prefix}ended", job.mailbox)

    pace = replace(Pace(), idle_ms=idle_ms, block_s=0.1, tick_s=0.02)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await kit.consumer(concurrency=8, pace=pace).run(do, stop=stop)
    await kit.close()


async def _slowly(kit: RedisKit, given_up: str, name: str) -> None:
    try:
        await asyncio.sleep(SLOW_S)
    except asyncio.CancelledError:
        await kit._redis.call_once("RPUSH", given_up, name)
        raise


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
