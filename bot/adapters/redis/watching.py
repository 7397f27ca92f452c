"""What the calendar edge remembers: its position in each mailbox, and the subscriptions that it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from bot.adapters.redis.codec import decode, encode
from bot.adapters.redis.connect import Connection
from bot.adapters.redis.keys import CURSOR, Keys, milliseconds


class Belongs(Protocol):
    """A record that has an id within a tenant."""

    @property
    def id(self) -> str: ...

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
    """All subscriptions of a tenant in one HASH. `kind` is the dataclass that the calendar edge keeps."""

    def __init__(self, redis: Connection, keys: Keys, kind: type[R]) -> None:
        self._redis = redis
        self._keys = keys
        self._kind = kind

    async def all(self, tenant: str) -> Sequence[R]:
        found, cursor = dict[str, R](), "0"
        while True:
            told, page = await self._redis.call("HSCAN", self._keys.subscriptions(tenant), cursor, "COUNT", 500)
            found.update({key: decode(self._kind, text) for key, text in page.items()})
            cursor = str(told)
            if cursor == "0":
                return list(found.values())

    async def put(self, record: R) -> None:
        await self._redis.call("HSET", self._keys.subscriptions(record.tenant), record.id, encode(record))

    async def delete(self, tenant: str, subscription_id: str) -> None:
        await self._redis.call("HDEL", self._keys.subscriptions(tenant), subscription_id)
