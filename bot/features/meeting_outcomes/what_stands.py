"""What an outcome card shows besides its question: this meeting's items, and what is still open from last time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.meeting import MeetingInstance
from bot.domain.ports import Clock, MeetingStore, TaskStore, TeamStore
from bot.domain.task import Task

_GONE = frozenset({"withdrawn", "merged"})  # last steps of tasks that stand nowhere any more
MOST_BACK = 8  # occurrences of a series that are looked through


@dataclass(frozen=True, slots=True)
class Standing:
    """`carried` are the open tasks of earlier occurrences, the newest occurrence first. `today` and
    `locale` are the team's."""

    today: date
    items: tuple[Task, ...] = ()
    carried: tuple[Task, ...] = ()
    locale: str = "en-GB"


@dataclass(frozen=True, slots=True)
class WhatStands:
    meetings: MeetingStore
    tasks: TaskStore
    teams: TeamStore
    clock: Clock

    async def __call__(self, instance: MeetingInstance) -> Standing:
        team = await self.teams.get(instance.tenant, instance.team or instance.chat.id)
        today = self.clock.now().astimezone(ZoneInfo(team.digest.zone if team else "UTC")).date()
        items, carried = await self._items(instance), await self._carried(instance)
        return Standing(today, items, carried, team.locale) if team else Standing(today, items, carried)

    async def _items(self, instance: MeetingInstance) -> tuple[Task, ...]:
        found = await self.tasks.of_meeting(instance.tenant, instance.team or instance.chat.id, instance.key)
        return tuple(task for task in found if not (task.history and task.history[-1].action in _GONE))

    async def _carried(self, instance: MeetingInstance) -> tuple[Task, ...]:
        carried: list[Task] = []
        earlier: MeetingInstance | None = instance
        for _ in range(MOST_BACK):
            if earlier is None or earlier.previous is None:
                break
            earlier = await self.meetings.get(instance.tenant, earlier.previous)
            if earlier:
                carried += [task for task in await self._items(earlier) if task.is_open]
        return tuple(carried)
