"""The TaskStore: one HASH of records and one index per team, both in the team's partition.

The index is a ZSET whose scores are all 0, so that its members are ordered as text and a page can be asked for by
where the last one ended, whatever changes in between. Its members, joined by unit separators:

    o DUE ID           open tasks, earliest due first; "~" where there is no date
    w OWNER DUE ID     open tasks of an owner
    m MEETING ID       all tasks of a meeting
    r OUTCOME ID       all tasks read from one submission
    p AUTHOR DUE ID    open tasks that somebody wrote and does not own
    c CLOSED ID        done and dropped tasks by the moment they were closed

OWNER, MEETING, OUTCOME and AUTHOR stand there as short hashes.

The job that may remind the owner is kept for later in the same step as the task, so that no feature can move a date
and forget it; and so are the jobs that tell others of a change, so that a change cannot be kept and never told. A job
whose task has changed since sees that when it runs.
"""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.adapters.redis import records
from bot.adapters.redis.codec import decode, encode
from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import TASK_ONCE, Keys, milliseconds, partition_of
from bot.adapters.redis.queue import envelope
from bot.domain.ids import content_hash
from bot.domain.jobs import Job
from bot.domain.reminder import first_look
from bot.domain.task import Task
from bot.errors import Conflict

PAGE = 500
SEPARATOR = "\x1f"
TOLD_BY_KEY = frozenset({"id", "tenant", "team", "version"})

# KEYS tasks, index, count, once, later. ARGV body, life of once, moment of the reminder's job ('' for none), its
# envelope before and after the task's id, index members without their id. Tells the task's id, and whether it is new.
_ADD = Lua(
    """
local known = redis.call('GET', KEYS[4])
if known then return {known, 0} end
local id = 'T-' .. redis.call('INCR', KEYS[3])
redis.call('HSET', KEYS[1], id, '1|' .. ARGV[1])
for i = 6, #ARGV do redis.call('ZADD', KEYS[2], 0, ARGV[i] .. id) end
if ARGV[3] ~= '' then redis.call('ZADD', KEYS[5], ARGV[3], ARGV[4] .. id .. ARGV[5]) end
redis.call('SET', KEYS[4], id, 'PX', ARGV[2])
return {id, 1}
"""
)

# KEYS tasks, index, later, jobs. ARGV id, seen version, record, moment of the reminder's job ('' for none), its
# envelope, number of jobs to enqueue, number of members to take out, those jobs, those members, members to put in.
_REPLACE = Lua(
    records.HOLDS
    + """
if not holds(redis.call('HGET', KEYS[1], ARGV[1]), ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
if ARGV[4] ~= '' then redis.call('ZADD', KEYS[3], ARGV[4], ARGV[5]) end
local jobs, out = tonumber(ARGV[6]), tonumber(ARGV[7])
for i = 8, 7 + jobs do redis.call('XADD', KEYS[4], '*', 'job', ARGV[i]) end
for i = 8 + jobs, 7 + jobs + out do redis.call('ZREM', KEYS[2], ARGV[i]) end
for i = 8 + jobs + out, #ARGV do redis.call('ZADD', KEYS[2], 0, ARGV[i]) end
return 1
"""
)


# KEYS tasks, index. ARGV id ('' keeps the record), index members to take out.
_DROP = Lua(
    """
if ARGV[1] ~= '' then redis.call('HDEL', KEYS[1], ARGV[1]) end
for i = 2, #ARGV do redis.call('ZREM', KEYS[2], ARGV[i]) end
return 1
"""
)


