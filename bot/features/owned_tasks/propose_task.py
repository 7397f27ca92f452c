"""A task that was written elsewhere: somebody else's is proposed to them, one's own is a yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.jobs import FindTwins, OfferTask, RefreshOutcomeCard
from bot.domain.meeting import MeetingInstance
from bot.domain.news import task_news
from bot.domain.person import Person
from bot.domain.ports import Clock, JobQueue, TaskStore
from bot.domain.task import Step, Task


@dataclass(frozen=True, slots=True)
class ProposeTask:
    tasks: TaskStore
    queue: JobQueue
    clock: Clock

    async def __call__(
        self,
        by: Person,
        team: str,
        what: str,
        *,
        owner: Person | None,
        due: date | None,
        meeting: MeetingInstance | None,
        once: str,
    ) -> Task:
        """`owner` is a member of the team and no guest. The same `once` gives the first task again."""
        now, own = self.clock.now(), owner is not None and owner.id == by.id
        history = (Step(now, by.id, "proposed"), *((Step(now, by.id, "accepted"),) if own else ()))
        draft = Task(
            id="",
            tenant=by.tenant,
            team=team,
            what=what,
            state="accepted" if own else "proposed",
            proposer=by.id,
            created=now,
            owner=owner.id if owner else None,
            owner_name=owner.name if owner else None,
            due=due,
            meeting=meeting.key if meeting else None,
            meeting_title=meeting.title if meeting else None,
            history=history,
        )
        task = await self.tasks.add(draft, once=once)
        await self._tell(task)
        return task

    async def _tell(self, task: Task) -> None:
        tag = f"{task.tenant}:{task.team}:{task.id}:written"
        if task.owner and task.state == "proposed":
            await self.queue.enqueue(OfferTask(task.tenant, task.team, task.id), once=f"offer:{tag}")
        await self.queue.enqueue(FindTwins(task.tenant, task.team, task.id), once=f"twins:{tag}")
        if task.meeting:
            await self.queue.enqueue(RefreshOutcomeCard(task.tenant, task.meeting), once=f"refresh:{tag}")
        await self.queue.enqueue(task_news(task), once=f"hooks:{tag}")
