"""All mailboxes of a large company are looked after by many short jobs, whatever dies or fails among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from bot.adapters.redis import RedisKit
from bot.domain.jobs import CatchUp, Job, WatchMailboxes, WatchStretch
from bot.domain.stretch import PARTS, Stretch, part_of
from bot.errors import TryLater
from bot.features.calendar_watch import Watch, Whom
from tests.contracts.working import working
from tests.redis_fixtures import HandClock, until

PEOPLE = [f"person-{number:04}" for number in range(200)]
IN_A_STRETCH = 5


@dataclass
class Subscribed:
    """What was asked for; `fails` does so once for each stretch of this part."""

    fails: int
    pages: list[str] = field(default_factory=list)
    stretches: Counter[Stretch] = field(default_factory=Counter)
    watched: set[str] = field(default_factory=set)
    most: int = 0

    async def any_kept(self, tenant: str) -> bool:
        return bool(tenant) and bool(self.watched)

    async def look(self, tenant: str, *, walk: str, page: str = "") -> str:
        assert tenant
        assert walk
        self.pages.append(page)
        return {"": "two", "two": "three", "three": ""}[page]

    async def watch(self, tenant: str, stretch: Stretch, mailboxes: Sequence[str], *, walk: str) -> Sequence[str]:
        assert tenant
        assert walk
        self.stretches[stretch] += 1
        if stretch.part == self.fails and self.stretches[stretch] == 1:
            raise TryLater("graph")
        assert all(mailbox in stretch for mailbox in mailboxes)
        self.most = max(self.most, len(mailboxes))
        new = set(mailboxes) - self.watched
        self.watched = {one for one in self.watched if one not in stretch} | set(mailboxes)
        return sorted(new)

    async def mend(self, tenant: str, subscription_id: str, kind: str) -> str | None:
        raise NotImplementedError


async def test_every_mailbox_is_watched_by_short_jobs_though_each_dies_once_and_some_fail(
    redis_kit: RedisKit, hand_clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.features.calendar_watch.watch.MOST", IN_A_STRETCH)
    await redis_kit.watching.keep_group("contoso", PEOPLE)
    subscribed, caught_up = Subscribed(fails=part_of(PEOPLE[0])), set[str]()
    whom = Whom(redis_kit.people, redis_kit.watching, named=["Boss"], allowed=True)
    watch = Watch(subscribed, redis_kit.queue, whom, hand_clock)

    async def twice(job: Job) -> None:
        for _ in range(2):  # as where a worker dies after its work and before its word of it
            if isinstance(job, WatchMailboxes):
                await watch.look(job)
            elif isinstance(job, WatchStretch):
                await watch.stretch(job)
            elif isinstance(job, CatchUp):
                caught_up.add(job.mailbox)

    await redis_kit.queue.enqueue(WatchMailboxes("contoso", walk=hand_clock.now().isoformat()))
    async with working(redis_kit, twice, concurrency=8):
        await until(lambda: _idle(redis_kit))
    everybody = {*PEOPLE, "boss"}
    assert subscribed.watched == caught_up == everybody
    assert set(subscribed.pages) == {"", "two", "three"}
    assert subscribed.most <= IN_A_STRETCH
    covered = Counter(one for stretch in subscribed.stretches for one in everybody if one in stretch)
    assert covered == Counter(everybody), "no mailbox is in two stretches"
    assert {stretch.part for stretch in subscribed.stretches} == set(range(PARTS)), "who left is looked for in all"


async def _idle(kit: RedisKit) -> bool:
    return await kit.stats.depth() == 0
