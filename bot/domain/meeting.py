"""Invites (calendar events as written) and meeting instances (one occurrence that really took place)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.domain.conversation import Conversation, MessageRef

Recurrence = Literal["none", "daily", "weekly", "biweekly", "monthly"]
EventKind = Literal["singleInstance", "seriesMaster", "occurrence", "exception"]
Sensitivity = Literal["normal", "personal", "private", "confidential"]


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody in an invite, the organizer included; rooms are not people. `address` is lower case."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class AgendaText:
    """What is judged of an invite: its words and a few plain facts."""

    subject: str
    body: str = ""
    body_type: str = "text"
    duration_min: int | None = None
    required: int | None = None
    optional: int | None = None
    recurring: str = "none"

    @property
    def people(self) -> int | None:
        """None where nobody counted."""
        return None if self.required is None else self.required + (self.optional or 0)


@dataclass(frozen=True, slots=True)
class Invite:
    """A calendar event, read for one judgement and then forgotten. Times are aware UTC; `body` is as written.

    `required` counts the required people with the organizer, `optional` the others; rooms are not people.
    """

    tenant: str
    mailbox: str  # Entra object id of the person whose calendar it lies in
    event_id: str  # immutable id
    change_key: str
    subject: str
    body: str
    body_type: Literal["text", "html"]
    start: datetime
    end: datetime
    required: int
    optional: int
    external: bool
    recurring: Recurrence
    sensitivity: Sensitivity
    organizer_id: str | None  # Entra object id where the directory knows the organizer
    is_organizer: bool  # the mailbox's owner organizes it
    cancelled: bool = False
    all_day: bool = False
    show_as: str = "busy"
    series_id: str | None = None
    join_url: str | None = None
    kind: EventKind = "singleInstance"
    attendees: tuple[Attendee, ...] = ()  # the organizer first
    modified: datetime | None = None  # last saved, by the calendar's own clock

    @property
    def duration(self) -> timedelta:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class MeetingInstance:
    """One occurrence of a meeting: keyed by meeting id and start, since a series shares one id and one chat."""

    tenant: str
    meeting_id: str
    start: datetime
    chat: Conversation
    title: str
    ended: datetime | None = None
    team: str | None = None  # id of the team whose digest its tasks belong to
    card: MessageRef | None = None  # the outcome card in the meeting chat
    answered: tuple[str, ...] = ()  # person ids; shown as a count only
    checking: tuple[str, ...] = ()  # person ids: they have not said yet that what was understood is right
    aside: tuple[str, ...] = ()  # outcome ids: nothing to do was found in these words, and their author decides
    closed: bool = False
    previous: str | None = None  # key of the occurrence before this one, as far as it is known
    version: int = 0

    @property
    def key(self) -> str:
        return f"{self.meeting_id}@{self.start.strftime('%Y%m%dT%H%M%SZ')}"
