"""Job: a task that was just written may be the same thing as one that stands; ask the people concerned, once.

Notes that two people paste have every line twice. Each person is asked a few times for one text: who had to answer
dozens of questions would answer none, and what is not asked about stands twice in a list, no worse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.domain.jobs import FindTwins
from bot.domain.ports import Clock, Messenger, PeopleStore, TaskStore, TeamStore
from bot.domain.reach import Private
from bot.domain.task import Task
from bot.domain.tongue import say, speaking
from bot.errors import MaybeDelivered, Unreachable
from bot.features.owned_tasks.merge_card import SUMMARY, same_thing_question
from bot.features.owned_tasks.merge_duplicates import same_thing
from bot.features.owned_tasks.today import team_today

log = structlog.get_logger()
MOST_COMPARED = 1000
MOST_OF_A_TEXT = 60  # looked at: longer ones are lists
MOST_QUESTIONS = 5  # to one person about one text
MOST_TWINS = 3  # a task that is like many others is named too broadly to ask about each


@dataclass(frozen=True, slots=True)
class OfferMerge:
    tasks: TaskStore
    people: PeopleStore
    teams: TeamStore
    messenger: Messenger
    clock: Clock

    async def __call__(self, job: FindTwins) -> None:
        asked: Counter[str] = Counter()
        for task in await self._written(job):
            for twin in await self._twins(task):
                for person in concerned(task, twin):
                    asked[person] += 1
                    if asked[person] <= MOST_QUESTIONS:
                        await self._ask(person, task, twin)

    async def _written(self, job: FindTwins) -> Sequence[Task]:
        if job.outcome_id:
            tasks = await self.tasks.of_outcome(job.tenant, job.team, job.outcome_id)
            return [task for task in tasks if task.is_open][:MOST_OF_A_TEXT]
        task = await self.tasks.get(job.tenant, job.team, job.task_id)
        return [task] if task and task.is_open else []

    async def _twins(self, task: Task) -> Sequence[Task]:
        found: list[Task] = []
        compared = 0
        async for other in self.tasks.open_of_team(task.tenant, task.team):
            compared += 1
            if other.id != task.id and same_thing(task, other):
                found.append(other)
            if compared == MOST_COMPARED or len(found) == MOST_TWINS:
                break
        return found

    async def _ask(self, person_id: str, task: Task, twin: Task) -> None:
        person = await self.people.get(task.tenant, person_id)
        if person is None:
            return
        first, second = sorted((task, twin), key=lambda one: one.created)
        today = await team_today(self.teams, self.clock, task.tenant, task.team)
        pair = ":".join(sorted((task.id, twin.id)))
        with speaking((await self.people.preferences(task.tenant, person_id)).speaks):
            face, summary = same_thing_question(first, second, today), say(SUMMARY)
        try:
            await Private(self.people, self.teams, self.messenger).write(
                person,
                face,
                once=f"twins:{task.tenant}:{task.team}:{pair}:{person_id}",
                summary=summary,
            )
        except (Unreachable, MaybeDelivered) as why:
            log.info("merge_not_offered", task=task.id, reason=type(why).__name__)


def concerned(one: Task, other: Task) -> tuple[str, ...]:
    """Its owner knows best; where nobody is named, the two authors."""
    owners = dict.fromkeys(owner for owner in (one.owner, other.owner) if owner)
    return tuple(owners or dict.fromkeys((*one.authors, *other.authors)))
