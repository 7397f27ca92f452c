"""What every MeetingStore keeps to."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.redis import RedisKit
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.meeting import MeetingInstance
from bot.errors import Conflict

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
CHAT = Conversation("contoso", "19:meeting_abc@thread.v2", "https://smba.example/emea/", "group")


def an_instance(days: int = 0) -> MeetingInstance:
    return MeetingInstance("contoso", "MCMxOTo@weekly", START + timedelta(days=days), CHAT, "Weekly")


async def test_an_instance_comes_back_as_it_was_put(redis_kit: RedisKit) -> None:
    given = replace(
        an_instance(), ended=START + timedelta(hours=1), team="t", card=MessageRef(CHAT, "a-1"), answered=("ann", "bea")
    )
    stored = await redis_kit.meetings.put(given)
    assert stored == replace(given, version=1)
    assert await redis_kit.meetings.get("contoso", given.key) == stored


async def test_the_latest_is_the_one_that_started_last_whatever_was_put_last(redis_kit: RedisKit) -> None:
    assert await redis_kit.meetings.latest("contoso", "MCMxOTo@weekly") is None
    newest = await redis_kit.meetings.put(an_instance(days=7))
    first = await redis_kit.meetings.put(an_instance())
    await redis_kit.meetings.put(replace(first, closed=True))
    assert await redis_kit.meetings.latest("contoso", "MCMxOTo@weekly") == newest


async def test_of_many_creations_at_once_one_wins(redis_kit: RedisKit) -> None:
    told = await asyncio.gather(*(redis_kit.meetings.put(an_instance()) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(one, Conflict) for one in told) == 7


async def test_a_stale_version_is_refused(redis_kit: RedisKit) -> None:
    stored = await redis_kit.meetings.put(an_instance())
    await redis_kit.meetings.put(replace(stored, closed=True))
    with pytest.raises(Conflict):
        await redis_kit.meetings.put(replace(stored, title="Other"))


async def test_another_tenant_sees_nothing(redis_kit: RedisKit) -> None:
    stored = await redis_kit.meetings.put(an_instance())
    assert await redis_kit.meetings.get("fabrikam", stored.key) is None
    assert await redis_kit.meetings.latest("fabrikam", stored.meeting_id) is None


async def test_a_meeting_is_private_once_that_was_told(redis_kit: RedisKit) -> None:
    assert not await redis_kit.meetings.is_private("contoso", "19:meeting_a@thread.v2")
    await redis_kit.meetings.note_private("contoso", "19:meeting_a@thread.v2")
    assert await redis_kit.meetings.is_private("contoso", "19:meeting_a@thread.v2")
    assert not await redis_kit.meetings.is_private("contoso", "19:meeting_b@thread.v2")


async def test_what_somebody_was_asked_about_is_known_for_seven_days_newest_first(redis_kit: RedisKit) -> None:
    first, second = [await redis_kit.meetings.put(an_instance(days)) for days in (0, 7)]
    await redis_kit.meetings.note_asked(second, ["ann"], second.start)
    await redis_kit.meetings.note_asked(first, ["ann", "bea"], first.start)
    assert await redis_kit.meetings.asked("contoso", "ann", second.start) == [second, first]
    assert await redis_kit.meetings.asked("contoso", "bea", second.start) == [first]
    assert await redis_kit.meetings.asked("contoso", "bea", second.start + timedelta(hours=1)) == []
    assert await redis_kit.meetings.asked("fabrikam", "ann", second.start) == []


async def test_a_teams_meetings_are_told_newest_first_and_no_others(redis_kit: RedisKit) -> None:
    first, second = [await redis_kit.meetings.put(replace(an_instance(days), team="team-a")) for days in (0, 7)]
    await redis_kit.meetings.put(replace(an_instance(14), team="team-b"))
    await redis_kit.meetings.put(an_instance(21))
    assert await redis_kit.meetings.of_team("contoso", "team-a") == [second, first]
    assert await redis_kit.meetings.of_team("fabrikam", "team-a") == []


async def test_a_meeting_that_finds_its_team_later_is_told_from_then_on(redis_kit: RedisKit) -> None:
    stored = await redis_kit.meetings.put(an_instance())
    assert await redis_kit.meetings.of_team("contoso", "team-a") == []
    placed = await redis_kit.meetings.put(replace(stored, team="team-a"))
    assert await redis_kit.meetings.of_team("contoso", "team-a") == [placed]
