""" "my tasks": the command, the job that answers it, and the buttons that turn its pages.

A list is shown to its owner alone. Asked for where others read along, it comes in the private chat.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import structlog

from bot.domain.cards import Card, ShowCard
from bot.domain.commands import parse_command
from bot.domain.events import CardAnswered, MessageReceived
from bot.domain.jobs import ShowTasks
from bot.domain.person import Person
from bot.domain.ports import Clock, JobQueue, Messenger, PeopleStore, TaskStore, TeamStore
from bot.domain.reach import Private
from bot.domain.tongue import mark, say, speaking
from bot.errors import MaybeDelivered, NotAllowed, Unreachable
from bot.features.owned_tasks.task_filter import Page
from bot.features.owned_tasks.task_list_card import SUMMARY, listing

log = structlog.get_logger()
IN_PRIVATE = mark("Your tasks are in our private chat.")
ASK_IN_PRIVATE = mark("Here everybody would read along. Write “my tasks” to me in a private chat.")


@dataclass(frozen=True, slots=True)
class OnTasksCommand:
    queue: JobQueue

    async def __call__(self, event: MessageReceived) -> None:
        command, origin = parse_command(event.text), event.origin
        if command is None or command.name != "tasks" or origin.sender is None:
            return
        await self.queue.enqueue(
            ShowTasks(
                origin.conversation.tenant, origin.event_id, origin.conversation, origin.sender.id, command.about
            ),
            once=f"tasks:{origin.event_id}",
        )


@dataclass(frozen=True, slots=True)
class TaskList:
    """Somebody's list as of now."""

    tasks: TaskStore
    people: PeopleStore
    clock: Clock
    default_zone: str

    async def __call__(self, tenant: str, person: str, page: Page) -> Card:
        return listing(await self.tasks.of_owner(tenant, person), await self.today(tenant, person), page)

    async def today(self, tenant: str, person: str) -> date:
        zone = (await self.people.preferences(tenant, person)).zone or self.default_zone
        return self.clock.now().astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True, slots=True)
class ListTasks:
    task_list: TaskList
    people: PeopleStore
    teams: TeamStore
    messenger: Messenger

    async def __call__(self, job: ShowTasks) -> None:
        with speaking((await self.people.preferences(job.tenant, job.person)).speaks):
            await self._show(job)

    async def _show(self, job: ShowTasks) -> None:
        face = await self.task_list(job.tenant, job.person, Page(job.about))
        once = f"answer:{job.event_id}"
        if job.conversation.kind == "personal":
            await self.messenger.send(job.conversation, face, once=once, summary=say(SUMMARY))
            return
        person = await self.people.get(job.tenant, job.person) or Person(job.tenant, job.person, name="")
        private = Private(self.people, self.teams, self.messenger)
        try:
            await private.write(person, face, once=f"{once}:private", summary=say(SUMMARY), via=job.conversation)
            told = say(IN_PRIVATE)
        except (Unreachable, MaybeDelivered) as why:
            log.info("list_not_sent", reason=type(why).__name__)
            told = say(ASK_IN_PRIVATE)
        await self.messenger.send_text(job.conversation, told, once=once)


@dataclass(frozen=True, slots=True)
class TurnPage:
    task_list: TaskList

    async def __call__(self, event: CardAnswered) -> ShowCard:
        sender = event.origin.sender
        if sender is None:
            raise NotAllowed("nobody", status=401)
        return ShowCard(await self.task_list(sender.tenant, sender.id, Page.of(event.data)))
