"""Subscriptions: exactly the mailboxes that may be read are watched; trouble is mended and caught up."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.domain.events import SubscriptionTroubled
from bot.domain.jobs import CatchUp, MendSubscription, WatchMailboxes
from bot.domain.ports import Clock, JobQueue, Subscriptions
from bot.features.calendar_watch.whom import Whom

AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Watch:
    """Every mailbox is read through delta once a day and after each start besides, and at once where it was not watched
    until now."""

    subscriptions: Subscriptions
    queue: JobQueue
    whom: Whom
    clock: Clock

    async def __call__(self, job: WatchMailboxes) -> None:
        wanted, since = await self.whom(job.tenant), job.start or self.clock.now().date().isoformat()
        for mailbox in await self.subscriptions.watch(job.tenant, wanted):
            await self.queue.enqueue(CatchUp(job.tenant, mailbox))
        for first in range(0, len(wanted), AT_ONCE):  # one by one, hundreds of thousands would outlast the job's limit
            await asyncio.gather(
                *(self._once(job.tenant, mailbox, since) for mailbox in wanted[first : first + AT_ONCE])
            )

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
