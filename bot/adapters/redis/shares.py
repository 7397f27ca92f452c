"""The Shares: two token buckets, a caller's and the tenant's, drawn from in one script. The server's clock fills them,
so that replicas whose clocks differ are fair to one another."""

from __future__ import annotations

from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import Keys
from bot.domain.ports import Drawn, Share

# KEYS tenant's bucket, caller's bucket. ARGV per bucket: burst, per second. Tells what the caller has left (floored),
# and the wait in ms (0: drawn). A bucket that is full again is forgotten.
_DRAW = Lua(
    """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local left, wait = {}, 0
for i = 1, 2 do
  local burst, rate = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local held = redis.call('HMGET', KEYS[i], 'left', 'at')
  left[i] = math.min(burst, (tonumber(held[1]) or burst) + (now - (tonumber(held[2]) or now)) / 1000 * rate)
  if left[i] < 1 then wait = math.max(wait, math.ceil((1 - left[i]) / rate * 1000)) end
end
if wait > 0 then return {math.floor(left[2]), wait} end
for i = 1, 2 do
  local burst, rate = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  redis.call('HSET', KEYS[i], 'left', left[i] - 1, 'at', now)
  redis.call('PEXPIRE', KEYS[i], math.ceil((burst - left[i] + 1) / rate * 1000) + 1000)
end
return {math.floor(left[2] - 1), 0}
"""
)


class RedisShares:
    """Keeps the contract of `bot.domain.ports.Shares`."""

    def __init__(self, redis: Connection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def draw(self, tenant: str, caller: str, *, own: Share, tenants: Share) -> Drawn:
        whole = self._keys.of_tenant("share", tenant)
        left, wait_ms = await self._redis.run_once(
            _DRAW, [whole, f"{whole}/{caller}"], [tenants.burst, tenants.per_s, own.burst, own.per_s]
        )
        return Drawn(int(left), int(wait_ms) / 1000)
