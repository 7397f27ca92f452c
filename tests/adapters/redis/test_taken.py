"""The fence around a taken job: only its owner settles it, and workers that are gone are forgotten safely."""

from __future__ import annotations

from bot.adapters.redis import RedisKit
from bot.adapters.redis.keys import partition_of
from bot.adapters.redis.taken import GROUP, Pending, Taken
from bot.domain.jobs import CatchUp
from tests.redis_fixtures import until


async def one_taken(kit: RedisKit, worker: Pending) -> Taken:
    await worker.ensure_groups()
    await kit.queue.enqueue(CatchUp("contoso", "ann"), once="event")
    (job,) = await worker.take(kit._redis, [partition_of("event")], 1, 1)
    return job


def worker(kit: RedisKit, name: str) -> Pending:
    return Pending(kit._redis, kit._keys, name)


async def names(kit: RedisKit, partition: str) -> set[str]:
    told = await kit._redis.call("XINFO CONSUMERS", kit._keys.of_partition(partition, "jobs"), GROUP)
    return {consumer["name"] for consumer in told}


async def test_whoever_lost_a_job_can_neither_finish_nor_retry_nor_bury_it(redis_kit: RedisKit) -> None:
    slow, quick = worker(redis_kit, "slow"), worker(redis_kit, "quick")
    job = await one_taken(redis_kit, slow)
    assert [one.id for one in await quick.take_over(job.partition, [job.id], 0)] == [job.id]
    assert list(await slow.hold(job.partition, [job.id])) == [job.id]
    assert not await slow.done(job)
    assert not await slow.again(job, job.envelope, 0)
    assert not await slow.dead(job, "late")
    assert await redis_kit.stats.depth() == 1
    assert await quick.done(job)
    assert await redis_kit.stats.depth() == 0


async def test_settling_twice_changes_nothing_more(redis_kit: RedisKit) -> None:
    owner = worker(redis_kit, "owner")
    job = await one_taken(redis_kit, owner)
    assert await owner.again(job, job.envelope, 60_000)
    assert not await owner.again(job, job.envelope, 60_000)
    assert not await owner.done(job)
    assert await redis_kit.stats.depth() == 1


async def test_a_heartbeat_keeps_a_job_from_looking_idle(redis_kit: RedisKit) -> None:
    owner = worker(redis_kit, "owner")
    job = await one_taken(redis_kit, owner)

    async def looks_idle() -> bool:
        return [one.id for one in await owner.idle(job.partition, 50, 10)] == [job.id]

    await until(looks_idle)
    assert list(await owner.hold(job.partition, [job.id])) == []
    assert await owner.idle(job.partition, 50, 10) == []


async def test_a_take_over_counts_the_workers_that_had_the_job_and_a_heartbeat_does_not(redis_kit: RedisKit) -> None:
    owner, other = worker(redis_kit, "owner"), worker(redis_kit, "other")
    job = await one_taken(redis_kit, owner)
    await owner.hold(job.partition, [job.id])
    await other.take_over(job.partition, [job.id], 0)
    assert [one.deliveries for one in await other.idle(job.partition, 0, 10)] == [2]


async def test_workers_that_are_gone_are_forgotten_unless_jobs_still_hang_on_them(redis_kit: RedisKit) -> None:
    holder, idler = worker(redis_kit, "holder"), worker(redis_kit, "idler")
    job = await one_taken(redis_kit, holder)
    await idler.take(redis_kit._redis, [job.partition], 1, 1)
    await redis_kit._redis.call(
        "XGROUP CREATECONSUMER", redis_kit._keys.of_partition(job.partition, "jobs"), GROUP, "x"
    )
    await holder.sweep(job.partition, 60_000)
    assert {"holder", "x"} <= await names(redis_kit, job.partition)
    await holder.sweep(job.partition, 0)
    assert await names(redis_kit, job.partition) == {"holder"}
