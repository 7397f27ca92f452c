"""What happens in the calendars of a tenant while time jumps: people write, the world breaks, the product works."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.adapters.redis import RedisKit
from bot.adapters.redis.fate import Retries
from bot.adapters.redis.keeper import Pace
from bot.domain.feature import Feature
from bot.domain.jobs import Job
from bot.domain.judgement import Judgement
from bot.domain.meeting import Invite
from bot.playground.graph import GraphStandIn
from bot.worker.schedule import Scheduler
from tests.redis_fixtures import HandClock

TENANT = "5d7d3f0e-94a1-4a47-8f7c-3f6f9b8f2a11"
PEOPLE = [f"11111111-aaaa-4bbb-8ccc-{number:012d}" for number in range(1, 7)]
WATCHED = PEOPLE[:5]
STEP = timedelta(minutes=30)
LONGEST_OUTAGE_STEPS = 12  # six hours
FAST = Retries(outage_tries=10_000, first_s=0.02, longest_s=0.1)
QUIET = timedelta(minutes=2)


@dataclass
class Judge:
    """Counts what it is shown; nothing it says leads to a card."""

    seen: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    threshold: float = 1.0

    async def judge(self, invite: Invite) -> Judgement:
        self.seen[invite.mailbox, invite.event_id, invite.change_key] += 1
        return Judgement("", "meet", 0.0, (), ())


@dataclass
class Tokens:
    good: str = "token-0"
    kept: str = "token-0"

    async def token(self, scope: str) -> str:
        assert scope
        return self.kept

    def refused(self, scope: str, token: str) -> None:
        assert scope
        if token == self.kept:
            self.kept = self.good


@dataclass
class Tenant:
    """Everything that lives through the days. `faults` counts what went wrong on purpose."""

    clock: HandClock
    graph: GraphStandIn
    kit: RedisKit
    feature: list[Feature]
    scheduler: Scheduler
    judge: Judge
    tokens: Tokens
    chance: random.Random
    gateway_down: bool = False
    calm: bool = False  # nobody writes, nothing breaks
    faults: Counter[str] = field(default_factory=Counter)
    until: dict[str, datetime] = field(default_factory=dict)  # when each mood ends
    living: list[str] = field(default_factory=list)  # ids of events that still stand
    written: int = 0
    saves: int = 0

    async def handle(self, job: Job) -> None:
        for feature in self.feature:
            if type(job) in feature.jobs:
                await feature.jobs[type(job)](job)

    async def live(self, days: float) -> None:
        stop, worker = self._worker()
        for step in range(int(timedelta(days=days) / STEP)):
            if not self.calm:
                self._weather()
                self._people()
            if step % 97 == 96:
                self.faults["worker restarts"] += 1
                stop.set()
                await worker
                stop, worker = self._worker()
            await self.scheduler.tick()
            await self._let_work()
            self.clock.forward(STEP)
        stop.set()
        await worker

    async def clear_up(self, days: float = 2) -> None:
        """Days without faults and without new invites."""
        self.until = dict.fromkeys(self.until, self.clock.now())
        self._end_moods()
        self.calm = True
        await self.live(days)
        self.calm = False

    def _worker(self) -> tuple[asyncio.Event, asyncio.Task[None]]:
        stop = asyncio.Event()
        pace = Pace(block_s=0.05, tick_s=0.01, drain_s=5)
        consumer = self.kit.consumer(concurrency=16, pace=pace, retries=FAST)
        return stop, asyncio.create_task(consumer.run(self.handle, stop=stop))

    async def _let_work(self) -> None:
        """Until nothing is left to do now, or, while somebody is out, for a moment."""
        out = self.graph.physics.outage or self.gateway_down
        deadline, calm = time.monotonic() + (0.05 if out else 30.0), 0
        while calm < 2 and time.monotonic() < deadline:
            await asyncio.sleep(0.012)
            calm = calm + 1 if await self.kit.stats.depth() == 0 and not self._due_later() else 0

    def _due_later(self) -> bool:
        return not self.gateway_down and bool(self.graph._notifier._under_way)

    # what people do

    def _people(self) -> None:
        for _ in range(self.chance.choice((0, 0, 0, 0, 1))):
            self._write()
        for _ in range(self.chance.choice((0, 0, 0, 0, 0, 1))):
            if ahead := [event for event in self.living if self._is_ahead(event)]:
                self.saves += 1
                self.graph.update_invite(self.chance.choice(ahead), body=f"1. Point {self.saves}")
        if self.living and self.chance.random() < 0.02:
            event = self.living.pop(self.chance.randrange(len(self.living)))
            self.graph.cancel_invite(event)

    def _is_ahead(self, event: str) -> bool:
        """Far enough ahead to be judged after the longest outage: what is past is left alone, and not counted."""
        start = self.graph._mailboxes.find_written(event).meeting.draft.start
        return start > self.clock.now() + timedelta(days=2)

    def _write(self) -> None:
        self.written += 1
        start = self.clock.now() + timedelta(days=self.chance.uniform(3, 50))
        written = self.graph.write_invite(
            organizer=self.chance.choice(WATCHED),
            subject=f"Round {self.written}",
            body="1. Numbers",
            start=start,
            end=start + timedelta(minutes=30),
            required=PEOPLE,
            recurring=self.chance.choice(("none", "none", "none", "weekly")),
        )
        self.living.append(written.id)

    # what the world does

    def _weather(self) -> None:
        self._end_moods()
        steps = LONGEST_OUTAGE_STEPS
        self._maybe("Graph out", 0.010, self.chance.randint(1, steps))
        self._maybe("gateway out", 0.008, self.chance.randint(1, steps))
        self._maybe("throttled", 0.02, self.chance.randint(1, 6))
        self._maybe("notifications lost", 0.02, self.chance.randint(1, 24))
        self._maybe("notifications repeated", 0.05, self.chance.randint(1, 24))
        for name, share, act in self._blows():
            if self.chance.random() < share:
                self.faults[name] += 1
                act()
        self._set_moods()

    def _blows(self) -> list[tuple[str, float, Callable[[], object]]]:
        desk = self.graph.subscriptions
        live = desk.live()
        return [
            ("subscription vanished silently", 0.01, lambda: live and desk.drop(self.chance.choice(live).id)),
            ("subscription removed and told", 0.01, lambda: self._lifecycle("subscriptionRemoved")),
            ("missed told", 0.01, lambda: self._lifecycle("missed")),
            ("reauthorization asked", 0.02, lambda: self._lifecycle("reauthorizationRequired")),
            ("delta state forgotten", 0.01, self.graph.forget_sync_states),
            (
                "granted life changed",
                0.01,
                lambda: setattr(desk, "max_minutes", self.chance.choice((70, 4230, 10_070))),
            ),
            ("token revoked", 0.01, lambda: setattr(self.tokens, "good", f"token-{self.chance.random()}")),
        ]

    def _lifecycle(self, kind: str) -> None:
        live = self.graph.subscriptions.live()
        if live:
            self.graph.send_lifecycle(self.chance.choice(live).id, kind)

    def _maybe(self, mood: str, share: float, steps: int) -> None:
        if mood not in self.until and self.chance.random() < share:
            self.faults[mood] += 1
            self.until[mood] = self.clock.now() + STEP * steps

    def _end_moods(self) -> None:
        self.until = {mood: end for mood, end in self.until.items() if end > self.clock.now()}
        self._set_moods()

    def _set_moods(self) -> None:
        physics = self.graph.physics
        physics.outage = "Graph out" in self.until
        physics.throttle = "throttled" in self.until
        physics.lose_notifications = "notifications lost" in self.until
        physics.repeat_notifications = "notifications repeated" in self.until
        self.gateway_down = "gateway out" in self.until

    # what came of it

    def standing(self) -> set[tuple[str, str, str]]:
        """Mailbox, id and change key of every invite that stands, in its organizer's calendar."""
        found = set()
        for event in self.living:
            copy = self.graph._mailboxes.find_written(event)
            found.add((copy.owner, copy.immutable_id, copy.change_key))
        return found

    def missed(self) -> int:
        return len(self.standing() - set(self.judge.seen))

    def twice(self) -> int:
        return sum(count > 1 for count in self.judge.seen.values())
