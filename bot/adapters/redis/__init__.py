"""The Redis edge: all state, the job queue and the schedule, on core types and EVALSHA of Redis 6.2 alone, so that
Redis, Valkey, a managed Redis and Redis Cluster all serve. Nothing else of the product imports redis."""

from __future__ import annotations

from bot.adapters.redis.fate import Retries
from bot.adapters.redis.keeper import Pace
from bot.adapters.redis.kit import RedisKit, open_redis

__all__ = ["Pace", "RedisKit", "Retries", "open_redis"]
