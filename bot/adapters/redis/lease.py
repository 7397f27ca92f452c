"""One at a time: a lease that lasts while its holder lives.

A holder renews it, so that it may be short: what a killed worker held is free again before another worker is given its
job. Where Redis is away for longer than the lease, two may hold it; it spares work and keeps no effect from happening
twice.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import LEASE, milliseconds
from bot.errors import TryLater

# KEYS lease. ARGV our token, life. Takes it or renews it; a lost answer is asked again under the same token.
_HOLD = Lua(
    """
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""
)

# KEYS lease. ARGV our token.
_LEAVE = Lua("return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('DEL', KEYS[1]) or 0")


@asynccontextmanager
async def lease(redis: Connection, key: str) -> AsyncIterator[bool]:
    """False where somebody else holds it."""
    token = secrets.token_hex(8)
    if not await redis.run(_HOLD, [key], [token, milliseconds(LEASE)]):
        yield False
        return
    renewing = asyncio.create_task(_renew(redis, key, token))
    try:
        yield True
    finally:
        renewing.cancel()
        with suppress(TryLater):  # it runs out by itself
            await redis.run(_LEAVE, [key], [token])


async def _renew(redis: Connection, key: str, token: str) -> None:
    held = True
    while held:
        await asyncio.sleep(LEASE.total_seconds() / 3)
        with suppress(TryLater):
            held = bool(await redis.run(_HOLD, [key], [token, milliseconds(LEASE)]))
