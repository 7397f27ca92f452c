"""The job queue: where jobs are put, and where the dead ones are looked at. `consume.py` takes them out.

Per partition there is a stream of jobs to do now, a sorted set of jobs for later (on the product's clock), one of
jobs to try again (on the server's clock), and a stream of dead letters. A job is kept in an envelope,
`{"id", "tries", "trace", "job": {wire format}}`, which makes two equal jobs two. "trace" tells in which span the job
was put here (W3C traceparent) and is there only while traces are recorded. Readers pass over what they do not know and
hand it on, so that workers of two releases share a queue.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import ENQUEUED_ONCE, PARTITIONS, Keys, milliseconds, partition_of
from bot.domain.jobs import Job, to_wire
from bot.domain.ports import Clock
from bot.sight.spans import traceparent

NAMELESS_ONCE = timedelta(minutes=5)  # a job without a key needs one only until its answer has arrived

# KEYS jobs, later, once. ARGV envelope, due ms ('' is now), our token, life of the token.
_ENQUEUE = Lua(
    """
if not redis.call('SET', KEYS[3], ARGV[3], 'NX', 'PX', ARGV[4]) then
  return redis.call('GET', KEYS[3]) == ARGV[3] and 1 or 0
end
if ARGV[2] == '' then redis.call('XADD', KEYS[1], '*', 'job', ARGV[1])
else redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1]) end
return 1
"""
)

# KEYS dead, jobs. ARGV id, envelope ('' drops it).
_SETTLE_DEAD = Lua(
    """
if redis.call('XDEL', KEYS[1], ARGV[1]) == 0 then return 0 end
if ARGV[2] ~= '' then redis.call('XADD', KEYS[2], '*', 'job', ARGV[2]) end
return 1
"""
)


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A job that failed for good. `reason` is a code; `kind` and `tenant` are None where not even that can be read."""

    id: str
    kind: str | None
    tenant: str | None
    reason: str
    died: datetime


def envelope(job: Job, *, job_id: str | None = None) -> str:
    trace = traceparent()
    told = {"trace": trace} if trace else {}
    return sealed({"id": job_id or secrets.token_hex(16), "tries": 0, **told, "job": to_wire(job)})


def sealed(opened: dict[str, Any]) -> str:
    return orjson.dumps(opened).decode()


class RedisQueue:
    """Keeps the contract of `bot.domain.ports.JobQueue`."""

    def __init__(self, redis: Connection, keys: Keys, clock: Clock) -> None:
        self._redis = redis
        self._keys = keys
        self._clock = clock

    async def enqueue(self, job: Job, *, once: str | None = None, at: datetime | None = None) -> bool:
        """A lost answer is asked again under the same token, so it neither doubles the job nor tells False."""
        token = secrets.token_hex(16)
        key = once or token
        partition = partition_of(key)
        later = at is not None and at > self._clock.now()
        kept = await self._redis.run(
            _ENQUEUE,
            [
                self._keys.of_partition(partition, "jobs"),
                self._keys.of_partition(partition, "later"),
                self._keys.once(key, partition),
            ],
            [
                envelope(job, job_id=token),
                round(at.timestamp() * 1000) if at and later else "",
                token,
                milliseconds(ENQUEUED_ONCE if once else NAMELESS_ONCE),
            ],
        )
        return bool(kept)

    async def dead_letters(self, *, limit: int = 100) -> Sequence[DeadLetter]:
        """Oldest first within a partition."""
        found: list[DeadLetter] = []
        for partition in PARTITIONS:
            key = self._keys.of_partition(partition, "dead")
            entries = await self._redis.call("XRANGE", key, "-", "+", "COUNT", limit)
            found += [_dead_letter(partition, entry_id, fields) for entry_id, fields in entries]
        return sorted(found, key=lambda letter: letter.died)[:limit]

    async def requeue(self, letter_id: str) -> bool:
        """Let a dead job try again, from its first try. False where there is no such letter."""
        partition, _, entry_id = letter_id.partition("/")
        if partition not in PARTITIONS:
            return False
        key = self._keys.of_partition(partition, "dead")
        entries = await self._redis.call("XRANGE", key, entry_id, entry_id)
        if not entries:
            return False
        return await self._settle_dead(partition, entry_id, _from_first_try(entries[0][1]["job"]))

    async def drop(self, letter_id: str) -> bool:
        """False where there is no such letter."""
        partition, _, entry_id = letter_id.partition("/")
        return partition in PARTITIONS and await self._settle_dead(partition, entry_id, "")

    async def _settle_dead(self, partition: str, entry_id: str, envelope_text: str) -> bool:
        keys = [self._keys.of_partition(partition, name) for name in ("dead", "jobs")]
        return bool(await self._redis.run(_SETTLE_DEAD, keys, [entry_id, envelope_text]))


def _from_first_try(text: str) -> str:
    try:
        opened = orjson.loads(text)
        opened["tries"] = 0
    except (ValueError, TypeError):
        return text  # it could not be read before either; the newer release that asks may know better
    return sealed(opened)


def _dead_letter(partition: str, entry_id: str, fields: dict[str, str]) -> DeadLetter:
    try:
        job = orjson.loads(fields["job"])["job"]
        kind, tenant = str(job["job"]), str(job["tenant"])
    except (ValueError, TypeError, KeyError):
        kind, tenant = None, None
    died = datetime.fromtimestamp(int(entry_id.partition("-")[0]) / 1000, UTC)
    return DeadLetter(f"{partition}/{entry_id}", kind, tenant, fields.get("why", "unknown"), died)
