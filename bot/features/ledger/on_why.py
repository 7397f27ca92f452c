"""Somebody asks in private why they got something."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.commands import WHY, parse_command
from bot.domain.events import MessageReceived
from bot.domain.jobs import ExplainSends
from bot.domain.ports import JobQueue


@dataclass(frozen=True, slots=True)
class OnWhy:
    queue: JobQueue

    async def __call__(self, event: MessageReceived) -> None:
        command, origin = parse_command(event.text), event.origin
        if origin.sender and command and command.name == WHY and origin.conversation.kind == "personal":
            await self.queue.enqueue(
                ExplainSends(origin.conversation.tenant, origin.event_id, origin.conversation, origin.sender.id),
                once=f"answer:{origin.event_id}",
            )
