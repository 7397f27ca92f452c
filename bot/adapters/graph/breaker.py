"""The circuit breaker: when Graph is out, nobody waits for it, and operators can see since when.

    closed --(calls fail in a row)--> open --(its time is over: one call tries)--> closed, or open for longer

Failures are counted by each process, an outage is known to all: whoever finds one tells the others, and so does
whoever finds its end. A throttled mailbox is no outage.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.adapters.graph.refusals import OUTAGES
from bot.domain.ports import Clock
from bot.errors import TryLater

FAILURES_IN_A_ROW = 3
NOT_ASKED = "graph_out"
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(minutes=2)
LOOK_EVERY = timedelta(seconds=2)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Outage:
    """Graph has been out since `since`; nobody asks before `until`; `waits` counts how often that was prolonged."""

    since: datetime
    until: datetime
    waits: int = 1


class Outages(Protocol):
    """What all processes know of a tenant's Graph."""

    async def outage(self, tenant: str) -> Outage | None: ...

    async def begin_outage(self, tenant: str, outage: Outage) -> None: ...

    async def end_outage(self, tenant: str) -> None: ...


class Breaker:
    def __init__(self, tenant: str, outages: Outages, clock: Clock) -> None:
        self._tenant = tenant
        self._outages = outages
        self._clock = clock
        self._failures = 0
        self._known: Outage | None = None
        self._looked: datetime | None = None

    async def admit(self) -> None:
        """Raises TryLater while Graph is out. It names no wait: a job that is tried again and again would be given
        up during a long outage, while the queue's own growing waits outlast one."""
        now = self._clock.now()
        await self._look(now)
        if self._known is None:
            return
        if now < self._known.until:
            raise TryLater(NOT_ASKED)
        # this call tries; the others wait for what it finds
        await self._tell(Outage(self._known.since, now + FIRST_WAIT, self._known.waits))

    async def heard(self, reason: str) -> None:
        """How a call ended: "" for an answer, else the error's reason. What is not Graph's own (no token, no place,
        Graph not asked) tells nothing about it."""
        if reason in OUTAGES:
            await self._failed()
        elif reason in ("", "not_found") or (reason.startswith(("graph_", "sync_")) and reason != NOT_ASKED):
            await self._answered()

    async def _answered(self) -> None:
        self._failures = 0
        if self._known is not None:
            self._known = None
            await self._outages.end_outage(self._tenant)
            log.info("graph_is_back")

    async def _failed(self) -> None:
        self._failures += 1
        if self._known is None and self._failures < FAILURES_IN_A_ROW:
            return
        now = self._clock.now()
        known = self._known or Outage(now, now, 0)
        wait = min(FIRST_WAIT * 2**known.waits, LONGEST_WAIT)
        if known.waits == 0:
            log.warning("graph_is_out")
        await self._tell(Outage(known.since, now + wait, min(known.waits + 1, 10)))

    async def _look(self, now: datetime) -> None:
        if self._looked is None or not timedelta() <= now - self._looked < LOOK_EVERY:
            self._looked = now
            self._known = await self._outages.outage(self._tenant)

    async def _tell(self, outage: Outage) -> None:
        self._known = outage
        await self._outages.begin_outage(self._tenant, outage)
