"""The HookStore: all webhooks of a tenant in one HASH."""

from __future__ import annotations

from collections.abc import Sequence

from bot.adapters.redis.codec import decode, encode
from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import Keys
from bot.domain.hook import Hook

MOST = 50  # of one tenant: each event is told to every one that wants it

# KEYS hooks. ARGV id, record, most. Tells whether there was room.
_ADD = Lua(
    """
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[3]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
"""
)


class RedisHooks:
    """Keeps the contract of `bot.domain.ports.HookStore`."""

    def __init__(self, redis: Connection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def add(self, hook: Hook) -> bool:
        key = self._keys.of_tenant("hooks", hook.tenant)
        return bool(await self._redis.run(_ADD, [key], [hook.id, encode(hook), MOST]))

    async def all(self, tenant: str) -> Sequence[Hook]:
        kept = await self._redis.call("HGETALL", self._keys.of_tenant("hooks", tenant))
        return sorted((decode(Hook, text) for text in kept.values()), key=lambda hook: (hook.created, hook.id))

    async def get(self, tenant: str, hook_id: str) -> Hook | None:
        kept = await self._redis.call("HGET", self._keys.of_tenant("hooks", tenant), hook_id)
        return decode(Hook, kept) if kept else None

    async def delete(self, tenant: str, hook_id: str) -> bool:
        return bool(await self._redis.call("HDEL", self._keys.of_tenant("hooks", tenant), hook_id))
