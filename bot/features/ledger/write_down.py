"""A messenger that writes down, counts and traces what it was asked to send and what came of it, or was left unsaid."""

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
from bot.domain.team import Channel, Team
from bot.errors import PotluckError, TryLater, Unreachable
from bot.sight import metrics
from bot.sight.spans import SpanKind, span

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

    async def withhold(self, person: Person, *, once: str, reason: str) -> None:
        await self._write(person.tenant, person.id, once, reason)
        await self.messenger.withhold(person, once=once, reason=reason)

    async def open_personal(self, person: Person, *, service_url: str) -> Conversation:
        return await self.messenger.open_personal(person, service_url=service_url)

    async def update(self, message: MessageRef, card: Card, *, summary: str) -> None:
        await self.messenger.update(message, card, summary=summary)

    async def members(self, of: Conversation) -> Sequence[Person]:
        return await self.messenger.members(of)

    async def channels(self, of: Team) -> Sequence[Channel]:
        return await self.messenger.channels(of)

    async def scheduled_length(self, chat: Conversation, meeting_id: str) -> timedelta | None:
        return await self.messenger.scheduled_length(chat, meeting_id)

    async def _written_down(self, to: Conversation, once: str, sending: Awaitable[MessageRef]) -> MessageRef:
        kind = once.partition(":")[0]
        try:
            with span(f"send {kind}", SpanKind.CLIENT, {"potluck.kind": kind}):
                sent = await sending
        except PotluckError as why:
            reason = why.reason if isinstance(why, Unreachable) else type(why).__name__
            metrics.CARDS_FAILED.labels(kind=kind, reason=reason).inc()
            await self._write(to.tenant, to.id, once, reason)
            raise
        metrics.CARDS_SENT.labels(kind=kind).inc()
        await self._write(to.tenant, to.id, once, "delivered")
        return sent

    async def _write(self, tenant: str, place: str, once: str, came_of_it: str) -> None:
        entry = Entry(self.clock.now(), once.partition(":")[0], came_of_it)
        try:
            await self.ledger.write(tenant, place, entry, once=once)
        except TryLater:
            log.warning("ledger_not_written", kind=entry.kind)
