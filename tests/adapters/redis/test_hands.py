"""The jobs that one process holds."""

from __future__ import annotations

import asyncio

from bot.adapters.redis.keeper import Hands
from bot.adapters.redis.taken import Taken
from tests.redis_fixtures import until

JOB = Taken("p00pp", "1-0", "{}")


class Work:
    def __init__(self) -> None:
        self.release = asyncio.Event()
        self.ended: str | None = None

    async def __call__(self) -> None:
        try:
            await self.release.wait()
            self.ended = "done"
        except asyncio.CancelledError:
            self.ended = "cancelled"
            raise


async def test_a_job_that_another_worker_has_by_now_is_cancelled() -> None:
    hands, work = Hands(1), Work()
    hands.start(JOB, work())
    assert await hands.free(within_s=0) is False
    await asyncio.sleep(0)  # its first step
    hands.lose(*JOB.place)
    await until(lambda: not hands.tasks)
    assert work.ended == "cancelled"
    assert await hands.free(within_s=0)


async def test_a_job_whose_acknowledgement_is_on_its_way_is_not_cancelled_though_the_server_knows_it_no_more() -> None:
    hands, work = Hands(1), Work()
    hands.start(JOB, work())
    hands.settling.add(JOB.place)
    hands.lose(*JOB.place)
    work.release.set()
    await until(lambda: not hands.tasks)
    assert work.ended == "done"
    assert not hands.settling


async def test_the_same_job_taken_twice_by_one_process_runs_once() -> None:
    hands, first, second = Hands(2), Work(), Work()
    hands.start(JOB, first())
    hands.start(JOB, second())
    assert hands.room == 1
    first.release.set()
    await until(lambda: not hands.tasks)
    assert (first.ended, second.ended) == ("done", None)


async def test_draining_waits_for_what_runs_and_cancels_the_rest() -> None:
    hands, quick, slow = Hands(2), Work(), Work()
    hands.start(JOB, quick())
    hands.start(Taken("p00pp", "2-0", "{}"), slow())
    quick.release.set()
    await hands.drain(0.05)
    assert (quick.ended, slow.ended) == ("done", "cancelled")
