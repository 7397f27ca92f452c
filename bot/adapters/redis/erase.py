"""Forgetting a person: every key of the installation is looked at, and nothing in it names them afterwards.

That walk is slow on purpose: an index of everything that names somebody would itself be a record of them, and people
ask for this rarely. It goes in pieces, each of which may be killed and begun again. Tasks are changed through their
store, which keeps the index right; what else names the person is deleted where it is theirs, else the name is taken out
of it. The record that tells how the person is called goes last, since every piece needs it.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from bot.adapters.redis import records
from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import Keys
from bot.adapters.redis.people import NAMING
from bot.adapters.redis.tasks import RedisTasks, task_of
from bot.adapters.redis.walk import Walk
from bot.domain.forgotten import NOBODY, unnamed, without_person
from bot.domain.person import Person
from bot.errors import Conflict, TryLater

log = structlog.get_logger()
TRIES = 10
OF_THE_PERSON = frozenset({"nudge", "cursor"})  # records that are somebody's alone and are of no use to others
LISTS_WITHOUT = frozenset({"checking", "keepers"})  # in these nobody stands for them: it would wait, or hold a key
ELSEWHERE = frozenset({"jobs", "again", "task-index"})  # gone when they are done; changed with the tasks

# Under hashed names, and hold marks that are nobody's words: most keys of a company are such.
NAMELESS = frozenset({"once", "task-once", "fired", "judged", "judging", "nudged", "task-count", "schema"})
AT_ONCE = 32
PIECE = 20_000  # a second or two of work

_MEMBERS: dict[str, tuple[Any, ...]] = {"set": ("SMEMBERS",), "zset": ("ZRANGE", 0, -1)}
_DROP = {"set": "SREM", "zset": "ZREM", "stream": "XDEL"}

# KEYS key. ARGV field ('' is a string's own value), seen value, new value ('' deletes). Lives stay.
_SWAP = Lua(
    """
local field = ARGV[1]
local held
if field == '' then held = redis.call('GET', KEYS[1]) else held = redis.call('HGET', KEYS[1], field) end
if held ~= ARGV[2] then return held and 0 or 1 end
if field == '' then
  if ARGV[3] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[3], 'KEEPTTL') end
