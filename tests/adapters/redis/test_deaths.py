"""Workers and the server are killed; nothing acknowledged is lost, and innocent jobs do not suffer."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.adapters.redis import RedisKit, open_redis
from bot.adapters.redis.embedded import EmbeddedServer
from bot.domain.jobs import CatchUp, Job
from bot.settings import Secret, Settings
from tests.contracts.working import produce, working
from tests.redis_fixtures import HandClock, until

IDLE_MS = 700
ROOT = Path(__file__).parents[3]


class Workers:
    """Worker processes; each that dies is counted, and started again while `revive` runs."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.deaths = 0
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        argv = [self._settings.redis_url.reveal(), self._settings.key_prefix, str(IDLE_MS)]
        process = subprocess.Popen([sys.executable, "-m", "tests.adapters.redis.work", *argv], cwd=ROOT)
        self.running.append(process)
        return process

    def revive(self) -> None:
        for process in [one for one in self.running if one.poll() is not None]:
            self.running.remove(process)
            self.deaths += 1
            self.start()

    def end(self) -> None:
        for process in self.running:
            process.kill()
            process.wait()


@pytest.fixture
async def kit(redis_settings: Settings) -> AsyncIterator[RedisKit]:
    kit = await open_redis(redis_settings, HandClock(), role="worker")
    yield kit
    await kit.close()


@pytest.fixture
def workers(redis_settings: Settings) -> Iterator[Workers]:
    workers = Workers(redis_settings)
    yield workers
    workers.end()


async def told(kit: RedisKit, what: str) -> list[str]:
    listed: list[str] = await kit._redis.call("LRANGE", f"{kit._keys.prefix}{what}", 0, -1)
    return listed


async def test_a_killed_workers_jobs_are_done_by_another(kit: RedisKit, workers: Workers) -> None:
    for n in range(3):
        await kit.queue.enqueue(CatchUp("contoso", f"slow-{n}"))
    victim = workers.start()

    async def all_begun() -> bool:
        return len(await told(kit, "begun")) == 3

    await until(all_begun, within_s=30)
    victim.kill()
    victim.wait()
    done: Counter[str] = Counter()

    async def do(job: Job) -> None:
        assert isinstance(job, CatchUp)
        done[job.mailbox] += 1

    async with working(kit, do) as worker:
        await until(lambda: done.total() == 3)
        assert worker.tally["taken_over"] == 3
    assert done == {"slow-0": 1, "slow-1": 1, "slow-2": 1}
    assert await kit.stats.depth() == 0


async def test_a_hung_workers_job_is_taken_over_and_is_given_up_by_it_when_it_wakes(
    kit: RedisKit, workers: Workers
) -> None:
    await kit.queue.enqueue(CatchUp("contoso", "slow-1"))
    hung = workers.start()

    async def begun() -> bool:
        return len(await told(kit, "begun")) == 1

    await until(begun, within_s=30)
    hung.send_signal(signal.SIGSTOP)
    at_work, release = asyncio.Event(), asyncio.Event()

    async def do(_job: Job) -> None:
        at_work.set()
        await release.wait()

    async with working(kit, do) as worker:
        await until(at_work.is_set)
        hung.send_signal(signal.SIGCONT)

        async def given_up() -> bool:
            return await told(kit, "given up") == ["slow-1"]

        await until(given_up)
        release.set()
        await until(lambda: worker.tally["done"] == 1)
    assert await told(kit, "begun") == ["slow-1"]
    assert await told(kit, "ended") == []
    assert await kit.stats.depth() == 0


async def test_a_job_that_kills_its_workers_is_buried_alone(kit: RedisKit, workers: Workers) -> None:
    for n in range(60):
        await kit.queue.enqueue(CatchUp("contoso", "die" if n == 30 else f"bystander-{n}"))
    for _ in range(2):
        workers.start()

    async def buried() -> bool:
        workers.revive()
        return await kit.stats.dead() == 1 and await kit.stats.depth() == 0

    await until(buried, within_s=60)
    (letter,) = await kit.queue.dead_letters()
    assert letter.reason == "worker_died"
    assert workers.deaths == Counter(await told(kit, "begun"))["die"] == 4
    assert {f"bystander-{n}" for n in range(60) if n != 30} <= set(await told(kit, "ended"))


async def test_every_job_that_was_acknowledged_is_done_though_the_server_is_killed_again_and_again(
    tmp_path: Path,
) -> None:
    server = EmbeddedServer(tmp_path)
    kit = await open_redis(Settings(redis_url=Secret(server.start())), HandClock(), role="worker")
    acknowledged, done = set[str](), set[str]()
    enough = asyncio.Event()

    async def do(job: Job) -> None:
        assert isinstance(job, CatchUp)
        done.add(job.mailbox)

    async with working(kit, do, concurrency=8):
        producers = [asyncio.create_task(produce(kit, number, kept=acknowledged, enough=enough)) for number in range(4)]
        for kills in range(1, 4):
            await until(lambda least=kills * 60: len(acknowledged) >= least, within_s=30)  # type: ignore[misc] # early binding
            server.kill()
            server.start()
        enough.set()
        await asyncio.gather(*producers)
        await until(lambda: acknowledged <= done, within_s=30)
    await kit.close()
    server.stop()
