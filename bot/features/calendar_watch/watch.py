"""Subscriptions: exactly the mailboxes that may be read are watched; trouble is mended and caught up.

A walk first looks at what Graph holds, a few pages per job, then at the mailboxes, a stretch per job, in a few lanes:
so no job has to do with all of a large company, and few of the workers' hands are in it at once. A job that fails lets
its lane go on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.events import SubscriptionTroubled
from bot.domain.ids import content_hash
from bot.domain.jobs import CatchUp, MendSubscription, WatchMailboxes, WatchStretch
from bot.domain.ports import Clock, JobQueue, Subscriptions
from bot.domain.stretch import PARTS, Stretch
from bot.features.calendar_watch.whom import Whom

AT_ONCE = 100
LANES = 4
MOST = 1000  # mailboxes in a stretch


@dataclass(frozen=True, slots=True)
class Watch:
    """Every mailbox is read through delta once a day and after each start besides, and at once where it was not watched
    until now."""

    subscriptions: Subscriptions
    queue: JobQueue
    whom: Whom
    clock: Clock

    async def look(self, job: WatchMailboxes) -> None:
        if not await self.whom.anybody(job.tenant) and not await self.subscriptions.any_kept(job.tenant):
            return  # an installation that reads no calendars may have no leave to ask for anything
        walk = job.walk or self.clock.now().isoformat()
        page = await self.subscriptions.look(job.tenant, walk=walk, page=job.page)
        if page:
            await self._go_on(replace(job, walk=walk, page=page), content_hash(page))
            return
        for part in range(LANES):
            await self._go_on(WatchStretch(job.tenant, part, start=job.start, walk=walk), part)

    async def stretch(self, job: WatchStretch) -> None:
        known = await self.whom.known(job.tenant, Stretch(job.part, job.first, job.before))
        here, after = known[:MOST], "".join(known[MOST : MOST + 1])
        try:
            await self._watch(job, Stretch(job.part, job.first, after or job.before), here)
        finally:
            if after:
                await self._go_on(replace(job, first=after), job.part, after)
            elif job.walk and job.part + LANES < PARTS:
                await self._go_on(replace(job, part=job.part + LANES, first=""), job.part + LANES)

    async def _watch(self, job: WatchStretch, stretch: Stretch, people: Sequence[str]) -> None:
        wanted = await self.whom.willing(job.tenant, people)
        for mailbox in await self.subscriptions.watch(job.tenant, stretch, wanted, walk=job.walk):
            await self.queue.enqueue(CatchUp(job.tenant, mailbox))
        since = job.start or self.clock.now().date().isoformat()
        for first in range(0, len(wanted), AT_ONCE):
            await asyncio.gather(
                *(self._once(job.tenant, mailbox, since) for mailbox in wanted[first : first + AT_ONCE])
            )

    async def _go_on(self, job: WatchMailboxes | WatchStretch, *where: object) -> None:
        tag = ":".join(map(str, where))
        await self.queue.enqueue(job, once=f"{type(job).__name__}:{job.tenant}:{job.walk}:{tag}")

    async def _once(self, tenant: str, mailbox: str, since: str) -> None:
        await self.queue.enqueue(CatchUp(tenant, mailbox), once=f"catch-up:{tenant}:{mailbox}:{since}")


@dataclass(frozen=True, slots=True)
class OnTrouble:
    queue: JobQueue
    clock: Clock

    async def __call__(self, event: SubscriptionTroubled) -> None:
        """Repeats within a minute are one trouble."""
        minute = int(self.clock.now().timestamp() // 60)
        await self.queue.enqueue(
            MendSubscription(event.tenant, event.subscription_id, event.kind),
            once=f"mend:{event.tenant}:{event.subscription_id}:{event.kind}:{minute}",
        )


@dataclass(frozen=True, slots=True)
class Mend:
    subscriptions: Subscriptions
    queue: JobQueue

    async def __call__(self, job: MendSubscription) -> None:
        mailbox = await self.subscriptions.mend(job.tenant, job.subscription_id, job.kind)
        if mailbox:
            await self.queue.enqueue(CatchUp(job.tenant, mailbox))
