"""Whose invites are read: who is named in the settings, is in the group, or asked for it; never who said no to that or
opted out of everything."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

import structlog

from bot.domain.jobs import FollowChoice, ReadGroup, WatchMailboxes, watch_one
from bot.domain.ports import Groups, JobQueue, PeopleStore, Watching
from bot.domain.stretch import Stretch
from bot.errors import Gone, NotAllowed

log = structlog.get_logger()
AT_ONCE = 100  # one by one, a large company's people would outlast the job's limit


@dataclass(frozen=True, slots=True)
class Whom:
    people: PeopleStore
    watching: Watching
    named: Sequence[str]
    allowed: bool  # the tier lets calendars be read at all

    async def anybody(self, tenant: str) -> bool:
        return self.allowed and (bool(self.named) or await self.watching.count(tenant) > 0)

    async def known(self, tenant: str, stretch: Stretch) -> Sequence[str]:
        """Who may turn out to be read, in order, whatever they said to it."""
        if not self.allowed:
            return []
        others = await self.watching.of_part(tenant, stretch.part)
        return sorted({one.lower() for one in (*self.named, *others) if one in stretch})

    async def willing(self, tenant: str, people: Sequence[str]) -> Sequence[str]:
        return await _those(people, partial(self.may_read, tenant))

    async def may_read(self, tenant: str, person: str) -> bool:
        return (await self.people.preferences(tenant, person)).may_be_read

    async def may_know(self, tenant: str, person: str) -> bool:
        return (await self.people.preferences(tenant, person)).read_invites is not False


@dataclass(frozen=True, slots=True)
class LearnGroup:
    """Of who said no not even the membership is kept; of who opted out it is, so that coming back is enough. A group
    that cannot be read leaves things as they are."""

    groups: Groups
    whom: Whom
    queue: JobQueue
    group: str

    async def __call__(self, job: ReadGroup) -> None:
        try:
            members = await self.groups.people_in(self.group) if self.group else []
        except (NotAllowed, Gone) as why:
            log.warning("group_not_readable", reason=why.reason)
            return
        await self.whom.watching.keep_group(job.tenant, await _those(members, partial(self.whom.may_know, job.tenant)))
        await self.queue.enqueue(WatchMailboxes(job.tenant))


@dataclass(frozen=True, slots=True)
class Follow:
    """Reads what the person's settings say now, so that of two quick changes the last one counts."""

    people: PeopleStore
    watching: Watching
    queue: JobQueue

    async def __call__(self, job: FollowChoice) -> None:
        wishes = await self.people.preferences(job.tenant, job.person)
        await self.watching.volunteer(job.tenant, job.person, yes=wishes.read_invites is True)
        await self.queue.enqueue(watch_one(job.tenant, job.person))


async def _those(people: Sequence[str], of: Callable[[str], Awaitable[bool]]) -> Sequence[str]:
    told: list[bool] = []
    for first in range(0, len(people), AT_ONCE):
        told += await asyncio.gather(*(of(person) for person in people[first : first + AT_ONCE]))
    return [person for person, yes in zip(people, told, strict=True) if yes]
