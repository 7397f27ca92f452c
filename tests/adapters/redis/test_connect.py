"""The seam to Redis: every outage is a TryLater, and a lost answer doubles nothing."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
import redis

from bot.adapters.redis import open_redis
from bot.adapters.redis.embedded import EmbeddedServer
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.jobs import CatchUp, Job, ReadOutcome
from bot.domain.task import Outcome
from bot.errors import ConfigError, TryLater
from bot.settings import Secret, Settings
from tests.adapters.redis.proxy import LossyProxy
from tests.contracts.working import QUICK, working
from tests.redis_fixtures import MONDAY, HandClock, until

JOB = CatchUp("contoso", "ann")
SENT = MessageRef(Conversation("contoso", "19:x", "https://smba.example/", "group"), "a-1")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


async def test_a_server_that_is_not_there_is_a_try_later(tmp_path: Path, clock: HandClock) -> None:
    nowhere = Settings(redis_url=Secret(f"unix://{tmp_path}/nothing.sock"))
    kit = await open_redis(nowhere, clock, role="gateway")
    for ask in (kit.queue.enqueue(JOB), kit.tasks.get("t", "a", "T-1")):
        with pytest.raises(TryLater):
            await ask
    await kit.close()


async def test_a_cluster_that_is_not_there_is_a_try_later(clock: HandClock) -> None:
    nowhere = Settings(redis_url=Secret("redis://127.0.0.1:1/0"), redis_cluster=True)
    with pytest.raises(TryLater):
        await open_redis(nowhere, clock, role="gateway")


async def test_a_url_that_is_none_and_a_wrong_password_are_configuration_errors(
    redis_server: str, clock: HandClock
) -> None:
    path = redis_server.partition("@")[2]
    sentinels = ("redis+sentinel://one,two", "redis+sentinel:///potluck", "redis+sentinel://one:none/potluck")
    for url in ("http://example", f"unix://:wrong@{path}", *sentinels):
        with pytest.raises(ConfigError, match="REDIS_URL"):
            await open_redis(Settings(redis_url=Secret(url)), clock, role="worker")


async def test_sentinels_that_are_not_there_are_a_try_later(clock: HandClock) -> None:
    kit = await open_redis(
        Settings(redis_url=Secret("redis+sentinel://127.0.0.1:1,127.0.0.1:2/potluck")), clock, role="gateway"
    )
    with pytest.raises(TryLater):
        await kit.queue.enqueue(JOB, once="nobody")
    await kit.close()


async def test_a_frozen_server_is_told_within_the_gateways_budget(tmp_path: Path, clock: HandClock) -> None:
    server = EmbeddedServer(tmp_path)
    kit = await open_redis(Settings(redis_url=Secret(server.start())), clock, role="gateway")
    assert await kit.queue.enqueue(JOB, once="before")
    assert server._process is not None
    os.kill(server._process.pid, signal.SIGSTOP)
    try:
        async with asyncio.timeout(3):
            with pytest.raises(TryLater):
                await kit.queue.enqueue(JOB, once="during")
    finally:
        os.kill(server._process.pid, signal.SIGCONT)
    assert not await kit.queue.enqueue(JOB, once="before")
    await kit.close()
    server.stop()


async def test_a_full_server_is_a_try_later_and_works_again_when_there_is_room(
    tmp_path: Path, clock: HandClock
) -> None:
    server = EmbeddedServer(tmp_path)
    url = server.start()
    kit = await open_redis(Settings(redis_url=Secret(url)), clock, role="worker")
    with redis.Redis.from_url(url) as operator:
        operator.config_set("maxmemory", 1)
        with pytest.raises(TryLater):
            await kit.queue.enqueue(JOB)
        operator.config_set("maxmemory", 0)
    assert await kit.queue.enqueue(JOB)
    await kit.close()
    server.stop()


async def test_connections_that_a_restart_broke_are_made_again_unnoticed(tmp_path: Path, clock: HandClock) -> None:
    server = EmbeddedServer(tmp_path)
    kit = await open_redis(Settings(redis_url=Secret(server.start())), clock, role="worker")
    await asyncio.gather(*(kit.queue.enqueue(JOB) for _ in range(20)))
    server.kill()
    server.start()
    await asyncio.gather(*(kit.queue.enqueue(JOB) for _ in range(20)))
    assert await kit.stats.depth() == 40
    await kit.close()
    server.stop()


async def test_a_hundred_commands_at_once_wait_for_one_another(redis_settings: Settings, clock: HandClock) -> None:
    kit = await open_redis(redis_settings, clock, role="worker")
    assert all(await asyncio.gather(*(kit.queue.enqueue(JOB, once=str(n)) for n in range(300))))
    await kit.close()


async def test_lost_answers_double_no_job_and_lose_none(redis_settings: Settings, clock: HandClock) -> None:
    async with LossyProxy(redis_settings.redis_url.reveal()) as proxy:
        kit = await open_redis(replace(redis_settings, redis_url=Secret(proxy.url)), clock, role="worker")
        proxy.lose_every = 7
        kept = [await kit.queue.enqueue(JOB, once=f"event-{n}" if n % 2 else None) for n in range(100)]
        proxy.lose_every = 0
        assert proxy.lost > 10
        assert all(kept)
        assert await kit.stats.depth() == 100
        await kit.close()


async def test_lost_answers_double_no_task_and_no_outcome(redis_settings: Settings, clock: HandClock) -> None:
    from tests.contracts.test_task_store import a_task

    async with LossyProxy(redis_settings.redis_url.reveal()) as proxy:
        kit = await open_redis(replace(redis_settings, redis_url=Secret(proxy.url)), clock, role="worker")
        proxy.lose_every = 5
        for n in range(40):
            await kit.tasks.add(a_task(), once=f"outcome:{n}")
            words = Outcome(f"o-{n}", "contoso", None, "team-a", "ann", "I'll do it", MONDAY)
            await kit.outcomes.keep(words, ReadOutcome("contoso", f"o-{n}"))
        proxy.lose_every = 0
        assert proxy.lost > 10
        assert len([task async for task in kit.tasks.open_of_team("contoso", "team-a")]) == 40
        assert await kit.stats.depth() == 40
        await kit.close()


async def test_a_lost_answer_to_the_mark_itself_does_not_swallow_the_send(
    redis_settings: Settings, clock: HandClock
) -> None:
    async with LossyProxy(redis_settings.redis_url.reveal()) as proxy:
        kit = await open_redis(replace(redis_settings, redis_url=Secret(proxy.url)), clock, role="worker")
        proxy.lose_every = 5
        begun = [await kit.once.begin(f"send-{n}") for n in range(40)]
        proxy.lose_every = 0
        assert proxy.lost > 5
        assert begun == ["begun"] * 40
        await kit.once.done("send-0", SENT)
        assert await kit.once.begin("send-0") == SENT
        await kit.close()


async def test_a_failover_while_a_worker_waits_for_jobs_ends_no_worker(tmp_path: Path, clock: HandClock) -> None:
    """The server breaks the wait off with a refusal of its own, which passes by itself."""
    server, done = EmbeddedServer(tmp_path), list[Job]()
    kit = await open_redis(Settings(redis_url=Secret(server.start())), clock, role="worker")

    async def do(job: Job) -> None:
        done.append(job)

    async with working(kit, do, pace=replace(QUICK, block_s=1.5)):
        await kit.queue.enqueue(JOB)
        await until(lambda: len(done) == 1)  # and waits for the next
        await kit._redis.call("REPLICAOF", "127.0.0.1", "1")
        with pytest.raises(TryLater):
            await kit.queue.enqueue(JOB)
        await kit._redis.call("REPLICAOF", "NO", "ONE")
        await kit.queue.enqueue(JOB)
        await until(lambda: len(done) == 2)
    await kit.close()
    server.stop()
