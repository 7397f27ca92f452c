"""/meetings and what was taken away from one: /meetings/{id}/items."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from bot.domain.meeting import MeetingInstance
from bot.domain.public_ids import opaque, revealed
from bot.features.meeting_outcomes import SeeMeetings, WhatStands
from bot.gateway.api.ids import OpaqueId
from bot.gateway.api.operation import Answer, Call, Operation, Told, not_found
from bot.gateway.api.paging import Key, Paged, Pager
from bot.gateway.routes.api.tasks import TaskTold, told


class MeetingTold(Told):
    """One occurrence that really took place. Who was there or answered is not told: nobody is counted."""

    id: OpaqueId
    title: str
    start: datetime
    ended: datetime | None
    team: OpaqueId | None


class MeetingPage(Told):
    items: list[MeetingTold]
    next: Annotated[str | None, Field(description="cursor of the next page; null at the end")]


class MeetingQuery(Paged):
    """Meetings of the last 90 days whose outcomes somebody told, newest first."""

    team: OpaqueId | None = None


class MeetingItems(Told):
    """`carried` is what is still open from earlier occurrences."""

    items: list[TaskTold]
    carried: list[TaskTold]


@dataclass(frozen=True, slots=True)
class Meetings:
    see: SeeMeetings
    what_stands: WhatStands
    pager: Pager

    def operations(self) -> list[Operation]:
        return [
            Operation("GET", "/meetings", "meetings", self.list, "List meetings"),
            Operation("GET", "/meetings/{meeting}", "meetings", self.read, "Read a meeting"),
            Operation("GET", "/meetings/{meeting}/items", "meetings", self.items, "List what was taken away"),
        ]

    async def list(self, call: Call, query: MeetingQuery) -> Answer[MeetingPage]:
        team = revealed(query.team, 1) if query.team else None
        unknown = query.team is not None and team is None
        found = [] if unknown else await self.see.listed(call.viewer, team[0] if team else None)
        page, cursor = self.pager.cut(found, key=_key, query=query, call=call, descending=True)
        return Answer(MeetingPage(items=[_told(one) for one in page], next=cursor))

    async def read(self, call: Call) -> Answer[MeetingTold]:
        return Answer(_told(await self._visible(call)))

    async def items(self, call: Call) -> Answer[MeetingItems]:
        standing = await self.what_stands(await self._visible(call))
        return Answer(
            MeetingItems(
                items=[told(task) for task in standing.items], carried=[told(task) for task in standing.carried]
            )
        )

    async def _visible(self, call: Call) -> MeetingInstance:
        (key,) = call.ids("meeting", 1)
        instance = await self.see.one(call.viewer, key)
        if instance is None:
            raise not_found()
        return instance


def _told(instance: MeetingInstance) -> MeetingTold:
    return MeetingTold(
        id=opaque(instance.key),
        title=instance.title,
        start=instance.start,
        ended=instance.ended,
        team=opaque(instance.team) if instance.team else None,
    )


def _key(instance: MeetingInstance) -> Key:
    return (instance.start.isoformat(timespec="seconds"), instance.key)
