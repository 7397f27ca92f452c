"""What is looked up in Redis for those who watch over an installation."""

from __future__ import annotations

from bot.adapters.graph import Outage
from bot.bootstrap.house import House
from bot.errors import TryLater
from bot.sight import metrics


async def look(house: House) -> None:
    """Brings the figures up to date that all processes share. Without Redis the last ones stand, and `redis_out`."""
    redis, tenant = house.redis, house.settings.tenant_id
    try:
        metrics.QUEUE_DEPTH.set(await redis.stats.depth())
        metrics.QUEUE_OLDEST_SECONDS.set(await redis.stats.oldest_age_s())
        metrics.QUEUE_LATER.set(await redis.stats.later())
        metrics.DEAD_LETTERS.set(await redis.stats.dead())
        metrics.UNREACHED.set(await redis.unreached.count(tenant))
        metrics.GRAPH_OUT.set(await redis.outages(Outage).outage(tenant) is not None)
        metrics.REDIS_OUT.set(0)
    except TryLater:
        metrics.REDIS_OUT.set(1)
