"""What the calendar edge remembers, on one server and on a cluster."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.adapters.redis import RedisKit


@dataclass(frozen=True, slots=True)
class Record:
    id: str
    tenant: str
    expires: datetime


ONE = Record("s-1", "contoso", datetime(2026, 3, 9, tzinfo=UTC))


async def test_a_position_is_kept_and_replaced(redis_kit: RedisKit) -> None:
    assert await redis_kit.cursors.get("contoso/ann") is None
    for text in ("first", "second"):
        await redis_kit.cursors.put("contoso/ann", text)
        assert await redis_kit.cursors.get("contoso/ann") == text
    assert await redis_kit.cursors.get("contoso/bob") is None


async def test_subscriptions_are_kept_replaced_and_deleted_per_tenant(redis_kit: RedisKit) -> None:
    store = redis_kit.subscriptions(Record)
    await store.put(ONE)
    await store.put(replace(ONE, expires=datetime(2026, 4, 1, tzinfo=UTC)))
    await store.put(replace(ONE, id="s-2"))
    await store.put(replace(ONE, tenant="fabrikam"))
    await store.delete("contoso", "s-2")
    assert await store.all("contoso") == [replace(ONE, expires=datetime(2026, 4, 1, tzinfo=UTC))]


async def test_thousands_of_subscriptions_all_come_back(redis_kit: RedisKit) -> None:
    store = redis_kit.subscriptions(Record)
    await asyncio.gather(*(store.put(replace(ONE, id=f"s-{n}")) for n in range(700)))
    assert {record.id for record in await store.all("contoso")} == {f"s-{n}" for n in range(700)}
