"""Everything that one process needs of Redis, opened and closed together."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, TypeVar

from bot.adapters.redis.answers import RedisAnswers
from bot.adapters.redis.archive import RedisArchive
from bot.adapters.redis.connect import GATEWAY, WORKER, Connection, Limits, check_server, connect
from bot.adapters.redis.consume import Consumer
from bot.adapters.redis.erase import PIECE, RedisErasure
from bot.adapters.redis.fate import Retries
from bot.adapters.redis.hooks import RedisHooks
from bot.adapters.redis.keeper import Pace
from bot.adapters.redis.keys import PARTITIONS, Keys
from bot.adapters.redis.ledger import RedisLedger
from bot.adapters.redis.meetings import RedisMeetings
from bot.adapters.redis.nudges import RedisNudges
from bot.adapters.redis.once import RedisSendOnce
from bot.adapters.redis.outcomes import RedisOutcomes
from bot.adapters.redis.people import RedisPeople
from bot.adapters.redis.queue import RedisQueue
from bot.adapters.redis.rounds import RedisRounds
from bot.adapters.redis.schedule import RedisSchedule
from bot.adapters.redis.schema import Schema
from bot.adapters.redis.shares import RedisShares
from bot.adapters.redis.stats import RedisStats
from bot.adapters.redis.tasks import RedisTasks
from bot.adapters.redis.teams import RedisTeams
from bot.adapters.redis.watching import (
    Belongs,
    Kept,
    RedisCursors,
    RedisOutages,
    RedisPlaces,
    RedisSubscriptions,
    RedisUnreached,
    RedisWatching,
)
from bot.domain.ports import Clock
from bot.errors import ConfigError, TryLater
from bot.settings import Settings

R = TypeVar("R", bound=Belongs)
Role = Literal["gateway", "worker", "scheduler"]


@dataclass(frozen=True, slots=True)
class RedisKit:
    queue: RedisQueue
    schedule: RedisSchedule
    once: RedisSendOnce
    nudges: RedisNudges
    meetings: RedisMeetings
    tasks: RedisTasks
    outcomes: RedisOutcomes
    people: RedisPeople
    teams: RedisTeams
    cursors: RedisCursors
    places: RedisPlaces
    rounds: RedisRounds
    unreached: RedisUnreached
    watching: RedisWatching
    stats: RedisStats
    ledger: RedisLedger
    schema: Schema
    answers: RedisAnswers
    hooks: RedisHooks
    shares: RedisShares
    _settings: Settings
    _redis: Connection
    _keys: Keys
    _clock: Clock

    def subscriptions(self, kind: type[R]) -> RedisSubscriptions[R]:
        """A store of the calendar edge's own records, of which this edge knows no more than that they have an id."""
        return RedisSubscriptions(self._redis, self._keys, kind)

    def outages(self, kind: type[Kept]) -> RedisOutages[Kept]:
        return RedisOutages(self._redis, self._keys, kind)

    def consumer(self, *, concurrency: int, pace: Pace | None = None, retries: Retries | None = None) -> Consumer:
        async def open_blocking(blocks_s: float) -> Connection:
            readers = Limits(at_once=len(PARTITIONS), answer_s=WORKER.answer_s)
            return await connect(self._settings, readers, blocks_s=blocks_s)

        return Consumer(
            self._redis,
            open_blocking,
            self._keys,
            self._clock,
            concurrency=concurrency,
            pace=pace or Pace(),
            retries=retries or Retries(),
        )

    def erasure(self, *, piece: int = PIECE) -> RedisErasure:
        return RedisErasure(self._redis, self._keys, self.tasks, piece=piece)

    def archive(self) -> RedisArchive:
        return RedisArchive(self._redis, self._keys, self._settings, self._clock)

    async def close(self) -> None:
        await self._redis.close()


async def open_redis(settings: Settings, clock: Clock, *, role: Role) -> RedisKit:
    """The gateway's patience is short: who calls it waits three seconds. Raises ConfigError for a URL or password
    that cannot work, TryLater where a cluster does not answer; a single server may come later."""
    redis = await connect(settings, GATEWAY if role == "gateway" else WORKER)
    keys = Keys(settings.key_prefix)
    schema = Schema(redis, keys)
    try:
        if not settings.redis_cluster:  # a cluster has told as much when it was asked for its nodes
            await check_server(redis)
        with suppress(TryLater):  # a single server may come later
            await schema.check()
    except ConfigError:
        await redis.close()
        raise
    return RedisKit(
        queue=RedisQueue(redis, keys, clock),
        schedule=RedisSchedule(redis, keys, clock),
        once=RedisSendOnce(redis, keys),
        nudges=RedisNudges(redis, keys, clock),
        meetings=RedisMeetings(redis, keys),
        tasks=RedisTasks(redis, keys),
        outcomes=RedisOutcomes(redis, keys),
        people=RedisPeople(redis, keys, settings.hashing_key),
        teams=RedisTeams(redis, keys),
        cursors=RedisCursors(redis, keys),
        places=RedisPlaces(redis, keys),
        rounds=RedisRounds(redis, keys, clock),
        unreached=RedisUnreached(redis, keys),
        watching=RedisWatching(redis, keys),
        stats=RedisStats(redis, keys),
        ledger=RedisLedger(redis, keys),
        schema=schema,
        answers=RedisAnswers(redis, keys),
        hooks=RedisHooks(redis, keys),
        shares=RedisShares(redis, keys),
        _settings=settings,
        _redis=redis,
        _keys=keys,
        _clock=clock,
    )
