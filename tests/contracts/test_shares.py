"""What every keeper of Shares keeps to."""

from __future__ import annotations

import asyncio

from bot.adapters.redis import RedisKit
from bot.domain.ports import Share

SMALL, LARGE = Share(burst=3, per_s=0.01), Share(burst=1000, per_s=0.01)


async def test_a_caller_draws_what_they_have_and_then_waits(redis_kit: RedisKit) -> None:
    drawn = [await redis_kit.shares.draw("contoso", "ann", own=SMALL, tenants=LARGE) for _ in range(4)]
    assert [one.left for one in drawn] == [2, 1, 0, 0]
    assert [one.wait_s > 0 for one in drawn] == [False, False, False, True]
    assert 90 < drawn[-1].wait_s <= 100


async def test_of_many_calls_at_once_no_more_go_on_than_there_is_share(redis_kit: RedisKit) -> None:
    calls = (redis_kit.shares.draw("contoso", "ann", own=SMALL, tenants=LARGE) for _ in range(20))
    assert sum(one.wait_s == 0 for one in await asyncio.gather(*calls)) == SMALL.burst


async def test_one_caller_takes_nothing_of_anothers(redis_kit: RedisKit) -> None:
    for _ in range(4):
        await redis_kit.shares.draw("contoso", "ann", own=SMALL, tenants=LARGE)
    assert (await redis_kit.shares.draw("contoso", "bea", own=SMALL, tenants=LARGE)).wait_s == 0
    assert (await redis_kit.shares.draw("fabrikam", "ann", own=SMALL, tenants=LARGE)).wait_s == 0


async def test_a_tenant_whose_share_is_used_up_waits_whoever_asks_and_takes_nothing_of_anothers(
    redis_kit: RedisKit,
) -> None:
    for person in ("ann", "bea", "carl"):
        assert (await redis_kit.shares.draw("contoso", person, own=LARGE, tenants=SMALL)).wait_s == 0
    assert (await redis_kit.shares.draw("contoso", "dora", own=LARGE, tenants=SMALL)).wait_s > 0
    assert (await redis_kit.shares.draw("fabrikam", "dora", own=LARGE, tenants=SMALL)).wait_s == 0


async def test_a_share_fills_again(redis_kit: RedisKit) -> None:
    quick = Share(burst=1, per_s=20.0)
    assert (await redis_kit.shares.draw("contoso", "ann", own=quick, tenants=LARGE)).wait_s == 0
    wait = (await redis_kit.shares.draw("contoso", "ann", own=quick, tenants=LARGE)).wait_s
    assert 0 < wait <= 0.05
    async with asyncio.timeout(10):
        while (await redis_kit.shares.draw("contoso", "ann", own=quick, tenants=LARGE)).wait_s:
            pass
