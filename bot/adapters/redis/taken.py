"""What a worker does to jobs it has taken from the stream, one Lua script per step.

Taking a job makes it pending under the worker's name. Whoever is silent for too long loses it to another, and from
then on can neither finish nor retry it: each step below acts only for the owner. That is the fence.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import PARTITIONS, Keys

GROUP = "workers"

_OWNS = """
local function owns(id, worker)
  local pending = redis.call('XPENDING', KEYS[1], 'workers', id, id, 1)
  return pending[1] and pending[1][2] == worker
end
local function taken_out(id, worker)
  if not owns(id, worker) then return false end
  redis.call('XACK', KEYS[1], 'workers', id)
  redis.call('XDEL', KEYS[1], id)
  return true
end
"""

# KEYS jobs. ARGV worker, id.
_DONE = Lua(_OWNS + "return taken_out(ARGV[2], ARGV[1]) and 1 or 0")

# KEYS jobs, again. ARGV worker, id, envelope, wait in ms.
_AGAIN = Lua(
    _OWNS
    + """
if not taken_out(ARGV[2], ARGV[1]) then return 0 end
local now = redis.call('TIME')
redis.call('ZADD', KEYS[2], now[1] * 1000 + math.floor(now[2] / 1000) + ARGV[4], ARGV[3])
return 1
"""
)

# KEYS jobs, dead. ARGV worker, id, envelope, reason.
_DEAD = Lua(
    _OWNS
    + """
if not taken_out(ARGV[2], ARGV[1]) then return 0 end
redis.call('XADD', KEYS[2], '*', 'job', ARGV[3], 'why', ARGV[4])
return 1
"""
)

# KEYS jobs. ARGV worker, ids. Resets their idle time; tells the ids that are no longer the worker's.
_HOLD = Lua(
    _OWNS
    + """
local lost = {}
for i = 2, #ARGV do
  if owns(ARGV[i], ARGV[1]) then redis.call('XCLAIM', KEYS[1], 'workers', ARGV[1], 0, ARGV[i], 'JUSTID')
  else lost[#lost + 1] = ARGV[i] end
end
return lost
"""
)

# KEYS jobs, later, again. ARGV now ms of the product's clock. Moves what is due into the stream.
_PROMOTE = Lua(
    """
local moved = 0
local function move(from, now)
  for _, job in ipairs(redis.call('ZRANGEBYSCORE', from, '-inf', now, 'LIMIT', 0, 100)) do
    redis.call('XADD', KEYS[1], '*', 'job', job)
    redis.call('ZREM', from, job)
    moved = moved + 1
  end
end
local now = redis.call('TIME')
move(KEYS[2], ARGV[1])
move(KEYS[3], now[1] * 1000 + math.floor(now[2] / 1000))
return moved
"""
)

# KEYS jobs. ARGV idle ms. Forgets workers that are gone; one that still has jobs pending must stay, or they are lost.
_SWEEP = Lua(
    """
for _, told in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], 'workers')) do
  local worker = {}
  for i = 1, #told, 2 do worker[told[i]] = told[i + 1] end
  if worker['pending'] == 0 and worker['idle'] >= tonumber(ARGV[1]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], 'workers', worker['name'])
  end
end
"""
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A job as taken: where it stands, and its envelope."""

    partition: str
    id: str
    envelope: str

    @property
    def place(self) -> tuple[str, str]:
        return self.partition, self.id


@dataclass(frozen=True, slots=True)
class Idle:
    """A job whose worker is silent. `deliveries` counts the workers that had it."""

    id: str
    deliveries: int


class Pending:
    """The steps, for one worker."""

    def __init__(self, redis: Connection, keys: Keys, worker: str) -> None:
        self._redis = redis
        self._keys = keys
        self._worker = worker

    async def ensure_groups(self) -> None:
        """From the first entry on: what was enqueued before any worker ever ran is done too."""
        await asyncio.gather(*(self._ensure_group(partition) for partition in PARTITIONS))

    async def _ensure_group(self, partition: str) -> None:
        try:
            await self._redis.call("XGROUP CREATE", self._jobs(partition), GROUP, "0", "MKSTREAM")
        except Exception as refused:
            if not str(refused).startswith("BUSYGROUP"):
                raise

    async def take(self, blocking: Connection, partitions: Sequence[str], count: int, wait_ms: int) -> list[Taken]:
        """New jobs, at most `count` of each partition, waiting for the first. Never sent twice: a lost answer leaves
        jobs pending under our name, where they are found again once they are idle."""
        streams = {self._jobs(partition): partition for partition in partitions}
        command = ("GROUP", GROUP, self._worker, "COUNT", count, "BLOCK", wait_ms, "STREAMS")
        told = await blocking.call_once("XREADGROUP", *command, *streams, *(">" for _ in streams))
        return [
            Taken(streams[stream], entry_id, fields.get("job", ""))
            for stream, entries in (told.items() if isinstance(told, dict) else told or ())
            for entry_id, fields in entries
        ]

    async def done(self, job: Taken) -> bool:
        """False where another worker has the job by now; so for all of these."""
        return bool(await self._redis.run(_DONE, [self._jobs(job.partition)], [self._worker, job.id]))

    async def again(self, job: Taken, envelope: str, after_ms: int) -> bool:
        keys = [self._jobs(job.partition), self._keys.of_partition(job.partition, "again")]
        return bool(await self._redis.run(_AGAIN, keys, [self._worker, job.id, envelope, after_ms]))

    async def dead(self, job: Taken, reason: str) -> bool:
        keys = [self._jobs(job.partition), self._keys.of_partition(job.partition, "dead")]
        return bool(await self._redis.run(_DEAD, keys, [self._worker, job.id, job.envelope, reason]))

    async def hold(self, partition: str, ids: Sequence[str]) -> Sequence[str]:
        """Tell that we live and work on these; the answer names those that we have lost."""
        lost: list[str] = await self._redis.run(_HOLD, [self._jobs(partition)], [self._worker, *ids])
        return lost

    async def idle(self, partition: str, idle_ms: int, limit: int) -> list[Idle]:
        command = ("XPENDING", self._jobs(partition), GROUP, "IDLE", idle_ms, "-", "+", limit)
        told = await self._redis.call(*command, parse_detail=True)
        return [Idle(entry["message_id"], entry["times_delivered"]) for entry in told]

    async def take_over(self, partition: str, ids: Sequence[str], idle_ms: int) -> list[Taken]:
        command = ("XCLAIM", self._jobs(partition), GROUP, self._worker, idle_ms, *ids)
        told: list[tuple[str | None, dict[str, Any] | None]] = await self._redis.call_once(*command)
        return [Taken(partition, entry_id, fields.get("job", "")) for entry_id, fields in told if entry_id and fields]

    async def promote(self, partition: str, now_ms: int) -> None:
        keys = [self._keys.of_partition(partition, name) for name in ("jobs", "later", "again")]
        await self._redis.run(_PROMOTE, keys, [now_ms])

    async def sweep(self, partition: str, idle_ms: int) -> None:
        await self._redis.run(_SWEEP, [self._jobs(partition)], [idle_ms])

    def _jobs(self, partition: str) -> str:
        return self._keys.of_partition(partition, "jobs")
