"""What every RoundStore keeps to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.redis import RedisKit
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.meeting import Attendee
from bot.domain.round import Ask, Reply, Round
from bot.errors import Conflict

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PANEL = MessageRef(Conversation("contoso", "a:1", "https://smba.example/emea/", "personal"), "17")
ONE = Round(
    id="r-1",
    tenant="contoso",
    organizer="ann",
    event_id="AAkA",
    subject="Weekly status",
    asks=(
        Ask("Numbers?", Attendee("Ben", "ben@contoso.example")),
        Ask("Risks?", Attendee("Cleo", "c@contoso.example")),
    ),
    deadline=NOW + timedelta(days=2),
    event="keep",
    started=NOW,
    panel=PANEL,
)


async def test_a_round_comes_back_as_it_was_put(redis_kit: RedisKit) -> None:
    stored = await redis_kit.rounds.put(ONE)
    assert await redis_kit.rounds.get("contoso", "r-1") == stored
    answered = await redis_kit.rounds.put(replace(stored, replies=(Reply(0, "ben", "Ben", "Up by two"),)))
    assert await redis_kit.rounds.get("contoso", "r-1") == answered
    assert answered.open_items() == [1]
    assert await redis_kit.rounds.get("fabrikam", "r-1") is None


async def test_only_who_saw_the_newest_version_replaces_it(redis_kit: RedisKit) -> None:
    stored = await redis_kit.rounds.put(ONE)
    await redis_kit.rounds.put(replace(stored, state="undone"))
    for stale in (ONE, stored):
        with pytest.raises(Conflict):
            await redis_kit.rounds.put(stale)


async def test_a_round_is_gone_a_day_after_its_deadline(redis_kit: RedisKit) -> None:
    await redis_kit.rounds.put(ONE)
    key = redis_kit._keys.round("contoso", "r-1")
    life = timedelta(milliseconds=int(await redis_kit._redis.call("PTTL", key)))
    assert timedelta(days=2, hours=23) < life <= timedelta(days=3)


async def test_a_round_is_found_by_who_answered_in_it_while_it_lasts(redis_kit: RedisKit) -> None:
    stored = await redis_kit.rounds.put(ONE)
    assert await redis_kit.rounds.answered_by("contoso", "ben") == []
    answered = await redis_kit.rounds.put(replace(stored, replies=(Reply(0, "ben", "Ben", "Up by two"),)))
    assert await redis_kit.rounds.answered_by("contoso", "ben") == [answered]
    assert await redis_kit.rounds.answered_by("contoso", "cleo") == []
    await redis_kit.rounds.put(replace(ONE, id="r-2", replies=answered.replies, deadline=NOW + timedelta(days=1)))
    life = int(await redis_kit._redis.call("PTTL", redis_kit._keys.of_person("wrote-in", "contoso", "ben")))
    assert timedelta(days=2, hours=23) < timedelta(milliseconds=life) <= timedelta(days=3)
