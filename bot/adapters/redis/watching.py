"""What the calendar edge shares between processes: its position in each mailbox, the subscriptions that it holds, who
asks for which mailbox right now, whether Graph is out, and whose invites are read."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from bot.adapters.redis.codec import decode, encode
from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import CURSOR, HELD, OUTAGE, PLACE, Keys, milliseconds
from bot.domain.stretch import PARTS, part_of

AT_ONCE = 500  # members of a set that travel in one command
ALL_TOLD = "-"  # stands among the ids of subscriptions once all of them do
WATCHED = ("group-people", "volunteers")

# KEYS places. ARGV ticket, most, life ms. By the server's clock, which all processes share.
_TAKE = Lua(
    """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[3]), ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
"""
)


class Belongs(Protocol):
    """A record of a mailbox that has an id within a tenant."""

    @property
    def id(self) -> str: ...

    @property
    def mailbox(self) -> str: ...

    @property
    def tenant(self) -> str: ...


R = TypeVar("R", bound=Belongs)


class RedisCursors:
    """Small texts by key. A position that nobody moved for 40 days is too old to be of use."""

    def __init__(self, redis: Connection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def get(self, key: str) -> str | None:
        kept: str | None = await self._redis.call("GET", self._keys.cursor(key))
        return kept

    async def put(self, key: str, value: str) -> None:
        await self._redis.call("SET", self._keys.cursor(key), value, "PX", milliseconds(CURSOR))


class RedisSubscriptions(Generic[R]):
    """All subscriptions of a tenant, in a HASH per part of its mailboxes, and, for as long as a walk takes, what Graph
    told that it holds. `kind` is the dataclass that the calendar edge keeps."""

    def __init__(self, redis: Connection, keys: Keys, kind: type[R]) -> None:
        self._redis = redis
        self._keys = keys
        self._kind = kind

    async def of_part(self, tenant: str, part: int) -> Sequence[R]:
        found, cursor, key = dict[str, R](), "0", self._keys.of_part("subscriptions", tenant, part)
        while True:
            told, page = await self._redis.call("HSCAN", key, cursor, "COUNT", 500)
            found.update({key: decode(self._kind, text) for key, text in page.items()})
            cursor = str(told)
            if cursor == "0":
                return list(found.values())

    async def find(self, tenant: str, subscription_id: str) -> R | None:
        """Whose it is, its id does not tell."""
        found = await asyncio.gather(*(self._redis.call("HGET", key, subscription_id) for key in self._parts(tenant)))
        return next((decode(self._kind, text) for text in found if text), None)

    async def count(self, tenant: str) -> int:
        return sum(await asyncio.gather(*(self._redis.call("HLEN", key) for key in self._parts(tenant))))

    async def put(self, record: R) -> None:
        key = self._keys.of_part("subscriptions", record.tenant, part_of(record.mailbox))
        await self._redis.call("HSET", key, record.id, encode(record))

    async def delete(self, tenant: str, part: int, subscription_id: str) -> None:
        await self._redis.call("HDEL", self._keys.of_part("subscriptions", tenant, part), subscription_id)

    async def note_held(self, tenant: str, walk: str, part: int, ids: Sequence[str]) -> None:
        key = self._keys.held(tenant, walk, part)
        for first in range(0, len(ids), AT_ONCE):
            await self._redis.call("SADD", key, *ids[first : first + AT_ONCE])
        await self._redis.call("PEXPIRE", key, milliseconds(HELD))

    async def note_all_told(self, tenant: str, walk: str) -> None:
        await asyncio.gather(*(self.note_held(tenant, walk, part, [ALL_TOLD]) for part in range(PARTS)))

    async def held(self, tenant: str, walk: str, part: int) -> frozenset[str] | None:
        """None where not all of it is known, or not any more."""
        told = frozenset(await self._redis.call("SMEMBERS", self._keys.held(tenant, walk, part)))
        return told - {ALL_TOLD} if ALL_TOLD in told else None

    def _parts(self, tenant: str) -> Sequence[str]:
        return [self._keys.of_part("subscriptions", tenant, part) for part in range(PARTS)]


class RedisPlaces:
    """A few places per mailbox. Whoever dies in one leaves it free a minute later."""

    def __init__(self, redis: Connection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def take(self, mailbox: str, most: int) -> str | None:
        ticket = secrets.token_hex(8)
        taken = await self._redis.run(_TAKE, [self._keys.places(mailbox)], [ticket, most, milliseconds(PLACE)])
        return ticket if taken else None

    async def leave(self, mailbox: str, ticket: str) -> None:
        await self._redis.call("ZREM", self._keys.places(mailbox), ticket)


Kept = TypeVar("Kept")


class RedisOutages(Generic[Kept]):
    """Since when a tenant's Graph is out. `kind` is the dataclass that the calendar edge keeps."""

    def __init__(self, redis: Connection, keys: Keys, kind: type[Kept]) -> None:
        self._redis = redis
        self._keys = keys
        self._kind = kind

    async def outage(self, tenant: str) -> Kept | None:
        kept = await self._redis.call("GET", self._keys.graph_outage(tenant))
        return decode(self._kind, kept) if kept else None

    async def begin_outage(self, tenant: str, outage: Kept) -> None:
        await self._redis.call("SET", self._keys.graph_outage(tenant), encode(outage), "PX", milliseconds(OUTAGE))

    async def end_outage(self, tenant: str) -> None:
        await self._redis.call("DEL", self._keys.graph_outage(tenant))