elseif ARGV[3] == '' then redis.call('HDEL', KEYS[1], field)
else redis.call('HSET', KEYS[1], field, ARGV[3]) end
return 1
"""
)


@dataclass(frozen=True, slots=True)
class _Traces:
    """By what a person can be known: ids and addresses, and the name they are called by."""

    ids: Sequence[str]
    name: str

    def found_in(self, value: str) -> bool:
        folded = value.casefold()
        return any(one.casefold() in folded for one in self.ids) or unnamed(value, self.name) != value

    def taken_out(self, value: str) -> str:
        for one in self.ids:
            value = re.sub(re.escape(one), NOBODY, value, flags=re.IGNORECASE)
        return unnamed(value, self.name)


class RedisErasure:
    """Keeps the contract of `bot.domain.ports.Erasure`."""

    def __init__(self, redis: Connection, keys: Keys, tasks: RedisTasks, *, piece: int = PIECE) -> None:
        """`piece` is about how many keys are looked at in one go."""
        self._walk = Walk(redis, keys.prefix, piece=piece)
        self._redis = redis
        self._keys = keys
        self._tasks = tasks

    async def erase_team(self, tenant: str, team: str) -> None:
        people = await self._redis.call("SMEMBERS", self._keys.of_team("team-people", tenant, team))
        for person in people:
            for name in ("person-teams", "person-owns"):
                await self._redis.call("SREM", self._keys.of_person(name, tenant, person), team)
        for name in ("tasks", "task-index", "task-count", "team-people", "meetings-of", "team"):
            await self._redis.call("DEL", self._keys.of_team(name, tenant, team))

    async def forget(self, person: Person, *, chat: str | None, since: str = "") -> tuple[int, str]:
        ids = [one for one in (person.id, person.teams_id, person.email, chat) if one]
        traces, touched = _Traces(ids, person.name), 0
        own = self._keys.of_person("person", person.tenant, person.id)
        keys, position = await self._walk.keys(since)
        keys = [key for key in keys if key != own and self._name(key) not in NAMELESS]
        for first in range(0, len(keys), AT_ONCE):
            some = keys[first : first + AT_ONCE]
            touched += sum(await asyncio.gather(*(self._clean(one, person, traces) for one in some)))
        if not position:
            touched += int(await self._redis.call("HDEL", own, *NAMING) > 0)
        return touched, position

    def _name(self, key: str) -> str:
        return key.removeprefix(self._keys.prefix).partition(":")[2].partition(":")[0]

    async def _clean(self, key: str, person: Person, traces: _Traces) -> int:
        name, _, rest = key.removeprefix(self._keys.prefix).partition(":")[2].partition(":")
        if name in ELSEWHERE:
            return 0
        if name == "tasks":
            return await self._clean_tasks(key, rest, person)
        if traces.found_in(rest):
            await self._redis.call("DEL", key)
            return 1
        kind = await self._redis.call("TYPE", key)
        if kind == "string":
            return await self._clean_string(key, name, traces)
        if kind == "hash":
            return await self._clean_hash(key, name, traces)
        return await self._drop_members(key, kind, traces)

    async def _clean_tasks(self, key: str, rest: str, person: Person) -> int:
        tenant, _, team = rest.partition("/")
        changed = 0
        async for task_id, record in self._fields(key):
            task = task_of(record, tenant, team, task_id)
            if without_person(task, person.id, person.name) != task:
                changed += await self._clean_task(tenant, team, task_id, person)
        return changed

    async def _fields(self, key: str) -> AsyncIterator[tuple[str, str]]:
        """Of a hash, page by page; one that changes meanwhile may be told twice."""
        cursor = "0"
        while True:
            told, page = await self._redis.call("HSCAN", key, cursor, "COUNT", 200)
            for field, value in page.items():
                yield field, value
            cursor = str(told)
            if cursor == "0":
                return

    async def _clean_task(self, tenant: str, team: str, task_id: str, person: Person) -> int:
        for _ in range(TRIES):
            task = await self._tasks.get(tenant, team, task_id)
            left = without_person(task, person.id, person.name) if task else None
            if task is None or left is None or left == task:
                return 0
            try:
                await self._tasks.replace(left)
            except Conflict:
                continue
            return 1
        raise TryLater("a task kept changing", after_s=1.0)

    async def _clean_string(self, key: str, name: str, traces: _Traces) -> int:
        for _ in range(TRIES):
            value = await self._redis.call("GET", key)
            if value is None or not traces.found_in(value):
                return 0
            new = "" if name in OF_THE_PERSON else _without(value, traces)
            if await self._redis.run(_SWAP, [key], ["", value, new]):
                return 1
        raise TryLater("a record kept changing", after_s=1.0)

    async def _clean_hash(self, key: str, name: str, traces: _Traces) -> int:
        if name == "outcome" and _wrote(await self._redis.call("HGET", key, "words"), traces):
            return int(await self._redis.call("DEL", key))
        changed = 0
        async for field, value in self._fields(key):
            if traces.found_in(field):
                changed += await self._redis.call("HDEL", key, field)
            elif traces.found_in(value):
                changed += await self._redis.run(_SWAP, [key], [field, value, _without(value, traces)])
        return changed

    async def _drop_members(self, key: str, kind: str, traces: _Traces) -> int:
        """Of sets, sorted sets and the dead letters: what failed for somebody who is gone is not tried again."""
        named: list[str] = []
        if kind == "stream":
            entries = await self._redis.call("XRANGE", key, "-", "+")
            named = [entry for entry, fields in entries if traces.found_in("".join(fields.values()))]
        elif kind in _MEMBERS:
            read = _MEMBERS[kind]
            named = [member for member in await self._redis.call(read[0], key, *read[1:]) if traces.found_in(member)]
        if named:
            await self._redis.call(_DROP[kind], key, *named)
        return len(named)


def _wrote(words: str | None, traces: _Traces) -> bool:
    """Words of their own that are not read yet, or wait for them to decide, go with them."""
    return traces.found_in(json.loads(words or "{}").get("author", ""))


def _without(value: str, traces: _Traces) -> str:
    """The same value without the person: as JSON where it is a record, one version later, so that whoever read it
    before must read it again."""
    head, bar, body = value.partition("|")
    versioned = bool(bar) and head.isdecimal()
    try:
        told = json.loads(body if versioned else value)
    except ValueError:
        return traces.taken_out(value)
    plain = json.dumps(_taken_out(told, traces), ensure_ascii=False, separators=(",", ":"))
    return records.join(int(head) + 1, plain) if versioned else plain


def _taken_out(told: Any, traces: _Traces) -> Any:
    if isinstance(told, str):
        return traces.taken_out(told)
    if isinstance(told, list):
        return [_taken_out(part, traces) for part in told]
    if isinstance(told, dict):
        return {name: _field_taken_out(name, part, traces) for name, part in told.items()}
    return told


def _field_taken_out(name: str, part: Any, traces: _Traces) -> Any:
    if name in LISTS_WITHOUT and isinstance(part, list):
        return [one for one in part if not traces.found_in(str(one))]
    return _taken_out(part, traces)
