"""The Messenger port over the Bot Connector service.

Each send happens at most once per key: the mark is set right before the bytes leave, and only a definite failure
lifts it. A crash in between leaves the send in doubt for ever, because a card shown twice is worse than one missed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.adapters.teams.connector import Connector
from bot.adapters.teams.fields import moment, object_at, text_at
from bot.adapters.teams.invoke_reply import CARD_TYPE
from bot.adapters.teams.origin import read_person
from bot.domain.cards import Card, is_judged
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.person import Person
from bot.domain.ports import SendOnce
from bot.domain.team import Channel, Team
from bot.errors import GiveUp, Gone, MaybeDelivered, NotAllowed, Unreachable

# Teams shows these as its label "AI generated", and as two buttons whose press comes back as an invoke
_AI_LABEL = {
    "type": "https://schema.org/Message",
    "@type": "Message",
    "@context": "https://schema.org",
    "additionalType": ["AIGeneratedContent"],
}
FIRST_CHANNEL = "General"  # Teams tells no name of it
_RATING = {"feedbackLoop": {"type": "default"}}


class TeamsMessenger:
    """See bot.domain.ports.Messenger. Cards and text never travel together: such a message could not be updated."""

    def __init__(self, connector: Connector, once: SendOnce) -> None:
        self._connector = connector
        self._once = once

    async def send(self, to: Conversation, card: Card, *, once: str, summary: str) -> MessageRef:
        return await self._send(to, _card_message(card, summary), once)

    async def send_text(self, to: Conversation, text: str, *, once: str) -> MessageRef:
        """The text is shown literally: people's words in it cannot become Markdown."""
        return await self._send(to, {"type": "message", "text": text, "textFormat": "plain"}, once)

    async def withhold(self, person: Person, *, once: str, reason: str) -> None:
        """Teams hears nothing of what is not said; the ledger around this does."""

    async def update(self, message: MessageRef, card: Card, *, summary: str) -> None:
        await self._connector.update(message, _card_message(card, summary))

    async def open_personal(self, person: Person, *, service_url: str) -> Conversation:
        chat_id = await self._connector.create_personal(service_url, person.tenant, person.teams_id or person.id)
        return Conversation(person.tenant, chat_id, service_url, "personal")

    async def members(self, of: Conversation) -> Sequence[Person]:
        found: dict[str, Person] = {}
        async for account in self._connector.members(of):
            person = _member(account, of.tenant)
            if person:
                found[person.id] = person
        return tuple(found.values())

    async def channels(self, of: Team) -> Sequence[Channel]:
        if of.kind != "team":
            return ()
        try:
            told = await self._connector.channels(of.channel.service_url, of.id)
        except (Unreachable, Gone, GiveUp, NotAllowed):
            return ()
        found = ((text_at(one, "id"), text_at(one, "name")) for one in told)
        return tuple(Channel(channel, name or FIRST_CHANNEL) for channel, name in found if channel)

    async def scheduled_length(self, chat: Conversation, meeting_id: str) -> timedelta | None:
        """A series tells the times of its first occurrence, so only their distance counts."""
        try:
            details = object_at(await self._connector.meeting(chat, meeting_id), "details")
        except (Unreachable, Gone, GiveUp, NotAllowed):
            return None
        start, end = moment(details.get("scheduledStartTime")), moment(details.get("scheduledEndTime"))
        return end - start if start and end and start < end else None

    async def _send(self, to: Conversation, message: Mapping[str, Any], key: str) -> MessageRef:
        try:
            activity_id = await self._connector.send(to, message, _OnceMarks(self._once, key))
        except _SentBeforeError as before:
            return before.message
        sent = MessageRef(to, activity_id)
        await self._once.done(key, sent)
        return sent


class _SentBeforeError(Exception):
    def __init__(self, message: MessageRef) -> None:
        super().__init__("sent before")
        self.message = message


@dataclass(frozen=True, slots=True)
class _OnceMarks:
    once: SendOnce
    key: str

    async def begin(self) -> None:
        state = await self.once.begin(self.key)
        if isinstance(state, MessageRef):
            raise _SentBeforeError(state)
        if state == "in_doubt":
            raise MaybeDelivered("an earlier send is in doubt")

    async def failed(self) -> None:
        await self.once.forget(self.key)


def _card_message(card: Card, summary: str) -> dict[str, Any]:
    message = {
        "type": "message",
        "summary": summary,
        "attachments": [{"contentType": CARD_TYPE, "content": card}],
    }
    return {**message, "entities": [_AI_LABEL], "channelData": _RATING} if is_judged(card) else message


def _member(account: Mapping[str, Any], tenant: str) -> Person | None:
    """None for a bot. Somebody of another organization is a guest here, whatever their role says."""
    person = read_person(account, tenant)
    home = text_at(account, "tenantId")
    if person is None or person.guest or home is None or home.startswith("29:") or home.lower() == tenant.lower():
        return person
    return Person(person.tenant, person.id, person.name, person.teams_id, person.email, guest=True)
