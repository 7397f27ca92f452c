"""Teams: the people who share one digest, and when they read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

from bot.domain.conversation import Conversation, MessageRef
from bot.domain.workdays import WEEKDAYS, Workdays


@dataclass(frozen=True, slots=True)
class DigestTime:
    """When a team reads its digest: local wall-clock time on the given weekdays, less public holidays."""

    zone: str = "UTC"
    at: time = time(9, 0)
    days: tuple[int, ...] = WEEKDAYS
    country: str | None = None  # ISO 3166-1 alpha-2: whose public holidays are days off

    @property
    def works(self) -> Workdays:
        return Workdays(self.days, self.country)


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of a team. The first one has the team's own id."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Team:
    """A Teams team, or a meeting chat whose people share no team (`kind` "chat"). `channel` takes the digest."""

    tenant: str
    id: str
    name: str
    channel: Conversation
    kind: str = "team"
    digest: DigestTime = field(default_factory=DigestTime)
    active: bool = True  # archived or uninstalled teams get nothing
    last_digest: MessageRef | None = None
    last_digest_day: date | None = None
    missed_since: date | None = None  # the first day whose digest could not be posted, until the next is posted
    keepers: tuple[str, ...] = ()  # who may change these settings; nobody named: every member
    locale: str = "en-GB"  # the language of what all of them read
    removed_at: datetime | None = None  # when Potluck was taken out of it; erased some days later
    version: int = 0

    def missed_before(self, day: date) -> date | None:
        """The first missed day that the digest of `day` has to make up for: missed after the digest before it."""
        first, last = self.missed_since, self.last_digest_day
        if first is None or first >= day or (last is not None and first <= last < day):
            return None
        return first
