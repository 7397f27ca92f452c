"""What every OutcomeStore keeps to."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.adapters.redis import Pace, RedisKit
from bot.domain.conversation import Conversation
from bot.domain.jobs import Job, ReadOutcome
from bot.domain.person import Person
from bot.domain.task import Outcome

CHAT = Conversation("contoso", "19:meeting@thread.v2", "https://smba.example/emea/", "group")
OUTCOME = Outcome(
    id="o-1",
    tenant="contoso",
    meeting="m@1",
    team="team-a",
    author="ann",
    text="Bea sends the deck.\nI'll book the room — “soon”",
    at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    owner="bea",
    due=date(2026, 3, 4),
    conversation=CHAT,
    mentioned=(Person("contoso", "29:bea", "Bea", "29:bea"),),
)
JOB = ReadOutcome("contoso", "o-1")


async def test_the_words_come_back_as_they_were_kept(redis_kit: RedisKit) -> None:
    assert await redis_kit.outcomes.keep(OUTCOME, JOB)
    assert await redis_kit.outcomes.get("contoso", "o-1") == OUTCOME
    assert await redis_kit.outcomes.get("fabrikam", "o-1") is None


async def test_keeping_puts_exactly_one_job_into_the_queue_however_often_it_is_told(redis_kit: RedisKit) -> None:
    told = await asyncio.gather(*(redis_kit.outcomes.keep(OUTCOME, JOB) for _ in range(8)))
    assert sorted(told) == [False] * 7 + [True]
    assert await redis_kit.stats.depth() == 1


async def test_the_job_is_the_one_that_was_given(redis_kit: RedisKit) -> None:
    await redis_kit.outcomes.keep(OUTCOME, JOB)
    done: list[Job] = []
    stop = asyncio.Event()

    async def handle(job: Job) -> None:
        done.append(job)
        stop.set()

    await redis_kit.consumer(concurrency=1, pace=Pace(block_s=0.1)).run(handle, stop=stop)
    assert done == [JOB]


async def test_dropped_words_are_gone_and_the_same_outcome_stays_known(redis_kit: RedisKit) -> None:
    await redis_kit.outcomes.keep(OUTCOME, JOB)
    await redis_kit.outcomes.drop_words(OUTCOME, team="team-a")
    assert await redis_kit.outcomes.get("contoso", "o-1") is None
    assert not await redis_kit.outcomes.keep(OUTCOME, JOB)


async def test_dropping_what_was_never_kept_leaves_no_mark(redis_kit: RedisKit) -> None:
    await redis_kit.outcomes.drop_words(OUTCOME, team="team-a")
    assert await redis_kit.outcomes.keep(OUTCOME, JOB)


LATER = replace(OUTCOME, text="Bea sends the slides.", at=OUTCOME.at + timedelta(minutes=1), meeting="m@2")


async def test_newer_words_take_the_place_of_older_ones_and_are_read_again(redis_kit: RedisKit) -> None:
    await redis_kit.outcomes.keep(OUTCOME, JOB)
    await redis_kit.outcomes.drop_words(OUTCOME, team="team-b")
    assert await redis_kit.outcomes.change(LATER, JOB)
    assert await redis_kit.outcomes.get("contoso", "o-1") == replace(LATER, meeting="m@1", placed="team-b")
    assert await redis_kit.stats.depth() == 2


async def test_words_that_come_out_of_order_or_twice_change_nothing(redis_kit: RedisKit) -> None:
    assert await redis_kit.outcomes.change(LATER, JOB)
    assert not await redis_kit.outcomes.keep(OUTCOME, JOB)
    assert not await redis_kit.outcomes.change(OUTCOME, JOB)
    assert not await redis_kit.outcomes.change(LATER, JOB)
    assert await redis_kit.outcomes.get("contoso", "o-1") == LATER
    assert await redis_kit.stats.depth() == 1


async def test_words_that_changed_while_they_were_read_stay(redis_kit: RedisKit) -> None:
    await redis_kit.outcomes.keep(OUTCOME, JOB)
    await redis_kit.outcomes.change(LATER, JOB)
    await redis_kit.outcomes.drop_words(OUTCOME, team="team-b")
    assert await redis_kit.outcomes.get("contoso", "o-1") == replace(LATER, meeting="m@1", placed="team-b")


async def test_one_reader_at_a_time(redis_kit: RedisKit) -> None:
    outcomes = redis_kit.outcomes
    async with outcomes.reading("contoso", "o-1") as ours, outcomes.reading("contoso", "o-1") as theirs:
        assert (ours, theirs) == (True, False)
    async with outcomes.reading("contoso", "o-1") as again:
        assert again


async def test_words_that_were_kept_without_a_meeting_may_get_one_later(redis_kit: RedisKit) -> None:
    await redis_kit.outcomes.keep(replace(OUTCOME, meeting=None), JOB)
    assert await redis_kit.outcomes.change(LATER, JOB)
    assert await redis_kit.outcomes.get("contoso", "o-1") == LATER
