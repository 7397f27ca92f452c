"""What is asked of the queue, the schedule and the marks around sends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.domain.conversation import MessageRef
from bot.domain.jobs import Job
from bot.domain.team import DigestTime


class JobQueue(Protocol):
    async def enqueue(self, job: Job, *, once: str | None = None, at: datetime | None = None) -> bool:
        """Kept durably when this returns. `once`: a second job with the same key within 7 days is dropped and
        False is returned. `at`: not before that moment of the product's clock."""
        ...


@dataclass(frozen=True, slots=True)
class Due:
    """A digest whose moment came. `planned_for` is the original due moment, over crashes too."""

    tenant: str
    team: str
    planned_for: datetime
    settings: DigestTime


class Schedule(Protocol):
    """When each team's digest is due: a due index that any number of scheduler replicas share, with no leader."""

    async def plan(self, tenant: str, team: str, settings: DigestTime, next_at: datetime | None) -> None:
        """(Re)plan a team; None takes it off the schedule."""
        ...

    async def claim(self, *, limit: int = 50) -> Sequence[Due]:
        """Lease what is due now; what is not fired within the lease is claimed again by somebody."""
        ...

    async def fire(
        self, due: Due, job: Job | None, *, once: str, next_at: datetime | None
    ) -> Literal["fired", "already", "skipped", "changed"]:
        """In one step: enqueue the job unless `once` was fired before, and plan `next_at`. "skipped" for job None;
        "changed" where the team was planned anew under us: it is claimed again when its new moment comes."""
        ...


class SendOnce(Protocol):
    """Marks around a send, so that a card is never shown twice. A crash between mark and record leaves the send
    in doubt for ever: it may have arrived, and a card that is missing is mended by the next digest or list."""

    async def begin(self, key: str) -> MessageRef | Literal["begun", "in_doubt"]:
        """The message that was sent under this key, or leave to send it now, or doubt."""
        ...

    async def done(self, key: str, message: MessageRef) -> None: ...

    async def forget(self, key: str) -> None:
        """The send definitely failed: it may be tried again."""
        ...
