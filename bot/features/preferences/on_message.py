"""Somebody wrote to the bot. Own words said in a meeting or channel, and "my tasks", are other features' to hear."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.about_meeting import about_meeting
from bot.domain.commands import ABOUT_DATA, WHY, parse_command
from bot.domain.events import MessageReceived
from bot.domain.jobs import AnswerMessage
from bot.domain.ports import JobQueue


@dataclass(frozen=True, slots=True)
class OnMessage:
    queue: JobQueue

    async def __call__(self, event: MessageReceived) -> None:
        command, origin = parse_command(event.text), event.origin
        personal = origin.conversation.kind == "personal"
        if origin.sender is None:
            return
        if command is None and (about_meeting(event.text) if personal else event.text.strip()):
            return  # somebody's own words: meeting_outcomes hears them
        if command and command.name == "tasks":
            return  # owned_tasks answers
        if command and command.name in {*ABOUT_DATA, WHY} and personal:
            return  # personal_data and the ledger answer
        name = command.name if command else "help"
        await self.queue.enqueue(
            AnswerMessage(
                origin.conversation.tenant,
                origin.event_id,
                origin.conversation,
                origin.sender.id,
                name,
                zone=origin.zone,
                team=None if personal else origin.team_id or origin.conversation.id,
            ),
            once=f"answer:{origin.event_id}",
        )
