"""What every SendOnce keeps to."""

from __future__ import annotations

import asyncio

from bot.adapters.redis import RedisKit
from bot.domain.conversation import Conversation, MessageRef

SENT = MessageRef(Conversation("contoso", "19:x@thread.v2", "https://smba.example/", "channel"), "activity-1")


async def test_a_send_is_begun_once_however_many_try(redis_kit: RedisKit) -> None:
    told = await asyncio.gather(*(redis_kit.once.begin("digest:1") for _ in range(8)))
    assert sorted(map(str, told)) == ["begun"] + ["in_doubt"] * 7


async def test_a_recorded_send_returns_its_message(redis_kit: RedisKit) -> None:
    await redis_kit.once.begin("digest:1")
    await redis_kit.once.done("digest:1", SENT)
    assert await redis_kit.once.begin("digest:1") == SENT
    assert await redis_kit.once.begin("digest:2") == "begun"


async def test_a_send_that_was_never_recorded_stays_in_doubt(redis_kit: RedisKit) -> None:
    await redis_kit.once.begin("digest:1")
    assert await redis_kit.once.begin("digest:1") == "in_doubt"
    assert await redis_kit.once.begin("digest:1") == "in_doubt"


async def test_a_send_that_definitely_failed_may_begin_again(redis_kit: RedisKit) -> None:
    await redis_kit.once.begin("digest:1")
    await redis_kit.once.forget("digest:1")
    assert await redis_kit.once.begin("digest:1") == "begun"
