"""The service's limits, kept on our side so that it seldom has to say 429.

A caller reserves the next moment that fits every window and sleeps until then: first come, first served, with no
crowd waking up at once. Memory is bounded: a conversation is forgotten when its longest window has passed, and the
least recently used ones beyond the limit.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Sequence

from bot.errors import TryLater

Window = tuple[float, int]  # seconds, calls
SENDS: Sequence[Window] = ((1, 7), (2, 8), (30, 60), (3600, 1800))
LOOK_UPS: Sequence[Window] = ((1, 14), (2, 16), (30, 120), (3600, 3600))
WHOLE_APP: Sequence[Window] = ((1, 50),)  # per tenant, over all conversations
LONGEST_WINDOW_S = 3600

LONGEST_WAIT_S = 30.0
MOST_KEYS = 10_000


class Limiter:
    """`now` is a monotonic time in seconds."""

    def __init__(self, *, now: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        self._now = now
        self._sleep = sleep
        self._taken: OrderedDict[str, deque[float]] = OrderedDict()

    async def slot(self, key: str, windows: Sequence[Window]) -> None:
        """Returns at a moment that is free. Raises TryLater, and reserves nothing, where that is too far off."""
        now = self._now()
        self._forget_idle(now)
        taken = self._taken.setdefault(key, deque(maxlen=max(calls for _, calls in windows)))
        self._taken.move_to_end(key)
        free_at = now
        for span, calls in windows:
            if len(taken) >= calls:
                free_at = max(free_at, taken[-calls] + span)
        wait = free_at - now
        if wait > LONGEST_WAIT_S:
            raise TryLater("limit", after_s=wait)
        taken.append(free_at)
        if wait > 0:
            await self._sleep(wait)

    def _forget_idle(self, now: float) -> None:
        while self._taken:
            oldest = next(iter(self._taken))
            stamps = self._taken[oldest]
            if len(self._taken) < MOST_KEYS and stamps and stamps[-1] + LONGEST_WINDOW_S > now:
                return
            del self._taken[oldest]
