"""What every HookStore keeps to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.adapters.redis import RedisKit
from bot.adapters.redis.hooks import MOST
from bot.domain.hook import Hook

HOOK = Hook(
    "hook-1",
    "contoso",
    "https://hooks.example.com/x?a=1|2",
    ("task.done", "task.accepted"),
    "secret",
    datetime(2026, 3, 2, 8, 0, tzinfo=UTC),
)


async def test_a_hook_comes_back_as_it_was_added(redis_kit: RedisKit) -> None:
    assert await redis_kit.hooks.add(HOOK)
    assert await redis_kit.hooks.get("contoso", "hook-1") == HOOK
    assert await redis_kit.hooks.get("fabrikam", "hook-1") is None
    assert await redis_kit.hooks.all("fabrikam") == []


async def test_all_are_told_oldest_first(redis_kit: RedisKit) -> None:
    younger = replace(HOOK, id="hook-0", created=HOOK.created + timedelta(seconds=1))
    for hook in (younger, HOOK):
        await redis_kit.hooks.add(hook)
    assert await redis_kit.hooks.all("contoso") == [HOOK, younger]


async def test_the_same_id_again_replaces(redis_kit: RedisKit) -> None:
    await redis_kit.hooks.add(HOOK)
    assert await redis_kit.hooks.add(replace(HOOK, events=("nudge.answered",)))
    (kept,) = await redis_kit.hooks.all("contoso")
    assert kept.events == ("nudge.answered",)


async def test_there_is_room_for_so_many_and_a_full_house_still_replaces(redis_kit: RedisKit) -> None:
    for number in range(MOST):
        assert await redis_kit.hooks.add(replace(HOOK, id=f"hook-{number}"))
    assert not await redis_kit.hooks.add(replace(HOOK, id="one-more"))
    assert await redis_kit.hooks.add(replace(HOOK, secret="new"))
    assert await redis_kit.hooks.add(replace(HOOK, id="one-more", tenant="fabrikam"))


async def test_a_deleted_hook_is_gone_and_deleting_it_again_says_so(redis_kit: RedisKit) -> None:
    await redis_kit.hooks.add(HOOK)
    assert await redis_kit.hooks.delete("contoso", "hook-1")
    assert not await redis_kit.hooks.delete("contoso", "hook-1")
    assert await redis_kit.hooks.get("contoso", "hook-1") is None
