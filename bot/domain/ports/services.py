"""What is asked of Teams, Entra ID, other systems and the time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.cards import Card
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.person import Person
from bot.domain.team import Channel, Team


class Clock(Protocol):
    def now(self) -> datetime:
        """The moment the product lives in, aware UTC."""
        ...


class TokenSource(Protocol):
    async def token(self, scope: str) -> str:
        """An app-only bearer token, cached and renewed off the event loop, one request in flight per scope."""
        ...


class Messenger(Protocol):
    """Teams, as the inside sees it. `once` names the effect: a second send with the same key sends nothing and
    returns the first message. A send whose answer was lost raises MaybeDelivered and is never repeated."""

    async def send(self, to: Conversation, card: Card, *, once: str, summary: str) -> MessageRef: ...

    async def send_text(self, to: Conversation, text: str, *, once: str) -> MessageRef: ...

    async def withhold(self, person: Person, *, once: str, reason: str) -> None:
        """This is not said to them, so that they can ask why not. `once` is the key that the send would have had,
        `reason` a stable code."""
        ...

    async def open_personal(self, person: Person, *, service_url: str) -> Conversation:
        """The 1:1 chat with a person. Unreachable where the app is not installed in any scope they share."""
        ...

    async def update(self, message: MessageRef, card: Card, *, summary: str) -> None:
        """Gone where the message was deleted."""
        ...

    async def members(self, of: Conversation) -> Sequence[Person]:
        """All people of a conversation or team, all pages, bots left out."""
        ...

    async def channels(self, of: Team) -> Sequence[Channel]:
        """Those of the team that the bot may know of, the first one first; none where nobody can tell."""
        ...

    async def scheduled_length(self, chat: Conversation, meeting_id: str) -> timedelta | None:
        """How long the meeting of this chat is meant to take, or None where nobody can tell."""
        ...


class Installs(Protocol):
    async def install(self, person: str) -> bool:
        """Whether the app is installed for this person now, or was before. False where that is not allowed."""
        ...


class HookSender(Protocol):
    def is_allowed(self, url: str) -> bool:
        """https to a public address; what a name leads to is only seen, and held against the same rule, on sending."""
        ...

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """The HTTP status that was answered. TryLater where none came; GiveUp where the address is not allowed."""
        ...
