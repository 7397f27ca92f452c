"""What the tenant holds: chats, messages, invites, meetings. Mutable plain data; only `World` changes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Card = dict[str, Any]
ChatKind = Literal["personal", "meeting", "channel"]
RECURRENCES = ("none", "daily", "weekly", "biweekly", "monthly")
SENSITIVITIES = ("normal", "personal", "private", "confidential")


@dataclass(frozen=True, slots=True)
class Sender:
    kind: Literal["bot", "person"]
    id: str
    name: str


@dataclass(slots=True)
class Message:
    """`views` holds what a click or a refresh showed to one person alone; it lasts until the card itself is edited."""

    id: str
    sender: Sender
    at: datetime
    text: str | None = None
    card: Card | None = None
    edited: bool = False
    deleted: bool = False
    to_bot: bool = False  # the bot was told of it, so it is told of edits as well
    thread: str | None = None  # in a channel: the message it answers
    views: dict[str, Card] = field(default_factory=dict)


@dataclass(slots=True)
class Chat:
    """`id` is Teams' conversation id: `a:...`, `19:meeting_...@thread.v2` or `19:...@thread.tacv2`."""

    id: str
    kind: ChatKind
    title: str
    member_ids: list[str]
    person_id: str | None = None
    meeting_id: str | None = None
    team_id: str | None = None
    unread: int = 0
    messages: list[Message] = field(default_factory=list)

    def message(self, message_id: str) -> Message:
        """Raises KeyError for an id that was never given out here, or whose message is deleted."""
        for message in self.messages:
            if message.id == message_id and not message.deleted:
                return message
        raise KeyError(message_id)


@dataclass(frozen=True, slots=True)
class Team:
    """Its first channel bears the team's own id."""

    id: str
    group_id: str
    name: str
    member_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InviteWords:
    """An invite as somebody fills it in. People are ids of the tenant."""

    subject: str
    organizer: str
    start: datetime
    end: datetime
    body: str = ""
    body_type: Literal["text", "html"] = "text"
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    recurring: str = "none"
    sensitivity: str = "normal"
    external: bool = False


@dataclass(slots=True)
class Invite:
    id: str
    words: InviteWords
    meeting_id: str
    status: Literal["sent", "cancelled"] = "sent"


@dataclass(slots=True)
class Meeting:
    """`id` is the one that Teams tells bots (channelData.meeting.id)."""

    id: str
    title: str
    invite_id: str
    chat_id: str
    organizer: str
    join_url: str
    start: datetime
    end: datetime
    state: Literal["scheduled", "live", "ended"] = "scheduled"
    present_ids: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Traffic:
    """One HTTP exchange between two parties. `status` is 0 where no answer came."""

    at: datetime
    sender: str
    receiver: str
    what: str
    status: int
