"""The OutcomeStore. Words wait in one slot with the job that reads them, so that the two are kept in one step."""

from __future__ import annotations

from bot.adapters.redis.codec import decode, encode
from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import READ_OUTCOME, UNREAD_WORDS, Keys, milliseconds, partition_of
from bot.adapters.redis.queue import envelope
from bot.domain.jobs import Job
from bot.domain.task import Outcome

TOLD_BY_KEY = frozenset({"id", "tenant"})

# KEYS outcome, jobs. ARGV words, life, job.
_KEEP = Lua(
    """
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
redis.call('XADD', KEYS[2], '*', 'job', ARGV[3])
return 1
"""
)

# KEYS outcome. ARGV life. The id stays known, so that the same words told again are not read again.
_DROP_WORDS = Lua("if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('SET', KEYS[1], '', 'PX', ARGV[1]) end")


class RedisOutcomes:
    """Keeps the contract of `bot.domain.ports.OutcomeStore`."""

    def __init__(self, redis: Connection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def keep(self, outcome: Outcome, job: Job) -> bool:
        """Where the answer is lost and it is asked again, False may be told for what was kept a moment ago."""
        jobs = self._keys.of_partition(partition_of(outcome.tenant, outcome.id), "jobs")
        kept = await self._redis.run(
            _KEEP,
            [self._keys.outcome(outcome.tenant, outcome.id), jobs],
            [encode(outcome, without=TOLD_BY_KEY), milliseconds(UNREAD_WORDS), envelope(job)],
        )
        return bool(kept)

    async def get(self, tenant: str, outcome_id: str) -> Outcome | None:
        """None also where the words have been dropped: nothing else of them is kept."""
        words = await self._redis.call("GET", self._keys.outcome(tenant, outcome_id))
        return decode(Outcome, words, tenant=tenant, id=outcome_id) if words else None

    async def drop_words(self, tenant: str, outcome_id: str) -> None:
        await self._redis.run(_DROP_WORDS, [self._keys.outcome(tenant, outcome_id)], [milliseconds(READ_OUTCOME)])
