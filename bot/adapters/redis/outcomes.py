"""The OutcomeStore. Words wait in one slot with the job that reads them, so that the two are kept in one step."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime

from bot.adapters.redis.codec import decode, encode
from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import READ_OUTCOME, UNREAD_WORDS, WORDS_ASIDE, Keys, milliseconds, partition_of
from bot.adapters.redis.lease import lease
from bot.adapters.redis.queue import envelope
from bot.domain.jobs import Job
from bot.domain.task import Outcome

TOLD_BY_KEY = frozenset({"id", "tenant", "meeting", "placed"})

# KEYS outcome, jobs. ARGV at, words, meeting, life, job, "keep" or "change". Moments are texts that order as time.
_KEEP = Lua(
    """
local known = redis.call('HGET', KEYS[1], 'at')
if known and (ARGV[6] == 'keep' or known >= ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'at', ARGV[1], 'words', ARGV[2])
if (redis.call('HGET', KEYS[1], 'meeting') or '') == '' then redis.call('HSET', KEYS[1], 'meeting', ARGV[3]) end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('XADD', KEYS[2], '*', 'job', ARGV[5])
return 1
"""
)

# KEYS outcome. ARGV at, team, life. The id stays known, so that the same words told again are not read again.
_DROP_WORDS = Lua(
    """
if not redis.call('HGET', KEYS[1], 'at') then return end
redis.call('HSET', KEYS[1], 'team', ARGV[2])
if redis.call('HGET', KEYS[1], 'at') ~= ARGV[1] then return end
redis.call('HDEL', KEYS[1], 'words')
redis.call('PEXPIRE', KEYS[1], ARGV[3])
"""
)

# KEYS outcome. ARGV at, life.
_SET_ASIDE = Lua("if redis.call('HGET', KEYS[1], 'at') == ARGV[1] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end")


class RedisOutcomes:
    """Keeps the contract of `bot.domain.ports.OutcomeStore`."""

    def __init__(self, redis: Connection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def keep(self, outcome: Outcome, job: Job) -> bool:
        """Where the answer is lost and it is asked again, False may be told for what was kept a moment ago."""
        return await self._keep(outcome, job, "keep")

    async def change(self, outcome: Outcome, job: Job) -> bool:
        return await self._keep(outcome, job, "change")

    async def _keep(self, outcome: Outcome, job: Job, how: str) -> bool:
        jobs = self._keys.of_partition(partition_of(outcome.tenant, outcome.id), "jobs")
        words = encode(outcome, without=TOLD_BY_KEY)
        kept = await self._redis.run(
            _KEEP,
            [self._keys.outcome(outcome.tenant, outcome.id), jobs],
            [_stamp(outcome.at), words, outcome.meeting or "", milliseconds(UNREAD_WORDS), envelope(job), how],
        )
        return bool(kept)

    async def get(self, tenant: str, outcome_id: str) -> Outcome | None:
        """None also where the words have been dropped: nothing else of them is kept."""
        key = self._keys.outcome(tenant, outcome_id)
        words, meeting, team = await self._redis.call("HMGET", key, "words", "meeting", "team")
        if words is None:
            return None
        return decode(Outcome, words, tenant=tenant, id=outcome_id, meeting=meeting or None, placed=team)

    def reading(self, tenant: str, outcome_id: str) -> AbstractAsyncContextManager[bool]:
        return lease(self._redis, self._keys.reading(tenant, outcome_id))

    async def drop_words(self, outcome: Outcome, *, team: str) -> None:
        await self._redis.run(
            _DROP_WORDS,
            [self._keys.outcome(outcome.tenant, outcome.id)],
            [_stamp(outcome.at), team, milliseconds(READ_OUTCOME)],
        )

    async def set_aside(self, outcome: Outcome) -> None:
        await self._redis.run(
            _SET_ASIDE,
            [self._keys.outcome(outcome.tenant, outcome.id)],
            [_stamp(outcome.at), milliseconds(WORDS_ASIDE)],
        )


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
