"""How the queue is doing, for readiness and metrics. Cheap: one command per partition."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime

from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import PARTITIONS, Keys

# KEYS jobs, again. In one look, since jobs move between the two.
_DEPTH = Lua("return redis.call('XLEN', KEYS[1]) + redis.call('ZCARD', KEYS[2])")


class RedisStats:
    def __init__(self, redis: Connection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def depth(self) -> int:
        """Jobs to do now, those that are running and those that wait for another try included."""
        pairs = zip(self._each("jobs"), self._each("again"), strict=True)
        return sum(await asyncio.gather(*(self._redis.run(_DEPTH, pair, []) for pair in pairs)))

    async def later(self, *, until: datetime | None = None) -> int:
        """Jobs whose moment has not come; with `until`, those whose moment comes before that."""
        last = "+inf" if until is None else str(round(until.timestamp() * 1000))
        return await self._sum("ZCOUNT", "later", "-inf", last)

    async def due(self, *, until: datetime) -> int:
        """Digests that no scheduler has dealt with though their moment came, those that one has in hand included."""
        waiting = await self._sum("ZCOUNT", "due", "-inf", str(round(until.timestamp() * 1000)))
        return waiting + await self._sum("HLEN", "origin")

    async def dead(self) -> int:
        return await self._sum("XLEN", "dead")

    async def oldest_age_s(self) -> float:
        """Seconds that the oldest job has been in its stream, by the server's clock when it came and ours now."""
        firsts = await asyncio.gather(
            *(self._redis.call("XRANGE", key, "-", "+", "COUNT", 1) for key in self._each("jobs"))
        )
        came = [int(entries[0][0].partition("-")[0]) / 1000 for entries in firsts if entries]
        return max(0.0, time.time() - min(came)) if came else 0.0

    async def _sum(self, command: str, name: str, *more: str) -> int:
        return sum(await asyncio.gather(*(self._redis.call(command, key, *more) for key in self._each(name))))

    def _each(self, name: str) -> list[str]:
        return [self._keys.of_partition(partition, name) for partition in PARTITIONS]
