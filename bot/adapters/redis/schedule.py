"""The Schedule: a due index shared by any number of schedulers, with no leader.

`due` orders teams by the moment of their digest. Claiming pushes a team 30 seconds ahead (a lease) and keeps the
original moment in `origin`, so that a crash between claim and fire neither loses nor shifts it. Firing checks that
the settings are still those that were claimed, and marks the digest as fired in the step that enqueues its job.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

from bot.adapters.redis.codec import decode, encode
from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import FIRED_ONCE, PARTITIONS, Keys, milliseconds, partition_of
from bot.adapters.redis.queue import envelope
from bot.domain.jobs import Job
from bot.domain.ports import Clock, Due
from bot.domain.team import DigestTime

LEASE = timedelta(seconds=30)

# KEYS due, planned, origin. ARGV team, settings, next ms ('' takes it off). The same settings only ever bring the
# next moment nearer: planning again in the very second of a digest must not skip it.
_PLAN = Lua(
    """
if ARGV[3] == '' then
  redis.call('ZREM', KEYS[1], ARGV[1]) redis.call('HDEL', KEYS[2], ARGV[1]) redis.call('HDEL', KEYS[3], ARGV[1])
  return
end
local due = redis.call('ZSCORE', KEYS[1], ARGV[1])
if due and redis.call('HGET', KEYS[2], ARGV[1]) == ARGV[2] and tonumber(due) <= tonumber(ARGV[3]) then return end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('HDEL', KEYS[3], ARGV[1])
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
"""
)

# KEYS due, planned, origin. ARGV now ms, end of the lease ms, limit. Tells team, original due ms, settings, ...
_CLAIM = Lua(
    """
local claimed = {}
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'WITHSCORES', 'LIMIT', 0, ARGV[3])
for i = 1, #due, 2 do
  local settings = redis.call('HGET', KEYS[2], due[i])
  if settings then
    redis.call('ZADD', KEYS[1], ARGV[2], due[i])
    redis.call('HSETNX', KEYS[3], due[i], due[i + 1])
    claimed[#claimed + 1] = due[i]
    claimed[#claimed + 1] = redis.call('HGET', KEYS[3], due[i])
    claimed[#claimed + 1] = settings
  else redis.call('ZREM', KEYS[1], due[i]) end
end
return claimed
"""
)

# KEYS due, planned, origin, fired, jobs. ARGV team, settings claimed, due ms claimed, next ms ('' takes it off),
# envelope ('' skips), life of the mark. Only who still holds the claim moves the team on.
_FIRE = Lua(
    """
if redis.call('HGET', KEYS[2], ARGV[1]) ~= ARGV[2] then return 'changed' end
local outcome = 'skipped'
if ARGV[5] ~= '' then
  outcome = 'already'
  if redis.call('SET', KEYS[4], '', 'NX', 'PX', ARGV[6]) then
    redis.call('XADD', KEYS[5], '*', 'job', ARGV[5])
    outcome = 'fired'
  end
end
local origin = redis.call('HGET', KEYS[3], ARGV[1])
if origin and tonumber(origin) == tonumber(ARGV[3]) then
  redis.call('HDEL', KEYS[3], ARGV[1])
  if ARGV[4] == '' then redis.call('ZREM', KEYS[1], ARGV[1]) redis.call('HDEL', KEYS[2], ARGV[1])
  else redis.call('ZADD', KEYS[1], ARGV[4], ARGV[1]) end
end
return outcome
"""
)


class RedisSchedule:
    """Keeps the contract of `bot.domain.ports.Schedule`."""

    def __init__(self, redis: Connection, keys: Keys, clock: Clock) -> None:
        self._redis = redis
        self._keys = keys
        self._clock = clock
        self._first = 0

    async def plan(self, tenant: str, team: str, settings: DigestTime, next_at: datetime | None) -> None:
        keys = self._of_partition(partition_of(tenant, team))
        await self._redis.run(_PLAN, keys, [_member(tenant, team), encode(settings), _ms(next_at)])

    async def claim(self, *, limit: int = 50) -> Sequence[Due]:
        """Partitions take turns in being asked first, so that a crowded one does not keep the others waiting."""
        now = self._clock.now()
        claimed: list[Due] = []
        self._first = (self._first + 1) % len(PARTITIONS)
        for partition in PARTITIONS[self._first :] + PARTITIONS[: self._first]:
            if len(claimed) >= limit:
                break
            flat = await self._redis.run_once(
                _CLAIM, self._of_partition(partition), [_ms(now), _ms(now + LEASE), limit - len(claimed)]
            )
            claimed += [_due(*flat[start : start + 3]) for start in range(0, len(flat), 3)]
        return claimed

    async def fire(
        self, due: Due, job: Job | None, *, once: str, next_at: datetime | None
    ) -> Literal["fired", "already", "skipped", "changed"]:
        """On "changed" the index is left alone: whoever changed the settings has planned anew with them."""
        partition = partition_of(due.tenant, due.team)
        outcome: Literal["fired", "already", "skipped", "changed"] = await self._redis.run_once(
            _FIRE,
            [
                *self._of_partition(partition),
                self._keys.fired(once, partition),
                self._keys.of_partition(partition, "jobs"),
            ],
            [
                _member(due.tenant, due.team),
                encode(due.settings),
                _ms(due.planned_for),
                _ms(next_at),
                envelope(job) if job else "",
                milliseconds(FIRED_ONCE),
            ],
        )
        return outcome

    def _of_partition(self, partition: str) -> list[str]:
        return [self._keys.of_partition(partition, name) for name in ("due", "planned", "origin")]


def _member(tenant: str, team: str) -> str:
    return f"{tenant}/{team}"


def _due(member: str, due_ms: str, settings: str) -> Due:
    tenant, _, team = member.partition("/")
    planned_for = datetime.fromtimestamp(int(float(due_ms)) / 1000, UTC)
    return Due(tenant, team, planned_for, decode(DigestTime, settings))


def _ms(moment: datetime | None) -> int | str:
    return round(moment.timestamp() * 1000) if moment else ""
