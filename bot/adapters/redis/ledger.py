"""The ledger: the latest entries of each place (a conversation, or a person who was not told something), and per day
how many of which kind came to what.

The counts name nobody, so an admin may see them; the entries of a private chat or a person are for who they belong to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import LEDGER, Keys, milliseconds
from bot.domain.ids import content_hash
from bot.domain.ledger import Entry

MOST = 200

# KEYS entries. ARGV member, moment ms, most, life ms. The same member again is the same entry.
_WRITE = Lua(
    """
local fresh = redis.call('ZADD', KEYS[1], 'NX', ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - tonumber(ARGV[3]))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return fresh
"""
)
# KEYS entries. ARGV how many. Tells entry, moment ms, entry, ... in one look, newest first.
_LATEST = Lua("return redis.call('ZREVRANGEBYSCORE', KEYS[1], '+inf', '-inf', 'WITHSCORES', 'LIMIT', 0, ARGV[1])")

# KEYS counts. ARGV field, life ms.
_COUNT = Lua(
    """
redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
"""
)


class RedisLedger:
    """Keeps the contract of `bot.domain.ports.Ledger`."""

    def __init__(self, redis: Connection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def write(self, tenant: str, place: str, entry: Entry, *, once: str) -> None:
        life = milliseconds(LEDGER)
        member = "|".join((entry.kind, entry.came_of_it, content_hash(once)))
        fresh = await self._redis.run(
            _WRITE,
            [self._keys.ledger(tenant, place)],
            [member, round(entry.at.timestamp() * 1000), MOST, life],
        )
        if fresh:
            field = f"{entry.kind}|{entry.came_of_it}"
            day = entry.at.astimezone(UTC).date()
            await self._redis.run_once(_COUNT, [self._keys.ledger_counts(tenant, day)], [field, life])

    async def latest(self, tenant: str, place: str, *, limit: int) -> Sequence[Entry]:
        told = await self._redis.run(_LATEST, [self._keys.ledger(tenant, place)], [limit])
        return [_entry(member, score) for member, score in zip(told[::2], told[1::2], strict=True)]

    async def counts(self, tenant: str, day: date) -> Mapping[tuple[str, str], int]:
        told = await self._redis.call("HGETALL", self._keys.ledger_counts(tenant, day))
        return {(kind, came): int(count) for (kind, _, came), count in _split(told)}


def _entry(member: str, score: str | float) -> Entry:
    kind, came_of_it, _ = member.split("|", 2)
    return Entry(datetime.fromtimestamp(float(score) / 1000, UTC), kind, came_of_it)


def _split(told: Mapping[str, str]) -> list[tuple[tuple[str, str, str], str]]:
    return [(field.partition("|"), count) for field, count in told.items()]
