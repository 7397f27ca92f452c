"""Job: remember that a meeting is private, so that its tasks stay in its own chat."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.jobs import NotePrivateMeeting
from bot.domain.ports import MeetingStore


@dataclass(frozen=True, slots=True)
class NotePrivate:
    meetings: MeetingStore

    async def __call__(self, job: NotePrivateMeeting) -> None:
        await self.meetings.note_private(job.tenant, job.chat_id)
