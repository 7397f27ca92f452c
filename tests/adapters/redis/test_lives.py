"""How long words stay that somebody wrote and that became no task."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import redis

from bot.adapters.redis import open_redis
from bot.adapters.redis.keys import UNREAD_WORDS, WORDS_ASIDE, Keys
from bot.settings import Settings
from tests.contracts.test_outcome_store import JOB, OUTCOME
from tests.redis_fixtures import HandClock

SLACK = timedelta(minutes=5)


async def test_words_set_aside_go_after_a_week_and_newer_ones_have_their_own_time(
    redis_settings: Settings, hand_clock: HandClock
) -> None:
    kit = await open_redis(redis_settings, hand_clock, role="worker")
    key = Keys(redis_settings.key_prefix).outcome(OUTCOME.tenant, OUTCOME.id)
    with redis.Redis.from_url(redis_settings.redis_url.reveal()) as client:

        def left() -> timedelta:
            return timedelta(milliseconds=client.pttl(key))

        await kit.outcomes.set_aside(OUTCOME)
        assert not client.exists(key), "what was never kept leaves no mark"
        await kit.outcomes.keep(OUTCOME, JOB)
        assert UNREAD_WORDS - SLACK < left() <= UNREAD_WORDS
        await kit.outcomes.set_aside(OUTCOME)
        assert WORDS_ASIDE - SLACK < left() <= WORDS_ASIDE
        await kit.outcomes.change(replace(OUTCOME, at=OUTCOME.at + timedelta(minutes=1)), JOB)
        await kit.outcomes.set_aside(OUTCOME)
        assert left() > WORDS_ASIDE
    await kit.close()
