"""What somebody does to a task, kept and told: the one way in, whether by a card's button or by the API."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.domain.jobs import Job, OfferTask, RefreshOutcomeCard, TellProposer
from bot.domain.news import task_news
from bot.domain.ports import TaskStore
from bot.domain.task import Task
from bot.errors import Conflict, TryLater
from bot.features.owned_tasks.lifecycle import Action, apply

log = structlog.get_logger()
TRIES = 5


@dataclass(frozen=True, slots=True)
class ChangeTask:
    """The new state is kept in one step with the jobs that tell others of it."""

    tasks: TaskStore

    async def __call__(self, task: Task, action: Action, *, only_this_version: bool = False) -> Task:
        """Raises as `lifecycle.apply`, and Conflict where the task changed and only this version is meant."""
        changed = await self._change(task, action, tries=1 if only_this_version else TRIES)
        if changed.version != task.version:
            log.info("task_changed", task=changed.id, action=action.name, state=changed.state)
        return changed

    async def _change(self, task: Task, action: Action, *, tries: int) -> Task:
        for _ in range(tries):
            changed = apply(task, action)
            if changed is task:
                return task
            try:
                return await self.tasks.replace(changed, then=_who_must_hear(task, changed, action))
            except Conflict:
                if tries == 1:
                    raise
                task = await self.tasks.get(task.tenant, task.team, task.id) or task
        raise TryLater("many clicks on one task", after_s=1)


def _who_must_hear(before: Task, after: Task, action: Action) -> list[Job]:
    asked_anew = after.state == "proposed" and (after.owner != before.owner or after.what != before.what)
    moved = after.state == "proposed" and after.due != before.due
    taken_back = after.state == "dropped" and after.owner != action.by.id
    jobs: list[Job] = []
    if after.owner and (asked_anew or moved or taken_back):  # their card follows
        jobs.append(OfferTask(after.tenant, after.team, after.id))
    if after.state == "declined" and set(after.authors) != {action.by.id}:
        jobs.append(TellProposer(after.tenant, after.team, after.id, "declined"))
    if after.meeting:
        jobs.append(RefreshOutcomeCard(after.tenant, after.meeting))
    if after.state != before.state or after.owner != before.owner:
        jobs.append(task_news(after))
    return jobs
