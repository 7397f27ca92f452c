"""What every JobQueue and its consumer keep to."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.redis import RedisKit
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.jobs import CatchUp, Job, UpdateCard
from bot.errors import BadInput, Conflict, GiveUp, Gone, MaybeDelivered, TryLater
from tests.contracts.working import IMPATIENT, QUICK, working
from tests.redis_fixtures import HandClock, until

CHAT = Conversation("contoso", "19:x@thread.v2", "https://smba.example/", "group")


def a_job(name: str = "ann") -> CatchUp:
    return CatchUp("contoso", name)


class Done:
    """A handler that remembers, and fails as it is told to."""

    def __init__(self, *failures: Exception) -> None:
        self.jobs: list[Job] = []
        self._failures = list(failures)

    async def __call__(self, job: Job) -> None:
        self.jobs.append(job)
        if self._failures:
            raise self._failures.pop(0)


async def empty(kit: RedisKit) -> bool:
    return await kit.stats.later() == 0 and await kit.stats.depth() == 0


async def test_a_job_arrives_as_it_was_put_even_from_before_there_was_a_worker(redis_kit: RedisKit) -> None:
    job = UpdateCard(
        "contoso", MessageRef(CHAT, "a-1"), {"type": "AdaptiveCard", "body": [{"text": "Über"}]}, "Potluck"
    )
    assert await redis_kit.queue.enqueue(job)
    done = Done()
    async with working(redis_kit, done):
        await until(lambda: empty(redis_kit))
    assert done.jobs == [job]


async def test_every_job_is_done_exactly_once_by_several_workers(redis_kit: RedisKit) -> None:
    await asyncio.gather(*(redis_kit.queue.enqueue(a_job(str(n))) for n in range(150)))
    done = Done()
    async with working(redis_kit, done), working(redis_kit, done), working(redis_kit, done):
        await until(lambda: empty(redis_kit))
    assert Counter(job.mailbox for job in done.jobs if isinstance(job, CatchUp)) == {str(n): 1 for n in range(150)}


async def test_a_second_job_under_the_same_key_is_dropped_even_after_the_first_was_done(redis_kit: RedisKit) -> None:
    done = Done()
    async with working(redis_kit, done):
        assert await redis_kit.queue.enqueue(a_job(), once="event-1")
        assert not await redis_kit.queue.enqueue(a_job(), once="event-1")
        await until(lambda: empty(redis_kit))
        assert not await redis_kit.queue.enqueue(a_job("other"), once="event-1")
        assert await redis_kit.queue.enqueue(a_job(), once="event-2")
        await until(lambda: empty(redis_kit))
    assert len(done.jobs) == 2


async def test_of_many_enqueues_at_once_under_one_key_one_is_kept(redis_kit: RedisKit) -> None:
    told = await asyncio.gather(*(redis_kit.queue.enqueue(a_job(), once="event-1") for _ in range(10)))
    assert sorted(told) == [False] * 9 + [True]
    assert await redis_kit.stats.depth() == 1


async def test_two_equal_jobs_without_a_key_are_two_also_when_they_wait(
    redis_kit: RedisKit, hand_clock: HandClock
) -> None:
    for _ in range(2):
        await redis_kit.queue.enqueue(a_job())
        await redis_kit.queue.enqueue(a_job(), at=hand_clock.now() + timedelta(minutes=2))
    assert (await redis_kit.stats.depth(), await redis_kit.stats.later()) == (2, 2)


async def test_a_job_for_later_waits_for_the_products_clock(redis_kit: RedisKit, hand_clock: HandClock) -> None:
    done = Done()
    await redis_kit.queue.enqueue(a_job("later"), at=hand_clock.now() + timedelta(minutes=2))
    async with working(redis_kit, done):
        hand_clock.forward(timedelta(seconds=119))
        await redis_kit.queue.enqueue(a_job("now"))
        await until(lambda: bool(done.jobs))
        assert done.jobs == [a_job("now")]
        hand_clock.forward(timedelta(seconds=1))
        await until(lambda: len(done.jobs) == 2)
    assert done.jobs[1] == a_job("later")


async def test_a_moment_that_has_passed_is_now(redis_kit: RedisKit, hand_clock: HandClock) -> None:
    await redis_kit.queue.enqueue(a_job(), at=hand_clock.now() - timedelta(days=1))
    assert (await redis_kit.stats.depth(), await redis_kit.stats.later()) == (1, 0)


@pytest.mark.parametrize(
    "failure", [TryLater("busy", after_s=0.01), TryLater("down"), Conflict("raced"), ValueError("?")]
)
async def test_a_job_that_failed_in_passing_is_tried_again(redis_kit: RedisKit, failure: Exception) -> None:
    await redis_kit.queue.enqueue(a_job())
    done = Done(failure)
    async with working(redis_kit, done) as worker:
        await until(lambda: worker.tally["done"] == 1)
    assert done.jobs == [a_job(), a_job()]
    assert await empty(redis_kit)


async def test_the_wait_that_a_service_named_is_honoured(redis_kit: RedisKit) -> None:
    await redis_kit.queue.enqueue(a_job())
    times: list[float] = []

    async def busy_once(_job: Job) -> None:
        times.append(asyncio.get_running_loop().time())
        if len(times) == 1:
            raise TryLater("throttled", after_s=0.5)

    async with working(redis_kit, busy_once):
        await until(lambda: len(times) == 2)
    assert times[1] - times[0] >= 0.5


@pytest.mark.parametrize("failure", [GiveUp("blocked"), Gone("deleted"), MaybeDelivered("lost")])
async def test_a_job_that_can_never_succeed_is_settled_and_counted(redis_kit: RedisKit, failure: Exception) -> None:
    await redis_kit.queue.enqueue(a_job())
    async with working(redis_kit, Done(failure)) as worker:
        await until(lambda: worker.tally["given_up"] == 1)
    assert await empty(redis_kit)
    assert await redis_kit.stats.dead() == 0


async def test_a_job_that_nobody_understands_goes_to_the_dead_letters_at_once(redis_kit: RedisKit) -> None:
    await redis_kit.queue.enqueue(a_job())
    done = Done(BadInput("no handler for this job"))
    async with working(redis_kit, done) as worker:
        await until(lambda: worker.tally["dead"] == 1)
    (letter,) = await redis_kit.queue.dead_letters()
    assert (letter.kind, letter.tenant, letter.reason) == ("CatchUp", "contoso", "bad_input")


@pytest.mark.parametrize(("failure", "tries"), [(ValueError("Ann's words"), 3), (TryLater("down"), 4)])
async def test_a_job_that_fails_too_often_is_dead_with_a_code_and_no_words(
    redis_kit: RedisKit, failure: Exception, tries: int
) -> None:
    await redis_kit.queue.enqueue(a_job())
    done = Done(*[failure] * 10)
    async with working(redis_kit, done) as worker:
        await until(lambda: worker.tally["dead"] == 1)
    assert len(done.jobs) == tries
    (letter,) = await redis_kit.queue.dead_letters()
    assert letter.reason == type(failure).__name__
    assert await empty(redis_kit)


async def test_a_dead_job_can_try_again_or_be_dropped_once(redis_kit: RedisKit) -> None:
    for name in ("one", "two"):
        await redis_kit.queue.enqueue(a_job(name))
    async with working(redis_kit, Done(BadInput("?"), BadInput("?"))) as worker:
        await until(lambda: worker.tally["dead"] == 2)
    first, second = await redis_kit.queue.dead_letters()
    assert await redis_kit.queue.requeue(first.id)
    assert not await redis_kit.queue.requeue(first.id)
    assert await redis_kit.queue.drop(second.id)
    assert not await redis_kit.queue.drop(second.id)
    assert not await redis_kit.queue.drop("nonsense")
    done = Done()
    async with working(redis_kit, done):
        await until(lambda: empty(redis_kit))
    assert len(done.jobs) == 1
    assert await redis_kit.stats.dead() == 0


async def test_no_more_jobs_run_at_once_than_allowed(redis_kit: RedisKit) -> None:
    running, most, release = 0, 0, asyncio.Event()

    async def slow(_job: Job) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await release.wait()
        running -= 1

    await asyncio.gather(*(redis_kit.queue.enqueue(a_job(str(n))) for n in range(40)))
    async with working(redis_kit, slow, concurrency=3):
        await until(lambda: running == 3)
        release.set()
        await until(lambda: empty(redis_kit))
    assert most == 3


async def test_stopping_lets_running_jobs_end_and_leaves_the_others_to_the_next_worker(redis_kit: RedisKit) -> None:
    begun, release, ended = asyncio.Event(), asyncio.Event(), Done()

    async def slow(job: Job) -> None:
        begun.set()
        await release.wait()
        await ended(job)

    await asyncio.gather(*(redis_kit.queue.enqueue(a_job(str(n))) for n in range(20)))
    stop = asyncio.Event()
    running = asyncio.create_task(redis_kit.consumer(concurrency=1, pace=QUICK).run(slow, stop=stop))
    await begun.wait()
    stop.set()
    release.set()
    await running
    assert len(ended.jobs) == 1
    async with working(redis_kit, ended):
        await until(lambda: empty(redis_kit))
    assert len(ended.jobs) == 20


async def test_a_job_that_does_not_end_in_the_drain_time_is_done_by_another_worker(redis_kit: RedisKit) -> None:
    begun = asyncio.Event()

    async def endless(_job: Job) -> None:
        begun.set()
        await asyncio.Event().wait()

    await redis_kit.queue.enqueue(a_job())
    async with working(redis_kit, endless, pace=replace(QUICK, drain_s=0.05)):
        await begun.wait()
    done = Done()
    async with working(redis_kit, done):
        await until(lambda: empty(redis_kit))
    assert done.jobs == [a_job()]


async def test_a_job_longer_than_the_silence_that_means_death_runs_once(redis_kit: RedisKit) -> None:
    """Two workers, so that the second would take it over if the first were not heard of."""
    pace = replace(QUICK, idle_ms=600)
    started: list[float] = []

    async def long(_job: Job) -> None:
        started.append(asyncio.get_running_loop().time())
        await until(lambda: asyncio.get_running_loop().time() - started[0] > 1.5)

    await redis_kit.queue.enqueue(a_job())
    async with working(redis_kit, long, pace=pace), working(redis_kit, long, pace=pace):
        await until(lambda: empty(redis_kit))
    assert len(started) == 1


async def test_a_job_over_its_time_limit_is_ended_and_tried_again(redis_kit: RedisKit) -> None:
    tries = 0

    async def stuck_once(_job: Job) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            await asyncio.Event().wait()

    await redis_kit.queue.enqueue(a_job())
    async with working(redis_kit, stuck_once, pace=replace(QUICK, job_limit_s=0.1), retries=IMPATIENT):
        await until(lambda: empty(redis_kit))
    assert tries == 2


async def test_the_age_of_the_oldest_job_is_told(redis_kit: RedisKit) -> None:
    assert await redis_kit.stats.oldest_age_s() == 0
    await redis_kit.queue.enqueue(a_job())
    await until(lambda: _older_than(redis_kit, 0.05))


async def _older_than(kit: RedisKit, seconds: float) -> bool:
    return seconds < await kit.stats.oldest_age_s() < 60
