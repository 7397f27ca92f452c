"""An invite was written, changed or deleted: look at it once the organizer has stopped editing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.events import InviteChanged
from bot.domain.feature import OnEvent
from bot.domain.jobs import JudgeInvite
from bot.domain.ports import Clock, JobQueue


@dataclass(frozen=True, slots=True)
class OnInvite:
    """One save gives up to three notifications, and editing gives many: all that fall into one window of the
    debounce become one job, which runs when the window has passed and reads the event as it is by then, if it is."""

    queue: JobQueue
    clock: Clock
    debounce: timedelta

    def events(self) -> dict[type, OnEvent]:
        return {InviteChanged: self}

    async def __call__(self, event: InviteChanged) -> None:
        window, due = self._window()
        await self.queue.enqueue(
            JudgeInvite(event.tenant, event.mailbox, event.event_id),
            once=f"judge:{event.tenant}:{event.mailbox}:{event.event_id}:{window}",
            at=due,
        )

    def _window(self) -> tuple[int, datetime]:
        now, length = self.clock.now(), max(self.debounce.total_seconds(), 0.001)
        window = int(now.timestamp() // length)
        return window, datetime.fromtimestamp((window + 1) * length, UTC)
