"""What happened, told by Teams or Graph. Past tense, frozen, free of activity shapes.

The edge (`adapters/teams/incoming.py`, `adapters/graph/notifications.py`) turns every payload into exactly one of
these, `Ignored` included: it is total and never raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.domain.conversation import Conversation
from bot.domain.person import Person


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an event came from. `event_id` is stable over re-deliveries, so it serves as the idempotency key."""

    event_id: str  # conversation id + activity id
    conversation: Conversation
    sender: Person | None
    at: datetime
    activity_id: str | None = None
    reply_to: str | None = None
    locale: str | None = None
    zone: str | None = None
    bot_id: str | None = None
    meeting_id: str | None = None
    team_id: str | None = None
    team_name: str | None = None
    channel_id: str | None = None


@dataclass(frozen=True, slots=True)
class MeetingStarted:
    origin: Origin
    meeting_id: str
    title: str
    start: datetime


@dataclass(frozen=True, slots=True)
class MeetingEnded:
    origin: Origin
    meeting_id: str
    title: str
    end: datetime


@dataclass(frozen=True, slots=True)
class AppInstalled:
    """The bot may write here from now on. Arrives twice (installationUpdate and conversationUpdate)."""

    origin: Origin


@dataclass(frozen=True, slots=True)
class AppRemoved:
    origin: Origin


@dataclass(frozen=True, slots=True)
class MembersChanged:
    origin: Origin
    added: tuple[str, ...] = ()  # teams ids or object ids, as told
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TeamChanged:
    origin: Origin
    change: Literal["renamed", "archived", "unarchived", "deleted", "restored"]


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """Somebody wrote to the bot: 1:1, or with a mention elsewhere. `text` is plain, without the bot's mention."""

    origin: Origin
    text: str
    mentioned: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageEdited:
    origin: Origin
    text: str
    mentioned: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageDeleted:
    origin: Origin


@dataclass(frozen=True, slots=True)
class CardAnswered:
    """A button of one of our cards. `data` holds the button's data and the inputs; trust none of it.

    `automatic` marks a refresh by the client, which must have no side effect. `card_id` is the card's activity id.
    """

    origin: Origin
    verb: str
    data: Mapping[str, Any] = field(default_factory=dict)
    card_id: str | None = None
    automatic: bool = False
    wants_reply: bool = True  # False for Action.Submit, which cannot be answered with a card
    in_search: bool = False  # a search in a message extension: the answer is a list to choose from
    in_dialog: bool = False  # chosen from a message's menu: the answer is told as words


@dataclass(frozen=True, slots=True)
class AnswerRated:
    """Somebody pressed good or bad beside something that the model made. What they wrote with it is not taken in."""

    origin: Origin
    good: bool


@dataclass(frozen=True, slots=True)
class Ignored:
    """Understood, and nothing to do. `reason` is a short stable code for logs and metrics; `invoke` its name
    where the service waits for an answer all the same."""

    reason: str
    invoke: str | None = None


TeamsEvent = (
    MeetingStarted
    | MeetingEnded
    | AppInstalled
    | AppRemoved
    | MembersChanged
    | TeamChanged
    | MessageReceived
    | MessageEdited
    | MessageDeleted
    | CardAnswered
    | AnswerRated
    | Ignored
)


@dataclass(frozen=True, slots=True)
class InviteChanged:
    """Graph says that something about an event changed; what, only reading the event tells."""

    tenant: str
    mailbox: str
    event_id: str
    change: Literal["created", "updated", "deleted"]


@dataclass(frozen=True, slots=True)
class SubscriptionTroubled:
    """A lifecycle notification; an unknown kind is told as "missed"."""

    tenant: str
    subscription_id: str
    kind: Literal["reauthorizationRequired", "subscriptionRemoved", "missed"]


@dataclass(frozen=True, slots=True)
class SealedTold:
    """A notification that carries its resource, encrypted. Nothing of it is believed before a worker has opened it.

    `content` is JSON as it came; `tokens` say who sent it."""

    tenant: str
    content: str = field(repr=False)
    tokens: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class CallEnded:
    """Graph's word that the call of a meeting is over: what was found inside a sealed notification."""

    meeting_id: str
    at: datetime


GraphEvent = InviteChanged | SubscriptionTroubled | SealedTold
Event = TeamsEvent | GraphEvent
