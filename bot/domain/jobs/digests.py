"""What is to be done about the digests of teams and people."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.conversation import MessageRef
from bot.domain.jobs.job import Job


@dataclass(frozen=True, slots=True)
class PlanDigest(Job):
    """Put a team on the digest schedule, or off it where it is inactive. `today`: its settings changed, so that
    today's moment counts though it may have passed."""

    team: str
    today: bool = False


@dataclass(frozen=True, slots=True)
class RefreshDigest(Job):
    """Bring the team's digest card up to date after a click in it. `message` is the card that was clicked."""

    team: str
    date: str
    message: MessageRef | None = None


@dataclass(frozen=True, slots=True)
class SendDigest(Job):
    """Post the digest of a team for one local date (ISO)."""

    team: str
    date: str


@dataclass(frozen=True, slots=True)
class NoteMissedDigest(Job):
    """The digest of that date (ISO) came too late to be sent: the next one says so."""

    team: str
    date: str


@dataclass(frozen=True, slots=True)
class PlanMyDigest(Job):
    """Put a person on the digest schedule, or off it, as they chose."""

    person: str


@dataclass(frozen=True, slots=True)
class SendMyDigest(Job):
    """Send a person's own digest for one local date (ISO)."""

    person: str
    date: str
