"""Teams tells that a meeting began or ended: keep it as a job and answer at once."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.events import MeetingEnded, MeetingStarted
from bot.domain.jobs import AskOutcomes, NoteStart
from bot.domain.ports import JobQueue


@dataclass(frozen=True, slots=True)
class OnMeeting:
    queue: JobQueue

    async def started(self, event: MeetingStarted) -> None:
        origin = event.origin
        await self.queue.enqueue(
            NoteStart(
                origin.conversation.tenant, event.meeting_id, event.title, event.start.isoformat(), origin.conversation
            ),
            once=f"started:{origin.event_id}",
        )

    async def ended(self, event: MeetingEnded) -> None:
        origin = event.origin
        await self.queue.enqueue(
            AskOutcomes(
                origin.conversation.tenant, event.meeting_id, event.title, event.end.isoformat(), origin.conversation
            ),
            once=f"ended:{origin.event_id}",
        )
