"""A lease lasts while its holder lives, and no longer."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from bot.adapters.redis import RedisKit, lease
from tests.redis_fixtures import until

LIFE = timedelta(seconds=0.3)
KEY = "{x}:lease"


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "LEASE", LIFE)


async def free(kit: RedisKit) -> bool:
    async with lease.lease(kit._redis, KEY) as ours:
        return ours


async def test_it_is_renewed_while_its_holder_works(redis_kit: RedisKit) -> None:
    async with lease.lease(redis_kit._redis, KEY) as ours:
        assert ours
        enough = time.monotonic() + 2 * LIFE.total_seconds()
        await until(lambda: time.monotonic() > enough)
        assert not await free(redis_kit)
    assert await free(redis_kit)


async def test_what_a_dead_worker_held_is_free_soon(redis_kit: RedisKit) -> None:
    assert await redis_kit._redis.run(lease._HOLD, [KEY], ["dead", 300])  # and never renews it
    assert not await free(redis_kit)
    await until(lambda: free(redis_kit), within_s=2)
