"""What every Schedule keeps to."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, time, timedelta

from bot.adapters.redis import RedisKit
from bot.domain.jobs import SendDigest
from bot.domain.ports import Due
from bot.domain.team import DigestTime
from tests.redis_fixtures import MONDAY, HandClock

NINE = DigestTime("Europe/Berlin", time(9, 0))
TEN = DigestTime("Europe/Berlin", time(10, 0))
TOMORROW = MONDAY + timedelta(days=1)
AFTER_LEASE = timedelta(seconds=31)


def a_job(due: Due) -> SendDigest:
    return SendDigest(due.tenant, due.team, due.planned_for.date().isoformat())


async def fire(kit: RedisKit, due: Due, next_at: datetime | None = TOMORROW) -> str:
    once = f"digest:{due.tenant}:{due.team}:{due.planned_for.date()}"
    return await kit.schedule.fire(due, a_job(due), once=once, next_at=next_at)


async def planned(kit: RedisKit, at: datetime = MONDAY, settings: DigestTime = NINE) -> None:
    await kit.schedule.plan("contoso", "19:a@thread.tacv2", settings, at)


async def test_a_team_is_claimed_when_its_moment_has_come_and_not_before(
    redis_kit: RedisKit, hand_clock: HandClock
) -> None:
    await planned(redis_kit, MONDAY + timedelta(hours=1))
    assert await redis_kit.schedule.claim() == []
    hand_clock.forward(timedelta(hours=1))
    assert list(await redis_kit.schedule.claim()) == [
        Due("contoso", "19:a@thread.tacv2", MONDAY + timedelta(hours=1), NINE)
    ]


async def test_firing_enqueues_one_job_and_plans_the_next_moment(redis_kit: RedisKit, hand_clock: HandClock) -> None:
    await planned(redis_kit)
    (due,) = await redis_kit.schedule.claim()
    assert await fire(redis_kit, due) == "fired"
    assert await redis_kit.stats.depth() == 1
    hand_clock.forward(AFTER_LEASE)
    assert await redis_kit.schedule.claim() == []
    hand_clock.forward(timedelta(days=1))
    assert [due.planned_for for due in await redis_kit.schedule.claim()] == [TOMORROW]


async def test_what_is_claimed_is_nobody_elses_until_the_lease_ends_and_keeps_its_moment(
    redis_kit: RedisKit, hand_clock: HandClock
) -> None:
    await planned(redis_kit)
    first = await redis_kit.schedule.claim()
    assert await redis_kit.schedule.claim() == []
    for _ in range(3):  # schedulers die between claim and fire
        hand_clock.forward(AFTER_LEASE)
        assert await redis_kit.schedule.claim() == first


async def test_a_second_firing_of_the_same_digest_enqueues_nothing(redis_kit: RedisKit, hand_clock: HandClock) -> None:
    await planned(redis_kit)
    (slow,) = await redis_kit.schedule.claim()
    hand_clock.forward(AFTER_LEASE)
    (quick,) = await redis_kit.schedule.claim()
    assert [await fire(redis_kit, quick), await fire(redis_kit, slow)] == ["fired", "already"]
    assert await redis_kit.stats.depth() == 1


async def test_a_late_firing_does_not_move_a_team_that_another_has_moved_on(
    redis_kit: RedisKit, hand_clock: HandClock
) -> None:
    await planned(redis_kit)
    (slow,) = await redis_kit.schedule.claim()
    hand_clock.forward(AFTER_LEASE)
    (quick,) = await redis_kit.schedule.claim()
    await fire(redis_kit, quick)
    hand_clock.forward(timedelta(days=1))
    (tomorrow,) = await redis_kit.schedule.claim()
    await fire(redis_kit, slow, next_at=None)
    assert await fire(redis_kit, tomorrow, TOMORROW + timedelta(days=1)) == "fired"
    hand_clock.forward(timedelta(days=1))
    assert len(await redis_kit.schedule.claim()) == 1


async def test_a_skipped_digest_leaves_no_job_and_moves_on(redis_kit: RedisKit, hand_clock: HandClock) -> None:
    await planned(redis_kit)
    (due,) = await redis_kit.schedule.claim()
    assert await redis_kit.schedule.fire(due, None, once="skipped", next_at=TOMORROW) == "skipped"
    assert await redis_kit.stats.depth() == 0
    hand_clock.forward(timedelta(days=1))
    assert [due.planned_for for due in await redis_kit.schedule.claim()] == [TOMORROW]


async def test_settings_that_changed_after_the_claim_stop_the_firing_and_the_new_moment_holds(
    redis_kit: RedisKit, hand_clock: HandClock
) -> None:
    await planned(redis_kit)
    (due,) = await redis_kit.schedule.claim()
    await planned(redis_kit, MONDAY + timedelta(hours=1), TEN)
    assert await fire(redis_kit, due) == "changed"
    assert await redis_kit.stats.depth() == 0
    hand_clock.forward(timedelta(hours=1))
    assert [(due.planned_for, due.settings) for due in await redis_kit.schedule.claim()] == [
        (MONDAY + timedelta(hours=1), TEN)
    ]


async def test_planning_again_in_the_second_of_the_digest_does_not_skip_it(redis_kit: RedisKit) -> None:
    await planned(redis_kit)
    await planned(redis_kit, TOMORROW)
    assert [due.planned_for for due in await redis_kit.schedule.claim()] == [MONDAY]


async def test_a_team_taken_off_the_schedule_is_not_claimed_and_not_fired(redis_kit: RedisKit) -> None:
    await planned(redis_kit)
    (due,) = await redis_kit.schedule.claim()
    await redis_kit.schedule.plan("contoso", "19:a@thread.tacv2", NINE, None)
    assert await fire(redis_kit, due) == "changed"
    assert await redis_kit.schedule.claim() == []


async def test_firing_without_a_next_moment_ends_the_schedule(redis_kit: RedisKit, hand_clock: HandClock) -> None:
    await planned(redis_kit)
    (due,) = await redis_kit.schedule.claim()
    assert await fire(redis_kit, due, next_at=None) == "fired"
    hand_clock.forward(timedelta(days=30))
    assert await redis_kit.schedule.claim() == []


async def test_a_claim_takes_no_more_than_its_limit_and_the_rest_comes_next(redis_kit: RedisKit) -> None:
    for n in range(30):
        await redis_kit.schedule.plan("contoso", f"team-{n}", NINE, MONDAY)
    claims = [await redis_kit.schedule.claim(limit=12) for _ in range(4)]
    assert [len(claim) for claim in claims] == [12, 12, 6, 0]
    assert len({due.team for claim in claims for due in claim}) == 30


async def test_several_schedulers_over_ten_days_fire_every_digest_exactly_once(
    redis_kit: RedisKit, hand_clock: HandClock
) -> None:
    """Each of three drops every third claim, as if it died before firing, and fires the others late or twice."""
    teams, days = 8, 10
    for n in range(teams):
        await redis_kit.schedule.plan("contoso", f"team-{n}", NINE, MONDAY)
    fired: Counter[tuple[str, str]] = Counter()

    async def scheduler(number: int) -> None:
        for turn, due in enumerate(await redis_kit.schedule.claim(limit=5)):
            if (turn + number) % 3 == 0:
                continue
            following = due.planned_for + timedelta(days=1)
            for _ in range(2):
                if await fire(redis_kit, due, following) == "fired":
                    fired[due.team, due.planned_for.date().isoformat()] += 1

    last = MONDAY + timedelta(days=days)
    while hand_clock.now() < last:
        for _ in range(6):
            await asyncio.gather(*(scheduler(number) for number in range(3)))
            hand_clock.forward(AFTER_LEASE)
        hand_clock.forward(timedelta(hours=23, minutes=59) - 6 * AFTER_LEASE)
    assert set(fired.values()) == {1}
    assert len(fired) == teams * days
    assert await redis_kit.stats.depth() == teams * days
