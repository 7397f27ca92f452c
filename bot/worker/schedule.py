"""The scheduler: what recurs. Any number of replicas may run; each effect has a key that happens once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.domain.jobs import DropOldTasks, Job, NoteMissedDigest, ReadGroup, SendDigest, SendMyDigest, WatchMailboxes
from bot.domain.ports import Clock, Due, JobQueue, Schedule
from bot.domain.when import person_of, turn
from bot.errors import TryLater
from bot.sight import metrics

log = structlog.get_logger()
TICK_S = 0.5
AT_ONCE = 50
WATCH_EVERY_MIN = 30


@dataclass(frozen=True, slots=True)
class Scheduler:
    schedule: Schedule
    queue: JobQueue
    clock: Clock
    tenant: str
    reads_calendars: bool
    reads_group: bool = False
    start: str = ""  # the hour in which it started: replicas that start together count as one

    async def run(self, *, stop: asyncio.Event) -> None:
        """Redis down: nothing is fired and nothing is lost; what became due meanwhile is fired when it is back."""
        while not stop.is_set():
            try:
                await self.tick()
            except TryLater as outage:
                log.warning("schedule_waits", reason=outage.reason)
            try:
                await asyncio.wait_for(stop.wait(), TICK_S)
            except TimeoutError:
                continue

    async def tick(self) -> None:
        while claimed := await self.schedule.claim(limit=AT_ONCE):
            await asyncio.gather(*(self._fire(due) for due in claimed))
            if len(claimed) < AT_ONCE:
                break  # at nine o'clock thousands are due: those are not left for the next tick
        if self.reads_calendars:
            await self._watch(self.clock.now())

    async def _fire(self, due: Due) -> None:
        found = turn(due.settings, due.planned_for, self.clock.now())
        day = found.day.isoformat()
        outcome = await self.schedule.fire(
            due,
            _job(due, day, missed=found.missed),
            once=f"digest:{due.tenant}:{due.team}:{day}",
            next_at=found.next_at,
        )
        if outcome == "fired":
            _count(due, self.clock.now(), missed=found.missed)
        await self.queue.enqueue(DropOldTasks(due.tenant, due.team), once=f"drop-old:{due.tenant}:{due.team}:{day}")
        log.info("digest_due", team=due.team, date=day, outcome=outcome, missed=found.missed)

    async def _watch(self, now: datetime) -> None:
        """Subscriptions twice an hour; the group, and every mailbox through delta, at each start and every night."""
        slot = int(now.timestamp() // (WATCH_EVERY_MIN * 60))
        if self.reads_group:
            once = f"group:{self.tenant}:{self.start}:{now.date().isoformat()}"
            await self.queue.enqueue(ReadGroup(self.tenant), once=once)
        await self.queue.enqueue(WatchMailboxes(self.tenant), once=f"watch:{self.tenant}:{slot}")
        if self.start:
            once = f"watch:{self.tenant}:from:{self.start}"
            await self.queue.enqueue(WatchMailboxes(self.tenant, start=self.start), once=once)


def _count(due: Due, now: datetime, *, missed: bool) -> None:
    if missed:
        metrics.DIGESTS_MISSED.inc()
    else:
        metrics.DIGEST_LATENESS_SECONDS.observe(max(0.0, (now - due.planned_for).total_seconds()))


def _job(due: Due, day: str, *, missed: bool) -> Job | None:
    """Nobody is told that their own digest did not come; a team, which counts on it, is."""
    person = person_of(due.team)
    if person is not None:
        return None if missed else SendMyDigest(due.tenant, person, day)
    return NoteMissedDigest(due.tenant, due.team, day) if missed else SendDigest(due.tenant, due.team, day)
