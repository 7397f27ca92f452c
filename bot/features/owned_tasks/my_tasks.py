""" "my tasks" in the personal chat: the command, and the job that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.commands import parse_command
from bot.domain.events import MessageReceived
from bot.domain.jobs import ShowTasks
from bot.domain.ports import Clock, JobQueue, Messenger, PeopleStore, TaskStore
from bot.features.owned_tasks.task_card import listing


@dataclass(frozen=True, slots=True)
class OnTasksCommand:
    queue: JobQueue

    async def __call__(self, event: MessageReceived) -> None:
        command, origin = parse_command(event.text), event.origin
        if (
            command is None
            or command.name != "tasks"
            or origin.sender is None
            or origin.conversation.kind != "personal"
        ):
            return
        await self.queue.enqueue(
            ShowTasks(origin.conversation.tenant, origin.event_id, origin.conversation, origin.sender.id),
            once=f"tasks:{origin.event_id}",
        )


@dataclass(frozen=True, slots=True)
class ListTasks:
    tasks: TaskStore
    people: PeopleStore
    messenger: Messenger
    clock: Clock

    async def __call__(self, job: ShowTasks) -> None:
        tasks = await self.tasks.of_owner(job.tenant, job.person)
        await self.messenger.send(
            job.conversation,
            listing(tasks, await self._today(job)),
            once=f"answer:{job.event_id}",
            summary="My tasks",
        )

    async def _today(self, job: ShowTasks) -> date:
        preferences = await self.people.preferences(job.tenant, job.person)
        return self.clock.now().astimezone(ZoneInfo(preferences.zone or "UTC")).date()
