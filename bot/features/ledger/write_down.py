"""A messenger that writes down what it was asked to send and what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.domain.cards import Card
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.ledger import Entry
from bot.domain.person import Person
from bot.domain.ports import Clock, Ledger, Messenger
from bot.errors import PotluckError, TryLater, Unreachable

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class WritesDown:
    """Keeps the contract of `bot.domain.ports.Messenger`. A send is never held up by its record."""

    messenger: Messenger
    ledger: Ledger
    clock: Clock

    async def send(self, to: Conversation, card: Card, *, once: str, summary: str) -> MessageRef:
        return await self._written_down(to, once, self.messenger.send(to, card, once=once, summary=summary))

    async def send_text(self, to: Conversation, text: str, *, once: str) -> MessageRef:
        return await self._written_down(to, once, self.messenger.send_text(to, text, once=once))

    async def open_personal(self, person: Person, *, service_url: str) -> Conversation:
        return await self.messenger.open_personal(person, service_url=service_url)

    async def update(self, message: MessageRef, card: Card, *, summary: str) -> None:
        await self.messenger.update(message, card, summary=summary)

    async def members(self, of: Conversation) -> Sequence[Person]:
        return await self.messenger.members(of)

    async def scheduled_length(self, chat: Conversation, meeting_id: str) -> timedelta | None:
        return await self.messenger.scheduled_length(chat, meeting_id)

    async def _written_down(self, to: Conversation, once: str, sending: Awaitable[MessageRef]) -> MessageRef:
        try:
            sent = await sending
        except PotluckError as why:
            await self._write(to, once, why.reason if isinstance(why, Unreachable) else type(why).__name__)
            raise
        await self._write(to, once, "delivered")
        return sent

    async def _write(self, to: Conversation, once: str, came_of_it: str) -> None:
        entry = Entry(self.clock.now(), once.partition(":")[0], came_of_it)
        try:
            await self.ledger.write(to.tenant, to.id, entry, once=once)
        except TryLater:
            log.warning("ledger_not_written", kind=entry.kind)
