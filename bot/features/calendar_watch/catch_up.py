"""Job: what changed in a mailbox while nobody was listening is told as if it had just been notified."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.events import InviteChanged
from bot.domain.jobs import CatchUp
from bot.domain.ports import Calendar
from bot.features.calendar_watch.whom import Whom


@dataclass(frozen=True, slots=True)
class ReadChanges:
    """The position moves on only when every change is kept: a crash in between tells some of them twice. Who opted out
    since the job was written is not read."""

    calendar: Calendar
    whom: Whom
    tell: Callable[[InviteChanged], Awaitable[None]]

    async def __call__(self, job: CatchUp) -> None:
        if not await self.whom.may_read(job.tenant, job.mailbox):
            return
        async with self.calendar.changes(job.tenant, job.mailbox) as changed:
            for event_id in changed:
                await self.tell(InviteChanged(job.tenant, job.mailbox, event_id, "updated"))
