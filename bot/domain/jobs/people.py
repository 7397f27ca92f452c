"""What is to be done about people, the places the bot is in, and what they ask."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.cards import Card
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.jobs.job import Job


@dataclass(frozen=True, slots=True)
class AnswerMessage(Job):
    """Answer a command that somebody wrote to the bot. `command` as in `bot.domain.commands`."""

    event_id: str
    conversation: Conversation
    sender: str
    command: str
    zone: str | None = None
    team: str | None = None  # whose place it was asked in


@dataclass(frozen=True, slots=True)
class AnswerAboutData(Job):
    """Answer "export my data" or "delete my data" (`command`: export, delete) with its card."""

    event_id: str
    conversation: Conversation
    sender: str
    command: str


@dataclass(frozen=True, slots=True)
class ForgetPerson(Job):
    """Leave nothing that names a person. `since` is how far `walk`, one of perhaps several, has come."""

    person: str
    walk: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class ExplainSends(Job):
    """Answer "why did I get this" in a private chat. `sender` is a person id; an older release told none."""

    event_id: str
    conversation: Conversation
    sender: str = ""


@dataclass(frozen=True, slots=True)
class ForgetWhoLeft(Job):
    """Forget a person who took Potluck out of their private chat some days ago, unless they came back."""

    person: str


@dataclass(frozen=True, slots=True)
class EraseTeam(Job):
    """Erase a team that Potluck was taken out of at a moment (ISO 8601 UTC), unless it came back since."""

    team: str
    removed_at: str


@dataclass(frozen=True, slots=True)
class UpdateCard(Job):
    """Bring a card to the state that was answered to a click: the reply reaches only the clicking client, the
    message itself changes by an edit. Holds the card until then."""

    message: MessageRef
    card: Card
    summary: str


@dataclass(frozen=True, slots=True)
class Welcome(Job):
    """The bot is in some place, or its people changed: learn who is there; `hello` where it was just installed, by
    somebody whose Teams speaks `locale`."""

    conversation: Conversation
    team_id: str | None = None
    team_name: str | None = None
    channel_id: str | None = None
    hello: bool = False
    locale: str | None = None
