"""What is looked up in Redis for those who watch over an installation."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from bot.adapters.graph import Outage, SubscriptionRecord
from bot.bootstrap.house import House
from bot.errors import ConfigError, TryLater
from bot.sight import metrics

TOKEN_WITHIN_S = 2.0


def checks(house: House) -> Mapping[str, Callable[[], Awaitable[str]]]:
    """What /readyz tells beside Redis and the queue; each tells "ok" or what is wrong."""
    return {
        "graph": partial(graph_state, house),
        "token": partial(_token_state, house),
        "subscriptions": partial(_subscriptions_state, house),
    }


async def graph_state(house: House) -> str:
    """Since when Graph does not answer."""
    outage = await house.redis.outages(Outage).outage(house.settings.tenant_id)
    return f"out since {outage.since.isoformat(timespec='seconds')}" if outage else "ok"


async def _token_state(house: House) -> str:
    """Whether Teams could be written to: a token that still serves is not asked for anew."""
    try:
        house.settings.sign_in()
    except ConfigError:
        return "no credentials"
    try:
        async with asyncio.timeout(TOKEN_WITHIN_S):
            await house.tokens.token(house.settings.bot_scope)
    except (TryLater, TimeoutError):
        return "no answer"
    except ConfigError:
        return "refused"
    return "ok"


async def _subscriptions_state(house: House) -> str:
    """Whether Graph tells us of anybody's invites. Who exactly is read depends on what each person said, and is held
    against Graph every half hour by the worker; here it only shows where nothing is heard at all."""
    settings = house.settings
    if not settings.reads_calendars or not (settings.mailboxes or settings.group):
        return "ok"
    held = await house.redis.subscriptions(SubscriptionRecord).count(settings.tenant_id)
    return "ok" if held else "none"


async def look(house: House) -> bool:
    """Brings the figures up to date that all processes share. False without Redis: the last ones stand, and
    `redis_out`."""
    redis, tenant = house.redis, house.settings.tenant_id
    try:
        metrics.QUEUE_DEPTH.set(await redis.stats.depth())
        metrics.QUEUE_OLDEST_SECONDS.set(await redis.stats.oldest_age_s())
        metrics.QUEUE_LATER.set(await redis.stats.later())
        metrics.DIGESTS_DUE.set(await redis.stats.due(until=house.clock.now()))
        metrics.DEAD_LETTERS.set(await redis.stats.dead())
        metrics.UNREACHED.set(await redis.unreached.count(tenant))
        metrics.GRAPH_OUT.set(await redis.outages(Outage).outage(tenant) is not None)
    except TryLater:
        metrics.REDIS_OUT.set(1)
        return False
    metrics.REDIS_OUT.set(0)
    return True
