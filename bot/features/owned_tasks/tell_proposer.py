"""Job: tell everybody who wrote a task that its owner said no, or cannot be reached."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.domain.jobs import TellProposer
from bot.domain.ports import Clock, Messenger, PeopleStore, TaskStore, TeamStore
from bot.domain.reach import Private
from bot.domain.task import Task
from bot.domain.tongue import mark, say, speaking
from bot.errors import MaybeDelivered, Unreachable
from bot.features.owned_tasks.task_card import told
from bot.features.owned_tasks.today import team_today

log = structlog.get_logger()
WORDS = {
    "declined": mark("This one is still open: it was not theirs"),
    "unreachable": mark("Potluck could not reach the person you named"),
}


@dataclass(frozen=True, slots=True)
class Tell:
    tasks: TaskStore
    people: PeopleStore
    teams: TeamStore
    messenger: Messenger
    clock: Clock

    async def __call__(self, job: TellProposer) -> None:
        task = await self.tasks.get(job.tenant, job.team, job.task_id)
        words = WORDS.get(job.what)
        if task is None or words is None or not task.is_open:
            return
        for author in task.authors:
            if author != _who_knows(task, job.what):
                await self._tell(author, task, job.what, words)

    async def _tell(self, author: str, task: Task, what: str, words: str) -> None:
        person = await self.people.get(task.tenant, author)
        if person is None:
            return
        today = await team_today(self.teams, self.clock, task.tenant, task.team)
        with speaking((await self.people.preferences(task.tenant, author)).speaks):
            face, summary = told(task, say(words), today), say("About a task you wrote")
        try:
            await Private(self.people, self.teams, self.messenger).write(
                person,
                face,
                once=f"tell:{task.tenant}:{task.team}:{task.id}:{what}:{len(task.history)}:{author}",
                summary=summary,
            )
        except (Unreachable, MaybeDelivered) as why:
            log.info("proposer_not_told", task=task.id, reason=type(why).__name__)


def _who_knows(task: Task, what: str) -> str | None:
    """Nobody is told of their own no, nor that they themselves cannot be reached."""
    if what == "unreachable":
        return task.owner
    return next((step.by for step in reversed(task.history) if step.action == "decline"), None)
