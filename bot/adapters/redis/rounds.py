"""The RoundStore: one record per round in writing, gone a day after its deadline with everybody's words.

Beside it an index per person of the rounds they answered in, so that they can be told all that is kept of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.adapters.redis import records
from bot.adapters.redis.codec import decode, encode
from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import ROUND_OUTLIVES_DEADLINE, Keys, milliseconds
from bot.domain.ports import Clock
from bot.domain.round import Round

TOLD_BY_KEY = frozenset({"id", "tenant", "version"})
SHORTEST_LIFE_MS = 1000
MOST_ANSWERED = 200

# KEYS what a person answered in. ARGV round, ms of its end, now ms. Lives as long as the last of them.
_WROTE = Lua(
    """
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[3])
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
redis.call('PEXPIRE', KEYS[1], math.max(1000, tonumber(last[2]) - tonumber(ARGV[3])))
"""
)


class RedisRounds:
    """Keeps the contract of `bot.domain.ports.RoundStore`. Lives are measured on the product's clock when set."""

    def __init__(self, redis: Connection, keys: Keys, clock: Clock) -> None:
        self._redis = redis
        self._keys = keys
        self._clock = clock

    async def get(self, tenant: str, round_id: str) -> Round | None:
        record = await self._redis.call("GET", self._keys.round(tenant, round_id))
        if record is None:
            return None
        version, body = records.split(record)
        return decode(Round, body, tenant=tenant, id=round_id, version=version)

    async def put(self, one: Round) -> Round:
        await self._note_writers(one)
        life = milliseconds(one.deadline + ROUND_OUTLIVES_DEADLINE - self._clock.now())
        key, body = self._keys.round(one.tenant, one.id), encode(one, without=TOLD_BY_KEY)
        version = await records.replace(self._redis, key, one.version, body, life_ms=max(SHORTEST_LIFE_MS, life))
        return replace(one, version=version)

    async def answered_by(self, tenant: str, person: str) -> Sequence[Round]:
        index = self._keys.of_person("wrote-in", tenant, person)
        ids = await self._redis.call("ZRANGE", index, 0, MOST_ANSWERED - 1, "REV")
        found = await asyncio.gather(*(self.get(tenant, one) for one in ids))
        return [one for one in found if one and any(reply.person == person for reply in one.replies)]

    async def _note_writers(self, one: Round) -> None:
        """Before the record itself, since they lie in different slots: an entry too many costs a look."""
        told = [one.id, _ms(one.deadline + ROUND_OUTLIVES_DEADLINE), _ms(self._clock.now())]
        keys = (self._keys.of_person("wrote-in", one.tenant, who) for who in {reply.person for reply in one.replies})
        await asyncio.gather(*(self._redis.run(_WROTE, [key], told) for key in keys))


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
