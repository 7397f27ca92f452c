"""What every NudgeStore keeps to."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.redis import RedisKit
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.judgement import Evidence
from bot.domain.nudge import Nudge
from bot.errors import Conflict
from tests.redis_fixtures import HandClock

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
CHAT = Conversation("contoso", "a:1", "https://smba.example/emea/", "personal")


def a_nudge(nudge_id: str = "n-1", **given: object) -> Nudge:
    evidence = (Evidence("status round", 3, 15, "dependence", "parallel"),)
    plain = Nudge(nudge_id, "contoso", "ann", "series-1", 0.97, evidence, NOW + timedelta(hours=5), NOW)
    return replace(plain, **given)  # type: ignore[arg-type] # the fields of a nudge, by name


async def test_a_nudge_comes_back_as_it_was_added(redis_kit: RedisKit) -> None:
    assert await redis_kit.nudges.add(a_nudge())
    assert await redis_kit.nudges.get("contoso", "n-1") == a_nudge()
    assert await redis_kit.nudges.get("contoso", "n-2") is None


async def test_of_many_adds_at_once_one_wins(redis_kit: RedisKit) -> None:
    told = await asyncio.gather(*(redis_kit.nudges.add(a_nudge()) for _ in range(8)))
    assert sorted(told) == [False] * 7 + [True]
    assert await redis_kit.nudges.sent_since("contoso", "ann", NOW) == 1


async def test_a_nudge_can_be_replaced_right_after_it_was_added(redis_kit: RedisKit) -> None:
    """The caller holds the nudge that it made, not a stored copy."""
    nudge = a_nudge()
    await redis_kit.nudges.add(nudge)
    stored = await redis_kit.nudges.replace(replace(nudge, message=MessageRef(CHAT, "activity-1")))
    assert await redis_kit.nudges.get("contoso", "n-1") == stored


async def test_of_two_answers_at_once_one_is_told_of_the_conflict(redis_kit: RedisKit) -> None:
    await redis_kit.nudges.add(a_nudge())
    told = await asyncio.gather(
        *(redis_kit.nudges.replace(a_nudge(answer=answer)) for answer in ("async", "keep")), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in told) == ["Conflict", "Nudge"]


async def test_a_nudge_that_was_never_added_cannot_be_replaced(redis_kit: RedisKit) -> None:
    with pytest.raises(Conflict):
        await redis_kit.nudges.replace(a_nudge())


async def test_a_day_after_the_meeting_only_the_fact_of_the_nudge_is_left(
    redis_kit: RedisKit, hand_clock: HandClock
) -> None:
    await redis_kit.nudges.add(a_nudge())
    hand_clock.forward(timedelta(hours=5, days=1, seconds=-1))
    assert await redis_kit.nudges.get("contoso", "n-1") is not None
    hand_clock.forward(timedelta(seconds=1))
    assert await redis_kit.nudges.get("contoso", "n-1") is None
    assert not await redis_kit.nudges.add(a_nudge())


async def test_nudges_are_counted_from_a_moment_on_for_one_organizer(redis_kit: RedisKit) -> None:
    for n, organizer in enumerate(["ann", "ann", "bob"]):
        sent = NOW + timedelta(days=n)
        await redis_kit.nudges.add(a_nudge(f"n-{n}", organizer=organizer, sent_at=sent))
    assert await redis_kit.nudges.sent_since("contoso", "ann", NOW) == 2
    assert await redis_kit.nudges.sent_since("contoso", "ann", NOW + timedelta(days=1)) == 1
    assert await redis_kit.nudges.sent_since("fabrikam", "ann", NOW) == 0


async def test_what_somebody_was_asked_is_told_while_it_is_kept(redis_kit: RedisKit) -> None:
    await redis_kit.nudges.add(later := a_nudge("n-2", sent_at=NOW + timedelta(hours=1)))
    await redis_kit.nudges.add(a_nudge())
    await redis_kit.nudges.add(a_nudge("n-3", organizer="bob"))
    assert await redis_kit.nudges.of_organizer("contoso", "ann") == [a_nudge(), later]
    await redis_kit.nudges.mute_series("contoso", "ann", "series-1")
    assert [await redis_kit.nudges.muted_series("contoso", one) for one in ("ann", "bob")] == [1, 0]


async def test_a_muted_series_is_muted_for_its_organizer_alone(redis_kit: RedisKit) -> None:
    await redis_kit.nudges.mute_series("contoso", "ann", "series-1")
    assert await redis_kit.nudges.is_muted("contoso", "ann", "series-1")
    assert not await redis_kit.nudges.is_muted("contoso", "ann", "series-2")
    assert not await redis_kit.nudges.is_muted("contoso", "bob", "series-1")


async def test_what_was_judged_is_known_by_its_newest_change(redis_kit: RedisKit) -> None:
    assert await redis_kit.nudges.judged("contoso", "e-1") is None
    for change in ("k-1", "k-2"):
        await redis_kit.nudges.note_judged("contoso", "e-1", change)
        assert await redis_kit.nudges.judged("contoso", "e-1") == change
    assert await redis_kit.nudges.judged("contoso", "e-2") is None
    assert await redis_kit.nudges.judged("fabrikam", "e-1") is None


async def test_an_event_is_judged_by_one_at_a_time(redis_kit: RedisKit) -> None:
    nudges = redis_kit.nudges
    async with AsyncExitStack() as stack:
        told = [await stack.enter_async_context(nudges.judging("contoso", "e-1")) for _ in range(4)]
        assert told == [True, False, False, False]
        assert await stack.enter_async_context(nudges.judging("contoso", "e-2"))
    async with nudges.judging("contoso", "e-1") as again:
        assert again
