"""Somebody asks for their data, or to be forgotten; the latter is asked once more before it happens."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.cards import ShowCard
from bot.domain.commands import ABOUT_DATA, parse_command
from bot.domain.events import CardAnswered, MessageReceived
from bot.domain.jobs import AnswerAboutData, ForgetPerson
from bot.domain.ports import JobQueue
from bot.errors import NotAllowed
from bot.features.personal_data import my_data_card


@dataclass(frozen=True, slots=True)
class OnRequest:
    queue: JobQueue

    async def asked(self, event: MessageReceived) -> None:
        command, origin = parse_command(event.text), event.origin
        if command is None or command.name not in ABOUT_DATA or origin.sender is None:
            return
        if origin.conversation.kind == "personal":
            await self.queue.enqueue(
                AnswerAboutData(
                    origin.conversation.tenant, origin.event_id, origin.conversation, origin.sender.id, command.name
                ),
                once=f"answer:{origin.event_id}",
            )

    async def confirmed(self, event: CardAnswered) -> ShowCard:
        """The sender alone is forgotten, whatever the card's data may say."""
        sender = event.origin.sender
        if sender is None or event.origin.conversation.kind != "personal":
            raise NotAllowed("nobody" if sender is None else "not_in_private")
        await self.forget(sender.tenant, sender.id, once=event.origin.event_id)
        return ShowCard(my_data_card.deleting())

    async def forget(self, tenant: str, person: str, *, once: str) -> None:
        await self.queue.enqueue(ForgetPerson(tenant, person), once=f"forget:{once}")

    async def kept(self, _event: CardAnswered) -> ShowCard:
        return ShowCard(my_data_card.nothing_deleted())
