"""Graph tells, sealed, that a meeting's call is over: one more way to hear of an end, where Teams told of its start."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.domain.events import SealedTold
from bot.domain.ids import content_hash
from bot.domain.jobs import AskOutcomes, OpenSealed
from bot.domain.ports import JobQueue, MeetingStore, Sealed
from bot.errors import BadInput, NotAllowed

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class OnSealed:
    queue: JobQueue

    async def __call__(self, event: SealedTold) -> None:
        await self.queue.enqueue(
            OpenSealed(event.tenant, event.content, event.tokens), once=f"sealed:{content_hash(event.content)}"
        )


@dataclass(frozen=True, slots=True)
class Open:
    """Of a meeting whose chat Potluck is not in nothing is known, so nothing is asked. Teams' own word of the same
    end finds the card there."""

    sealed: Sealed
    meetings: MeetingStore
    queue: JobQueue

    async def __call__(self, job: OpenSealed) -> None:
        try:
            ended = await self.sealed.open(job.content, job.tokens)
        except (NotAllowed, BadInput) as why:
            log.warning("sealed_not_believed", reason=why.reason if isinstance(why, NotAllowed) else why.detail)
            return
        known = await self.meetings.latest(job.tenant, ended.meeting_id) if ended else None
        if ended is None or known is None:
            return
        at = ended.at.isoformat()
        await self.queue.enqueue(
            AskOutcomes(job.tenant, known.meeting_id, known.title, at, known.chat),
            once=f"ended:{known.meeting_id}:{at}",
        )
