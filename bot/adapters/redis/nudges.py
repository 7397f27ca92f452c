"""The NudgeStore. The record goes with its meeting; that there was a nudge, and the answer's code, stay by hash alone.

All lives are measured on the product's clock when they are set.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime

from bot.adapters.redis import records
from bot.adapters.redis.codec import decode, encode
from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import JUDGED, NUDGE_OUTLIVES_MEETING, NUDGED, NUDGES_COUNTED, Keys, milliseconds
from bot.adapters.redis.lease import lease
from bot.domain.nudge import Nudge
from bot.domain.ports import Clock
from bot.errors import Conflict

TOLD_BY_KEY = frozenset({"id", "tenant", "version"})
SHORTEST_LIFE_MS = 1000

# KEYS nudged, nudge. ARGV life of the mark, record, life of the record.
_ADD = Lua(
    """
if not redis.call('SET', KEYS[1], '', 'NX', 'PX', ARGV[1]) then return 0 end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return 1
"""
)

# KEYS nudged, nudge. ARGV life of the mark, record, seen version, answer's code.
_REPLACE = Lua(
    records.HOLDS
    + """
local held = redis.call('GET', KEYS[2])
if not held or not holds(held, ARGV[3]) then return 0 end
redis.call('SET', KEYS[2], ARGV[2], 'KEEPTTL')
redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[1])
return 1
"""
)

# KEYS the organizer's nudges. ARGV nudge id, sent ms, oldest ms to keep, life.
_COUNT = Lua(
    """
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
"""
)


class RedisNudges:
    """Keeps the contract of `bot.domain.ports.NudgeStore`."""

    def __init__(self, redis: Connection, keys: Keys, clock: Clock) -> None:
        self._redis = redis
        self._keys = keys
        self._clock = clock

    async def add(self, nudge: Nudge) -> bool:
        life = max(SHORTEST_LIFE_MS, milliseconds(_expiry(nudge) - self._clock.now()))
        added = await self._redis.run_once(
            _ADD,
            self._both(nudge.tenant, nudge.id),
            [milliseconds(NUDGED), records.join(nudge.version, encode(nudge, without=TOLD_BY_KEY)), life],
        )
        counted = nudge if added else await self.get(nudge.tenant, nudge.id)
        if counted:  # again where it was there: a worker may have died between the record and the count
            await self._count(counted)
        return bool(added)

    async def get(self, tenant: str, nudge_id: str) -> Nudge | None:
        record = await self._redis.call("GET", self._keys.of_nudge("nudge", tenant, nudge_id))
        if record is None:
            return None
        version, body = records.split(record)
        nudge = decode(Nudge, body, tenant=tenant, id=nudge_id, version=version)
        return nudge if self._clock.now() < _expiry(nudge) else None

    async def replace(self, nudge: Nudge) -> Nudge:
        stored = replace(nudge, version=nudge.version + 1)
        record = records.join(stored.version, encode(stored, without=TOLD_BY_KEY))
        held = await self._redis.run_once(
            _REPLACE,
            self._both(nudge.tenant, nudge.id),
            [milliseconds(NUDGED), record, nudge.version, nudge.answer or ""],
        )
        if not held:
            raise Conflict("the nudge changed meanwhile")
        return stored

    async def judged(self, tenant: str, event: str) -> str | None:
        kept: str | None = await self._redis.call("GET", self._keys.of_nudge("judged", tenant, event))
        return kept

    async def note_judged(self, tenant: str, event: str, change_key: str) -> None:
        key = self._keys.of_nudge("judged", tenant, event)
        await self._redis.call("SET", key, change_key, "PX", milliseconds(JUDGED))

    def judging(self, tenant: str, event: str) -> AbstractAsyncContextManager[bool]:
        return lease(self._redis, self._keys.of_nudge("judging", tenant, event))

    async def sent_since(self, tenant: str, organizer: str, since: datetime) -> int:
        key = self._keys.of_person("nudges-of", tenant, organizer)
        return int(await self._redis.call("ZCOUNT", key, _ms(since), "+inf"))

    async def of_organizer(self, tenant: str, organizer: str) -> Sequence[Nudge]:
        ids = await self._redis.call("ZRANGE", self._keys.of_person("nudges-of", tenant, organizer), 0, -1)
        found = [await self.get(tenant, one) for one in ids]
        return [nudge for nudge in found if nudge]

    async def muted_series(self, tenant: str, organizer: str) -> int:
        return int(await self._redis.call("SCARD", self._keys.of_person("muted", tenant, organizer)))

    async def mute_series(self, tenant: str, organizer: str, series: str) -> None:
        await self._redis.call("SADD", self._keys.of_person("muted", tenant, organizer), series)

    async def is_muted(self, tenant: str, organizer: str, series: str) -> bool:
        key = self._keys.of_person("muted", tenant, organizer)
        return bool(await self._redis.call("SISMEMBER", key, series))

    async def _count(self, nudge: Nudge) -> None:
        await self._redis.run(
            _COUNT,
            [self._keys.of_person("nudges-of", nudge.tenant, nudge.organizer)],
            [nudge.id, _ms(nudge.sent_at), _ms(self._clock.now() - NUDGES_COUNTED), milliseconds(NUDGES_COUNTED)],
        )

    def _both(self, tenant: str, nudge_id: str) -> list[str]:
        return [self._keys.of_nudge(name, tenant, nudge_id) for name in ("nudged", "nudge")]


def _expiry(nudge: Nudge) -> datetime:
    return nudge.meeting_ends + NUDGE_OUTLIVES_MEETING


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