class RedisUnreached:
    """Keeps the contract of `bot.domain.ports.Unreached`."""

    def __init__(self, redis: Connection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def note(self, tenant: str, person: str) -> bool:
        return bool(await self._redis.call_once("SADD", self._keys.unreached(tenant), person))

    async def reached(self, tenant: str, person: str) -> None:
        await self._redis.call("SREM", self._keys.unreached(tenant), person)

    async def count(self, tenant: str) -> int:
        return int(await self._redis.call("SCARD", self._keys.unreached(tenant)))


class RedisWatching:
    """Keeps the contract of `bot.domain.ports.Watching`."""

    def __init__(self, redis: Connection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def keep_group(self, tenant: str, people: Sequence[str]) -> None:
        """Joiners first: a crash in between leaves nobody out, and the next reading drops who left."""
        parted: list[set[str]] = [set() for _ in range(PARTS)]
        for person in people:
            parted[part_of(person)].add(person)
        for part, now in enumerate(parted):
            key = self._keys.of_part("group-people", tenant, part)
            known = set(await self._redis.call("SMEMBERS", key))
            for verb, changed in (("SADD", sorted(now - known)), ("SREM", sorted(known - now))):
                for first in range(0, len(changed), AT_ONCE):
                    await self._redis.call(verb, key, *changed[first : first + AT_ONCE])

    async def of_group(self, tenant: str) -> Sequence[str]:
        return await self._all("group-people", tenant)

    async def volunteer(self, tenant: str, person: str, *, yes: bool) -> None:
        key = self._keys.of_part("volunteers", tenant, part_of(person))
        await self._redis.call("SADD" if yes else "SREM", key, person)

    async def volunteers(self, tenant: str) -> Sequence[str]:
        return await self._all("volunteers", tenant)

    async def of_part(self, tenant: str, part: int) -> Sequence[str]:
        keys = (self._keys.of_part(name, tenant, part) for name in WATCHED)
        found = await asyncio.gather(*(self._redis.call("SMEMBERS", key) for key in keys))
        return sorted(set().union(*found))

    async def count(self, tenant: str) -> int:
        keys = (self._keys.of_part(name, tenant, part) for name in WATCHED for part in range(PARTS))
        return sum(await asyncio.gather(*(self._redis.call("SCARD", key) for key in keys)))

    async def _all(self, name: str, tenant: str) -> Sequence[str]:
        """For operators: a job takes a part of them."""
        keys = (self._keys.of_part(name, tenant, part) for part in range(PARTS))
        found = await asyncio.gather(*(self._redis.call("SMEMBERS", key) for key in keys))
        return sorted(set().union(*found))
