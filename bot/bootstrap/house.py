"""What one role needs, opened once per process and closed in reverse."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Literal

import aiohttp

from bot.adapters.clock import SharedClock, SystemClock
from bot.adapters.entra import EntraTokens
from bot.adapters.entra_users import authority_keys
from bot.adapters.graph import (
    Breaker,
    GraphCalendar,
    GraphClient,
    GraphGroups,
    GraphInstalls,
    GraphSubscriptions,
    Outage,
    SealedNotifications,
    SubscriptionRecord,
)
from bot.adapters.hook_sender import WebhookSender
from bot.adapters.language import Language
from bot.adapters.redis import RedisKit, open_redis
from bot.adapters.teams.connector import Connector
from bot.adapters.teams.messenger import TeamsMessenger
from bot.domain.ports import Clock, Messenger
from bot.errors import ConfigError
from bot.features import (
    ledger,
)
from bot.settings import Settings

Role = Literal["gateway", "worker", "scheduler"]


@dataclass(frozen=True, slots=True)
class House:
    """Everything one role needs, opened once per process."""

    settings: Settings
    clock: Clock
    http: aiohttp.ClientSession
    redis: RedisKit
    language: Language
    tokens: EntraTokens
    messenger: Messenger
    calendar: GraphCalendar
    subscriptions: GraphSubscriptions
    installs: GraphInstalls
    groups: GraphGroups
    sealed: SealedNotifications
    hook_sender: WebhookSender


@asynccontextmanager
async def open_house(settings: Settings, role: Role, *, clock: Clock | None = None) -> AsyncIterator[House]:
    """Opens connections and closes them in reverse. `clock` is for tests that move the time themselves."""
    settings.require(role)
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(_session(settings))
        lived = clock or await _clock(settings, http, stack)
        redis = await open_redis(settings, lived, role=role)
        stack.push_async_callback(redis.close)
        tokens = EntraTokens(settings)
        stack.push_async_callback(tokens.close)
        breaker = Breaker(settings.tenant_id, redis.outages(Outage), lived)
        graph = GraphClient(settings, http, tokens, redis.places, breaker)
        language = Language()
        stack.callback(language.close)
        hook_sender = WebhookSender(rehearsal=bool(settings.time_url))
        stack.push_async_callback(hook_sender.close)
        yield House(
            settings=settings,
            clock=lived,
            http=http,
            redis=redis,
            language=language,
            tokens=tokens,
            messenger=ledger.WritesDown(
                TeamsMessenger(Connector(settings, http, tokens), redis.once), redis.ledger, lived
            ),
            calendar=GraphCalendar(graph, redis.cursors, lived, tier=settings.graph_tier, writes=settings.graph_writes),
            subscriptions=GraphSubscriptions(settings, graph, redis.subscriptions(SubscriptionRecord), lived),
            installs=GraphInstalls(graph, settings.app_id, allowed=settings.graph_installs),
            groups=GraphGroups(graph),
            sealed=SealedNotifications(
                settings.notification_keys,
                authority_keys(settings, http).find,
                app_id=settings.app_id,
                tenant=settings.tenant_id,
            ),
            hook_sender=hook_sender,
        )


@asynccontextmanager
async def open_redis_alone(settings: Settings) -> AsyncIterator[RedisKit]:
    """For an operator's commands, which need the state and neither Teams nor Graph."""
    redis = await open_redis(settings, SystemClock(), role="worker")
    try:
        yield redis
    finally:
        await redis.close()


def _session(settings: Settings) -> aiohttp.ClientSession:
    """No cookies, and no proxy from the environment unless an operator's platform sets one below TCP."""
    context = ssl.create_default_context()
    if settings.ca_file:
        try:
            context.load_verify_locations(cafile=settings.ca_file)
        except OSError as unreadable:
            raise ConfigError("POTLUCK_CA_FILE", "no readable PEM file of certificates") from unreadable
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=context, limit=100, limit_per_host=32),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=15),
    )


async def _clock(settings: Settings, http: aiohttp.ClientSession, stack: AsyncExitStack) -> Clock:
    if not settings.time_url:
        return SystemClock()
    shared = SharedClock(http, settings.time_url)
    await shared.look()
    following = asyncio.create_task(shared.follow())

    async def stop() -> None:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following

    stack.push_async_callback(stop)
    return shared
