"""The moods that the Teams stand-in can be put in while it runs."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class TeamsPhysics:
    """`script` holds statuses to answer next, oldest first, one request each; it goes before the switches."""

    limits: bool = True  # the four windows of the real service
    throttle: bool = False  # every other request is answered 429
    outage: bool = False  # every request is answered 502, 503 or 504, in HTML
    precondition: bool = False  # every other request is answered 412
    slow: bool = False  # every request takes seconds
    lost_answers: bool = False  # messages arrive, and the bot never hears so
    repeats: bool = False  # everything is told to the bot twice
    script: deque[int] = field(default_factory=deque)
    tellings: Callable[[], tuple[float, ...]] = lambda: (0.0,)  # the pauses (s) before each telling of the next event
    witness: Callable[[str], None] = lambda _what: None  # hears of each request as it comes and as it is answered
    _turn: int = 0

    def next_failure(self) -> int | None:
        """The status to refuse this request with, or None."""
        if self.script:
            return self.script.popleft()
        self._turn += 1
        if self.outage:
            return (502, 503, 504)[self._turn % 3]
        if self.throttle and self._turn % 2:
            return 429
        if self.precondition and self._turn % 2:
            return 412
        return None
