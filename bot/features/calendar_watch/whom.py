"""Whose invites are read: who is named in the settings, is in the group, or asked for it; never who said no to that or
opted out of everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.domain.jobs import FollowChoice, ReadGroup, WatchMailboxes
from bot.domain.ports import Groups, JobQueue, PeopleStore, Watching
from bot.errors import Gone, NotAllowed

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Whom:
    people: PeopleStore
    watching: Watching
    named: Sequence[str]
    allowed: bool  # the tier lets calendars be read at all

    async def __call__(self, tenant: str) -> Sequence[str]:
        if not self.allowed:
            return []
        others = [*await self.watching.of_group(tenant), *await self.watching.volunteers(tenant)]
        known = dict.fromkeys(one.lower() for one in (*self.named, *others))
        return [one for one in known if await self.may_read(tenant, one)]

    async def may_read(self, tenant: str, person: str) -> bool:
        return (await self.people.preferences(tenant, person)).may_be_read

    async def said_no(self, tenant: str, person: str) -> bool:
        return (await self.people.preferences(tenant, person)).read_invites is False


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
        willing = [one for one in members if not await self.whom.said_no(job.tenant, one)]
        await self.whom.watching.keep_group(job.tenant, willing)
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
        await self.queue.enqueue(WatchMailboxes(job.tenant))
