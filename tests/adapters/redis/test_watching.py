"""What the calendar edge remembers, on one server and on a cluster."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.redis import RedisKit
from bot.domain.stretch import PARTS, part_of
from tests.redis_fixtures import until


@dataclass(frozen=True, slots=True)
class Record:
    id: str
    tenant: str
    mailbox: str
    expires: datetime


ONE = Record("s-1", "contoso", "ann", datetime(2026, 3, 9, tzinfo=UTC))


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
    await store.delete("contoso", part_of("ann"), "s-2")
    newest = replace(ONE, expires=datetime(2026, 4, 1, tzinfo=UTC))
    assert await store.of_part("contoso", part_of("ann")) == [newest]
    assert (await store.find("contoso", "s-1"), await store.find("contoso", "s-2")) == (newest, None)


async def test_thousands_of_subscriptions_all_come_back(redis_kit: RedisKit) -> None:
    store = redis_kit.subscriptions(Record)
    await asyncio.gather(*(store.put(replace(ONE, id=f"s-{n}", mailbox=f"p-{n}")) for n in range(7000)))
    parts = [await store.of_part("contoso", part) for part in range(PARTS)]
    assert {record.id for part in parts for record in part} == {f"s-{n}" for n in range(7000)}
    assert max(len(part) for part in parts) < 1.3 * 7000 / PARTS
    assert await store.count("contoso") == 7000


async def test_what_graph_holds_is_known_part_by_part_once_all_of_it_is_told(redis_kit: RedisKit) -> None:
    store = redis_kit.subscriptions(Record)
    await store.note_held("contoso", "walk", 3, [f"s-{n}" for n in range(1200)])
    await store.note_held("contoso", "walk", 3, ["s-1200"])
    assert await store.held("contoso", "walk", 3) is None, "half of it would look as if the other half were gone"
    await store.note_all_told("contoso", "walk")
    assert await store.held("contoso", "walk", 3) == frozenset(f"s-{n}" for n in range(1201))
    assert await store.held("contoso", "walk", 4) == frozenset()
    assert await store.held("contoso", "another", 4) is None


@dataclass(frozen=True, slots=True)
class Out:
    since: datetime


async def test_a_mailbox_has_four_places_among_all_processes(redis_kit: RedisKit) -> None:
    tickets = await asyncio.gather(*(redis_kit.places.take("ana", 4) for _ in range(10)))
    taken = [ticket for ticket in tickets if ticket]
    assert len(set(taken)) == 4
    assert await redis_kit.places.take("ben", 4)
    await redis_kit.places.leave("ana", taken[0])
    assert await redis_kit.places.take("ana", 4)
    assert await redis_kit.places.take("ana", 4) is None


async def test_a_place_whose_holder_died_becomes_free(redis_kit: RedisKit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.adapters.redis.watching.PLACE", timedelta(milliseconds=30))
    assert await redis_kit.places.take("ana", 1)
    assert await redis_kit.places.take("ana", 1) is None
    await until(lambda: _free(redis_kit))


async def _free(kit: RedisKit) -> bool:
    return await kit.places.take("ana", 1) is not None


async def test_an_outage_is_known_to_all_until_it_ends(redis_kit: RedisKit) -> None:
    outages = redis_kit.outages(Out)
    assert await outages.outage("contoso") is None
    await outages.begin_outage("contoso", Out(ONE.expires))
    assert await redis_kit.outages(Out).outage("contoso") == Out(ONE.expires)
    assert await outages.outage("fabrikam") is None
    await outages.end_outage("contoso")
    assert await outages.outage("contoso") is None


async def test_who_cannot_be_reached_is_counted_once_until_reached(redis_kit: RedisKit) -> None:
    assert await redis_kit.unreached.note("contoso", "ann")
    assert not await redis_kit.unreached.note("contoso", "ann")
    assert await redis_kit.unreached.note("contoso", "bob")
    await redis_kit.unreached.reached("contoso", "ann")
    assert [await redis_kit.unreached.count(one) for one in ("contoso", "fabrikam")] == [1, 0]


async def test_the_group_is_exactly_who_was_told_last_and_volunteers_stand_beside_it(redis_kit: RedisKit) -> None:
    watching = redis_kit.watching
    await watching.volunteer("contoso", "zoe", yes=True)
    await watching.keep_group("contoso", [f"p-{n:04}" for n in range(1200)])
    await watching.keep_group("contoso", ["p-0001", "ana"])
    await watching.keep_group("fabrikam", ["bo"])
    assert await watching.of_group("contoso") == ["ana", "p-0001"]
    assert await watching.volunteers("contoso") == ["zoe"]
    assert await watching.of_part("contoso", part_of("zoe")) == ["zoe"]
    assert await watching.count("contoso") == 3
    for _ in range(2):
        await watching.volunteer("contoso", "zoe", yes=False)
    assert await watching.volunteers("contoso") == []
