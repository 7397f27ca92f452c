"""The two buttons under "Same thing?"."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.domain.cards import Card, ShowCard
from bot.domain.conversation import MessageRef
from bot.domain.events import CardAnswered
from bot.domain.jobs import Job, OfferTask, RefreshOutcomeCard, UpdateCard
from bot.domain.news import task_news
from bot.domain.person import Person
from bot.domain.ports import Clock, JobQueue, TaskStore, TeamStore
from bot.domain.task import Task
from bot.domain.tongue import say
from bot.errors import BadInput, Conflict, NotAllowed, TryLater
from bot.features.owned_tasks import merge_card
from bot.features.owned_tasks.merge_duplicates import merged
from bot.features.owned_tasks.offer_merge import concerned
from bot.features.owned_tasks.today import team_today

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class OnMergeAnswer:
    """Two people may be asked; the first answer counts, and the second sees what became of it."""

    tasks: TaskStore
    teams: TeamStore
    queue: JobQueue
    clock: Clock

    async def keep_both(self, event: CardAnswered) -> ShowCard:
        _sender, one, other = await self._pair(event)
        today = await team_today(self.teams, self.clock, one.tenant, one.team)
        return await self._show(event, merge_card.both_stay(one, other, today))

    async def merge(self, event: CardAnswered) -> ShowCard:
        sender, one, other = await self._pair(event)
        today = await team_today(self.teams, self.clock, one.tenant, one.team)
        if event.automatic:
            return ShowCard(merge_card.same_thing_question(one, other, today))
        stays = next((task for task in (one, other) if task.is_open), one)
        if one.is_open and other.is_open:
            stays = await self._merge(one, other, sender)
        return await self._show(event, merge_card.merged_into(stays, today))

    async def _merge(self, one: Task, other: Task, sender: Person) -> Task:
        """The one that stays is written first: a crash in between leaves two, and the question still stands."""
        stays, goes = merged(one, other, sender.id, self.clock.now())
        try:
            stays = await self.tasks.replace(stays)
            await self.tasks.replace(goes, then=_who_must_hear(stays, goes))
        except Conflict as raced:
            raise TryLater("a task changed meanwhile", after_s=1) from raced
        log.info("tasks_merged", task=stays.id, other=goes.id)
        return stays

    async def _pair(self, event: CardAnswered) -> tuple[Person, Task, Task]:
        """Only people concerned by the two may answer; to everybody else they do not exist."""
        sender = event.origin.sender
        if sender is None:
            raise NotAllowed("nobody", status=401)
        team = str(event.data.get("team", ""))[:512]
        one, other = [
            await self.tasks.get(sender.tenant, team, str(event.data.get(name, ""))[:32]) for name in ("task", "other")
        ]
        if one is None or other is None or one.id == other.id:
            raise BadInput(say("These are gone."), status=404)
        if sender.id not in (*concerned(one, other), *one.authors, *other.authors):
            raise BadInput(say("These are gone."), status=404)
        return sender, one, other

    async def _show(self, event: CardAnswered, face: Card) -> ShowCard:
        if event.card_id and not event.automatic:
            message = MessageRef(event.origin.conversation, event.card_id)
            await self.queue.enqueue(
                UpdateCard(message.conversation.tenant, message, face, say(merge_card.SUMMARY)),
                once=f"settle:{event.origin.event_id}",
            )
        return ShowCard(face)


def _who_must_hear(stays: Task, goes: Task) -> list[Job]:
    meetings = dict.fromkeys(task.meeting for task in (stays, goes) if task.meeting)
    jobs: list[Job] = [RefreshOutcomeCard(goes.tenant, meeting) for meeting in meetings]
    if goes.owner:
        jobs.append(OfferTask(goes.tenant, goes.team, goes.id))
    jobs.append(task_news(goes))
    return jobs
