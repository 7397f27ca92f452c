"""Which tasks somebody may see: their own, those they wrote, those of their teams and of meetings they answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.caller import Viewer
from bot.domain.ports import Clock, MeetingStore, TaskStore, TeamStore
from bot.domain.task import OPEN_STATES, Task, TaskState
from bot.errors import BadInput

CLOSED_WITHIN = timedelta(days=90)
MOST = 10_000


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What is wanted; `due_from` and `due_to` are included. Closed tasks are those of the last 90 days."""

    states: frozenset[TaskState] = OPEN_STATES
    owner: str | None = None
    team: str | None = None
    meeting: str | None = None
    due_from: date | None = None
    due_to: date | None = None

    @property
    def is_narrow(self) -> bool:
        return bool(self.owner or self.team or self.meeting)

    def takes(self, task: Task) -> bool:
        if self.owner and task.owner != self.owner:
            return False
        if (self.team and task.team != self.team) or (self.meeting and task.meeting != self.meeting):
            return False
        if task.due is None and (self.due_from or self.due_to):
            return False
        early = self.due_from and task.due and task.due < self.due_from
        late = self.due_to and task.due and task.due > self.due_to
        return task.state in self.states and not early and not late


@dataclass(frozen=True, slots=True)
class SeeTasks:
    tasks: TaskStore
    teams: TeamStore
    meetings: MeetingStore
    clock: Clock

    async def one(self, viewer: Viewer, team: str, task_id: str) -> Task | None:
        """None where there is none, or none for these eyes."""
        task = await self.tasks.get(viewer.tenant, team, task_id)
        return task if task and await self._may_see(viewer, task) else None

    async def listed(self, viewer: Viewer, wanted: TaskFilter) -> list[Task]:
        """In no order. Raises BadInput where more match than can be told at once."""
        if viewer.everything and not wanted.is_narrow:
            raise BadInput("Name a team, an owner or a meeting: the whole tenant is read team by team.")
        found: dict[tuple[str, str], Task] = {}
        async for task in self._candidates(viewer, wanted):
            if wanted.takes(task):
                found[task.team, task.id] = task
            if len(found) > MOST:
                raise BadInput(f"More than {MOST:,} tasks match: narrow the question.")
        return list(found.values())

    async def _may_see(self, viewer: Viewer, task: Task) -> bool:
        person = viewer.person
        if viewer.everything or person in (task.owner, *task.authors):
            return True
        if person is None:
            return False
        return person in await self.teams.members(task.tenant, task.team) or await self._answered(viewer, task.meeting)

    async def _answered(self, viewer: Viewer, meeting: str | None) -> bool:
        instance = await self.meetings.get(viewer.tenant, meeting) if meeting else None
        return bool(instance and viewer.person in instance.answered)

    async def _candidates(self, viewer: Viewer, wanted: TaskFilter) -> AsyncIterator[Task]:
        if wanted.meeting:
            for task in await self._of_meeting(viewer, wanted.meeting):
                yield task
            return
        for team in await self._teams(viewer, wanted):
            async for task in self._of_team(viewer.tenant, team, wanted):
                yield task
        owner = wanted.owner if viewer.everything else viewer.person
        if owner and not wanted.team:
            for task in await self.tasks.of_owner(viewer.tenant, owner):
                yield task

    async def _of_meeting(self, viewer: Viewer, meeting: str) -> list[Task]:
        instance = await self.meetings.get(viewer.tenant, meeting)
        if instance is None:
            return []
        found = await self.tasks.of_meeting(viewer.tenant, instance.team or instance.chat.id, meeting)
        return [task for task in found if await self._may_see(viewer, task)]

    async def _teams(self, viewer: Viewer, wanted: TaskFilter) -> list[str]:
        """Closed tasks of an owner are found through teams, of which an app has to name one."""
        if viewer.everything:
            return [wanted.team] if wanted.team else []
        mine = await self.teams.teams_of(viewer.tenant, viewer.person or "")
        return [team for team in mine if not wanted.team or team == wanted.team]

    async def _of_team(self, tenant: str, team: str, wanted: TaskFilter) -> AsyncIterator[Task]:
        if wanted.states & OPEN_STATES:
            async for task in self.tasks.open_of_team(tenant, team):
                yield task
        if wanted.states - OPEN_STATES:
            for task in await self.tasks.closed_since(tenant, team, self.clock.now() - CLOSED_WITHIN):
                yield task
