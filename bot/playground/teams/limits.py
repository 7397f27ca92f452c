"""The service's rate limits: per bot and conversation, in four windows each."""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence

Window = tuple[float, int]  # seconds, calls
SENDS: Sequence[Window] = ((1, 7), (2, 8), (30, 60), (3600, 1800))
LOOK_UPS: Sequence[Window] = ((1, 14), (2, 16), (30, 120), (3600, 3600))


class RateLimits:
    """`now` is a monotonic time in seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)

    def take(self, key: str, windows: Sequence[Window]) -> int | None:
        """None where the call is within all windows, and counted; else the seconds to wait, and not counted."""
        now, calls = self._now(), self._calls[key]
        while calls and calls[0] <= now - windows[-1][0]:
            calls.popleft()
        waits = [calls[-most] + span - now for span, most in windows if len(calls) >= most]
        wait = max(waits, default=0.0)
        if wait > 0:
            return max(1, math.ceil(wait))
        calls.append(now)
        return None
