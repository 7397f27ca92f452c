"""Tasks as they lie in a company's Redis, up to a million of them."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.adapters.redis import RedisKit
from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import TASK_ONCE, Keys, milliseconds, partition_of
from bot.domain.task import Step, Task

AT_ONCE = 64
OF_A_TEAM = 32  # a few open, most of them done and not yet thirty days old: a million is 31,250 such teams
PATTERNS = 50  # teams written task by task; the others are copied from these on the server
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TITLES = (
    "send the draft of the supplier agreement to legal",
    "check the numbers of the spring campaign",
    "book rooms for the two days in Lisbon",
    "tell support which versions are affected",
    "update the runbook for the nightly export",
)


def team_id(number: int) -> str:
    """As long as Teams makes them."""
    return f"19:{uuid.uuid5(uuid.NAMESPACE_OID, str(number)).hex}{number % 1000:03}@thread.tacv2"


def person_id(number: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, str(number)))


def task_like_others(tenant: str, team: int, number: int) -> Task:
    """Three of four are done; each has an owner, a date, a meeting and the words it was read from."""
    owner, done = person_id(team * 10 + number % 10), number % 4 != 0
    instance = uuid.uuid5(uuid.NAMESPACE_DNS, f"{team}-{number // 8}").hex
    history = (Step(NOW, owner, "accepted"), Step(NOW + timedelta(days=1), owner, "done")) if done else ()
    return Task(
        "",
        tenant,
        team_id(team),
        f"{TITLES[number % len(TITLES)]}, no. {number}",
        "done" if done else "accepted",
        proposer=person_id(team * 10),
        created=NOW,
        owner=owner,
        owner_name="Maren Lindqvist",
        due=date(2027, 3, 1) + timedelta(days=number % 60),
        meeting=f"19:meeting_{instance}@thread.v2@2026-03-02T08:00:00+00:00",
        meeting_title="Weekly planning of the campaign",
        outcome=uuid.uuid5(uuid.NAMESPACE_X500, f"{team}-{number}").hex,
        history=history,
    )


async def all_of(work: Iterable[Awaitable[Any]]) -> None:
    """A few at a time."""
    left = iter(work)

    async def hand() -> None:
        for one in left:
            await one

    await asyncio.gather(*(hand() for _ in range(AT_ONCE)))


async def write_patterns(kit: RedisKit, tenant: str) -> None:
    """The first teams, by the product's own store."""
    await all_of(
        kit.tasks.add(task_like_others(tenant, team, number), once=f"fill:{team}:{number}")
        for team in range(PATTERNS)
        for number in range(OF_A_TEAM)
    )


async def copy_teams(redis: Connection, keys: Keys, tenant: str, first: int, last: int) -> None:
    """Teams `first` to `last` - 1, each like one of the patterns: their keys copied on the server, and what else a
    task leaves behind (the mark that it was written, the reminder of what was promised) under names of their own."""
    await all_of(_copy(redis, keys, tenant, team) for team in range(first, last))


# KEYS pattern's and own tasks, index, count; later. ARGV beginning and life of the marks, number of tasks, a reminder.
_COPY = Lua(
    """
for i = 1, 6, 2 do redis.call('COPY', KEYS[i], KEYS[i + 1]) end
for i = 1, tonumber(ARGV[3]) do
  redis.call('SET', ARGV[1] .. string.format('%07d', i), 'T-' .. i, 'PX', ARGV[2])
  if i % 4 == 0 then redis.call('ZADD', KEYS[7], 1e12 + i, (string.gsub(ARGV[4], 'T%-0', 'T-' .. i))) end
end
return 1
"""
)


async def _copy(redis: Connection, keys: Keys, tenant: str, team: int) -> None:
    like, own = team_id(team % PATTERNS), team_id(team)
    pairs = [keys.of_team(name, tenant, one) for name in ("tasks", "task-index", "task-count") for one in (like, own)]
    later = keys.of_partition(partition_of(tenant, own), "later")
    mark = keys.task_once(tenant, own, str(team))[:-7]  # with seven digits it is as long as a real one
    life = milliseconds(TASK_ONCE)
    await redis.run(_COPY, [*pairs, later], [mark, life, OF_A_TEAM, _reminder(tenant, own)])


def _reminder(tenant: str, team: str) -> str:
    """As long as the envelope of a reminder."""
    job = f'"job":"RemindOwner","v":1,"tenant":"{tenant}","team":"{team}","task_id":"T-0"'
    return f'{{"id":"reminder","tries":0,"job":{{{job},"owner":"{person_id(0)}","due":"2027-03-01"}}}}'


async def one_team_of(kit: RedisKit, tenant: str, team: str, count: int, owner: str) -> None:
    """`count` open tasks of one owner, in a team of their own."""
    task = replace(task_like_others(tenant, 0, 0), team=team, owner=owner, state="accepted")
    await all_of(
        kit.tasks.add(replace(task, due=date(2027, 3, 1) + timedelta(days=number % 60)), once=f"{team}:{number}")
        for number in range(count)
    )