class RedisTasks:
    """Keeps the contract of `bot.domain.ports.TaskStore`."""

    def __init__(self, redis: Connection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def add(self, task: Task, *, once: str) -> Task:
        await self._note_people(task)
        tasks, index = self._of_team(task.tenant, task.team)
        slot = uuid.uuid4().hex  # where the id will stand, which only the script knows
        at, job = _reminder(replace(task, id=slot))
        before, _, after = job.partition(slot)
        task_id, is_new = await self._redis.run(  # the `once` key makes it repeatable
            _ADD,
            [
                tasks,
                index,
                self._keys.of_team("task-count", task.tenant, task.team),
                self._keys.task_once(task.tenant, task.team, once),
                self._later(task),
            ],
            [encode(task, without=TOLD_BY_KEY), milliseconds(TASK_ONCE), at, before, after, *_places(task)],
        )
        known = None if is_new else await self.get(task.tenant, task.team, task_id)
        return known or replace(task, id=task_id, version=1)

    async def get(self, tenant: str, team: str, task_id: str) -> Task | None:
        return (await self._read(tenant, team, [task_id]))[0]

    async def replace(self, task: Task, *, then: Sequence[Job] = ()) -> Task:
        before = await self.get(task.tenant, task.team, task.id)
        if before is None or before.version != task.version:
            raise Conflict("the task changed meanwhile")
        await self._note_people(task)
        at, job = _reminder(task) if _promise(task) != _promise(before) else ("", "")
        was, now = _members(before), _members(task)
        gone, new = sorted(was - now), sorted(now - was)
        record = records.join(task.version + 1, encode(task, without=TOLD_BY_KEY))
        stored = await self._redis.run_once(
            _REPLACE,
            [*self._of_team(task.tenant, task.team), self._later(task), self._jobs(task)],
            [task.id, task.version, record, at, job, len(then), len(gone), *map(envelope, then), *gone, *new],
        )
        if not stored:
            raise Conflict("the task changed meanwhile")
        return replace(task, version=task.version + 1)

    async def open_of_team(self, tenant: str, team: str) -> AsyncIterator[Task]:
        async for task in self._under(tenant, team, "o"):
            if task.is_open:  # it may have been closed since its page of the index was read
                yield task

    async def of_owner(self, tenant: str, owner: str) -> Sequence[Task]:
        return [task for task in await self._of_person(tenant, owner, "w") if task.owner == owner]

    async def of_author(self, tenant: str, author: str) -> Sequence[Task]:
        found = await self._of_person(tenant, author, "p")
        return [task for task in found if author in task.authors and task.owner != author]

    async def _of_person(self, tenant: str, person: str, part: str) -> list[Task]:
        teams = await self._redis.call("SMEMBERS", self._keys.of_person("person-owns", tenant, person))
        name = _short(person)
        found = [task for team in teams async for task in self._under(tenant, team, part, name) if task.is_open]
        return sorted(found, key=lambda task: (_due(task), task.team, task.id))

    async def naming(self, tenant: str, person: str) -> Sequence[Task]:
        found: list[Task] = []
        for team in await self._redis.call("SMEMBERS", self._keys.of_person("person-owns", tenant, person)):
            for part in ("o", "c"):
                found += [task async for task in self._under(tenant, team, part)]
        return [task for task in found if person in (task.owner, *task.authors)]

    async def of_meeting(self, tenant: str, team: str, meeting: str) -> Sequence[Task]:
        return [task async for task in self._under(tenant, team, "m", _short(meeting)) if task.meeting == meeting]

    async def of_outcome(self, tenant: str, team: str, outcome: str) -> Sequence[Task]:
        return [task async for task in self._under(tenant, team, "r", _short(outcome)) if task.outcome == outcome]

    async def closed_since(self, tenant: str, team: str, since: datetime) -> Sequence[Task]:
        first = SEPARATOR.join(("c", _stamp(since)))
        return [task async for task in self._under(tenant, team, "c", start=f"[{first}") if not task.is_open]

    async def drop_closed(self, tenant: str, team: str, before: datetime) -> int:
        """By the index, oldest first, so that a day without old tasks costs one look."""
        tasks, index = self._of_team(tenant, team)
        dropped, end = 0, "(" + SEPARATOR.join(("c", _stamp(before)))
        while True:
            start = "[" + SEPARATOR.join(("c", ""))
            page = await self._redis.call("ZRANGEBYLEX", index, start, end, "LIMIT", 0, PAGE)
            ids = [member.rpartition(SEPARATOR)[2] for member in page]
            for task_id, task in zip(ids, await self._read(tenant, team, ids), strict=True):
                gone = _members(task) if task and not task.is_open else set()
                await self._redis.run(_DROP, [tasks, index], [task_id if gone else "", *gone, *_stale(page, task_id)])
                dropped += bool(gone)
            if len(page) < PAGE:
                return dropped

    async def _note_people(self, task: Task) -> None:
        """Before the task itself, since the two lie in different slots: a team too many costs a look, one too few
        would lose the task from somebody's list."""
        for person in dict.fromkeys((task.owner, *task.authors)):
            if person:
                await self._redis.call("SADD", self._keys.of_person("person-owns", task.tenant, person), task.team)

    def _later(self, task: Task) -> str:
        return self._keys.of_partition(partition_of(task.tenant, task.team), "later")

    def _jobs(self, task: Task) -> str:
        return self._keys.of_partition(partition_of(task.tenant, task.team), "jobs")

    def _of_team(self, tenant: str, team: str) -> list[str]:
        return [self._keys.of_team("tasks", tenant, team), self._keys.of_team("task-index", tenant, team)]

    async def _under(self, tenant: str, team: str, *place: str, start: str | None = None) -> AsyncIterator[Task]:
        """Tasks of one part of the index, in its order, page by page."""
        index = self._of_team(tenant, team)[1]
        part = SEPARATOR.join((*place, ""))
        start, end = start or f"[{part}", f"({part[:-1]}\x20"  # the sign after the separator ends the part
        while True:
            members = await self._redis.call("ZRANGEBYLEX", index, start, end, "LIMIT", 0, PAGE)
            for task in await self._read(tenant, team, [member.rpartition(SEPARATOR)[2] for member in members]):
                if task is not None:
                    yield task
            if len(members) < PAGE:
                return
            start = f"({members[-1]}"

    async def _read(self, tenant: str, team: str, ids: Sequence[str]) -> list[Task | None]:
        if not ids:
            return []
        kept = await self._redis.call("HMGET", self._of_team(tenant, team)[0], *ids)
        return [
            task_of(record, tenant, team, task_id) if record else None
            for task_id, record in zip(ids, kept, strict=True)
        ]


def task_of(record: str, tenant: str, team: str, task_id: str) -> Task:
    version, body = records.split(record)
    return decode(Task, body, tenant=tenant, team=team, id=task_id, version=version)


def _places(task: Task) -> list[str]:
    """Index members of a task, still without its id at their end."""
    parts: list[tuple[str, ...]] = [("m", _short(task.meeting))] if task.meeting else []
    if task.outcome:
        parts.append(("r", _short(task.outcome)))
    if task.is_open:
        parts.append(("o", _due(task)))
        if task.owner:
            parts.append(("w", _short(task.owner), _due(task)))
        parts += [("p", _short(author), _due(task)) for author in task.authors if author != task.owner]
    else:
        parts.append(("c", _stamp(task.history[-1].at if task.history else task.created)))
    return [SEPARATOR.join((*part, "")) for part in parts]


def _short(name: str) -> str:
    """Servers keep a small index in a third of the memory while its members are shorter than 65 bytes, and meetings'
    keys alone are longer. Two names with one hash do no harm: what is found is compared with what was asked."""
    return content_hash(name)[:16]


def _promise(task: Task) -> tuple[object, ...]:
    return task.state, task.owner, task.due


def _reminder(task: Task) -> tuple[int | str, str]:
    """Moment in ms and envelope of the job that may remind the owner. The same promise has the same envelope, so that
    keeping it twice keeps one."""
    look = first_look(task)
    return (round(look.at.timestamp() * 1000), envelope(look.job, job_id="reminder")) if look else ("", "")


def _members(task: Task) -> set[str]:
    return {place + task.id for place in _places(task)}


def _stale(page: Sequence[str], task_id: str) -> list[str]:
    """The member that was found, which goes even where its task is gone already."""
    return [member for member in page if member.endswith(SEPARATOR + task_id)]


def _due(task: Task) -> str:
    if task.due is None:
        return "~"  # after every date
    return f"{task.due.isoformat()}T{task.due_time.isoformat('minutes') if task.due_time else '24:00'}"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
