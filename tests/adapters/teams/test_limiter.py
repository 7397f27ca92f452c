"""The service's windows on an injected clock: never more calls in any window, and no more waiting than that needs."""

from __future__ import annotations

import asyncio

import pytest

from bot.adapters.teams.limiter import LOOK_UPS, MOST_KEYS, SENDS, Limiter
from bot.errors import TryLater


class Stopwatch:
    """Time stands still; what would be slept is the moment at which the call may leave."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.waits: list[float] = []

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


@pytest.fixture
def watch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def limiter(watch: Stopwatch) -> Limiter:
    return Limiter(now=watch.now, sleep=watch.sleep)


async def test_seven_sends_leave_at_once_and_the_eighth_after_a_second(limiter: Limiter, watch: Stopwatch) -> None:
    for _ in range(10):
        await limiter.slot("chat", SENDS)
    assert watch.waits == [1.0, 2.0, 2.0]


async def test_a_crowd_is_served_in_order_and_within_every_window(limiter: Limiter, watch: Stopwatch) -> None:
    await asyncio.gather(*(limiter.slot("chat", SENDS) for _ in range(67)))
    left_at = [0.0] * (67 - len(watch.waits)) + watch.waits
    assert left_at == sorted(left_at)
    for span, most in SENDS:
        assert all(later - first >= span for first, later in zip(left_at, left_at[most:], strict=False))


async def test_the_half_minute_window_holds_the_sixty_first(limiter: Limiter, watch: Stopwatch) -> None:
    await asyncio.gather(*(limiter.slot("chat", SENDS) for _ in range(61)))
    assert watch.waits[-1] == 30.0


async def test_look_ups_have_windows_of_their_own(limiter: Limiter, watch: Stopwatch) -> None:
    for _ in range(14):
        await limiter.slot("members:chat", LOOK_UPS)
    assert watch.waits == []
    await limiter.slot("members:chat", LOOK_UPS)
    assert watch.waits == [1.0]


async def test_the_hourly_window_is_left_to_the_job_queue(limiter: Limiter, watch: Stopwatch) -> None:
    for _ in range(30):
        for _ in range(60):
            await limiter.slot("chat", SENDS)
        watch.seconds += 60
    with pytest.raises(TryLater) as later:
        await limiter.slot("chat", SENDS)
    assert later.value.after_s == pytest.approx(3600 - 30 * 60)
    watch.seconds = 3601
    await limiter.slot("chat", SENDS)


async def test_a_refused_wait_takes_no_slot(limiter: Limiter, watch: Stopwatch) -> None:
    await asyncio.gather(*(limiter.slot("chat", SENDS) for _ in range(67)))
    for _ in range(100):
        with pytest.raises(TryLater):
            await limiter.slot("chat", SENDS)
    watch.seconds = 62
    before = len(watch.waits)
    await limiter.slot("chat", SENDS)
    assert len(watch.waits) == before


async def test_memory_is_bounded_by_time_and_by_number(limiter: Limiter, watch: Stopwatch) -> None:
    for number in range(MOST_KEYS + 50):
        await limiter.slot(f"chat-{number}", SENDS)
    assert len(limiter._taken) == MOST_KEYS
    watch.seconds = 3601
    await limiter.slot("chat", SENDS)
    assert list(limiter._taken) == ["chat"]


async def test_a_busy_conversation_remembers_an_hour_and_no_more(limiter: Limiter, watch: Stopwatch) -> None:
    for _ in range(4000):
        await limiter.slot("chat", SENDS)
        watch.seconds += 2
    assert len(limiter._taken["chat"]) == 1800
