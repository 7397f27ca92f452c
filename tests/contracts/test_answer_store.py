"""What every AnswerStore keeps to."""

from __future__ import annotations

import asyncio

from bot.adapters.redis import RedisKit
from bot.domain.ports import KeptAnswer

ANSWER = KeptAnswer(201, '{"what": "Größe | 1"}', ('ETag: "1"', "Location: /api/v1/tasks/x"))


async def test_of_many_who_begin_at_once_one_may(redis_kit: RedisKit) -> None:
    begun = await asyncio.gather(*(redis_kit.answers.begin("contoso", "place", "asked") for _ in range(8)))
    assert sorted(map(str, begun)) == ["begun", *["running"] * 7]


async def test_the_same_question_gets_the_answer_that_was_kept(redis_kit: RedisKit) -> None:
    assert await redis_kit.answers.begin("contoso", "place", "asked") == "begun"
    await redis_kit.answers.done("contoso", "place", "asked", ANSWER)
    assert await redis_kit.answers.begin("contoso", "place", "asked") == ANSWER


async def test_a_place_stands_for_one_question_whether_it_runs_or_was_answered(redis_kit: RedisKit) -> None:
    await redis_kit.answers.begin("contoso", "place", "asked")
    assert await redis_kit.answers.begin("contoso", "place", "else") == "another"
    await redis_kit.answers.done("contoso", "place", "asked", ANSWER)
    assert await redis_kit.answers.begin("contoso", "place", "else") == "another"


async def test_what_failed_may_begin_again(redis_kit: RedisKit) -> None:
    await redis_kit.answers.begin("contoso", "place", "asked")
    await redis_kit.answers.forget("contoso", "place")
    assert await redis_kit.answers.begin("contoso", "place", "else") == "begun"


async def test_places_of_other_tenants_are_other_places(redis_kit: RedisKit) -> None:
    await redis_kit.answers.begin("contoso", "place", "asked")
    assert await redis_kit.answers.begin("fabrikam", "place", "asked") == "begun"
