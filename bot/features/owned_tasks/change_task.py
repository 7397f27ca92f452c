"""What somebody does to a task, kept and told: the one way in, whether by a card's button or by the API."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.domain.ids import content_hash
from bot.domain.jobs import OfferTask, RefreshOutcomeCard, TellHooks, TellProposer
from bot.domain.ports import JobQueue, TaskStore
from bot.domain.task import Task
from bot.errors import Conflict, TryLater
from bot.features.owned_tasks.lifecycle import Action, apply

log = structlog.get_logger()
TRIES = 5


@dataclass(frozen=True, slots=True)
class ChangeTask:
    """The new state is kept when this returns; who else must hear of it is queued after."""

    tasks: TaskStore
    queue: JobQueue

    async def __call__(self, task: Task, action: Action, *, only_this_version: bool = False) -> Task:
        """Raises as `lifecycle.apply`, and Conflict where the task changed and only this version is meant."""
        changed = await self._change(task, action, tries=1 if only_this_version else TRIES)
        if changed.version != task.version:
            await self._tell_others(task, changed, action)
        return changed

    async def _change(self, task: Task, action: Action, *, tries: int) -> Task:
        for _ in range(tries):
            changed = apply(task, action)
            if changed is task:
                return task
            try:
                return await self.tasks.replace(changed)
            except Conflict:
                if tries == 1:
                    raise
                task = await self.tasks.get(task.tenant, task.team, task.id) or task
        raise TryLater("many clicks on one task", after_s=1)

    async def _tell_others(self, before: Task, after: Task, action: Action) -> None:
        tag = f"{after.tenant}:{after.team}:{after.id}:{after.version}"
        asked_anew = after.state == "proposed" and (after.owner != before.owner or after.what != before.what)
        moved = after.state == "proposed" and after.due != before.due
        taken_back = after.state == "dropped" and after.owner != action.by.id
        if after.owner and (asked_anew or moved or taken_back):  # their card follows
            await self.queue.enqueue(OfferTask(after.tenant, after.team, after.id), once=f"offer:{tag}")
        if after.state == "declined" and after.proposer != action.by.id:
            await self.queue.enqueue(
                TellProposer(after.tenant, after.team, after.id, "declined"), once=f"tell:{tag}:declined"
            )
        if after.meeting:
            await self.queue.enqueue(RefreshOutcomeCard(after.tenant, after.meeting), once=f"refresh:{tag}")
        if after.state != before.state or after.owner != before.owner:
            await tell_hooks(self.queue, after)
        log.info("task_changed", task=after.id, action=action.name, state=after.state)


async def tell_hooks(queue: JobQueue, task: Task) -> None:
    """Other systems hear what a task has become."""
    event = f"task.{task.state}"
    at = task.history[-1].at if task.history else task.created
    job = TellHooks(task.tenant, event, at.isoformat(), team=task.team, task_id=task.id)
    await queue.enqueue(job, once=f"hooks:{event}:{content_hash(task.tenant, task.team, task.id, str(task.version))}")
