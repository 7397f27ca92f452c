"""The RoundStore: one record per round in writing, gone a day after its deadline with everybody's words."""

from __future__ import annotations

from dataclasses import replace

from bot.adapters.redis import records
from bot.adapters.redis.codec import decode, encode
from bot.adapters.redis.connect import Connection
from bot.adapters.redis.keys import ROUND_OUTLIVES_DEADLINE, Keys, milliseconds
from bot.domain.ports import Clock
from bot.domain.round import Round

TOLD_BY_KEY = frozenset({"id", "tenant", "version"})
SHORTEST_LIFE_MS = 1000


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
        life = milliseconds(one.deadline + ROUND_OUTLIVES_DEADLINE - self._clock.now())
        key, body = self._keys.round(one.tenant, one.id), encode(one, without=TOLD_BY_KEY)
        version = await records.replace(self._redis, key, one.version, body, life_ms=max(SHORTEST_LIFE_MS, life))
        return replace(one, version=version)
