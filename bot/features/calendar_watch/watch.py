"""Subscriptions: exactly the configured mailboxes are watched; trouble is mended and caught up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.events import SubscriptionTroubled
from bot.domain.jobs import CatchUp, MendSubscription, WatchMailboxes
from bot.domain.ports import Clock, JobQueue, Subscriptions


@dataclass(frozen=True, slots=True)
class Watch:
    subscriptions: Subscriptions
    queue: JobQueue
    mailboxes: Sequence[str]

    async def __call__(self, job: WatchMailboxes) -> None:
        for mailbox in await self.subscriptions.watch(job.tenant, self.mailboxes):
            await self.queue.enqueue(CatchUp(job.tenant, mailbox))


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
