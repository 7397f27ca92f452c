"""The product's calendar half, opened as bootstrap opens it, against a stand-in on a clock that is moved by hand."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import aiohttp
from aiohttp import web

from bot.adapters.graph import (
    Breaker,
    GraphCalendar,
    GraphClient,
    GraphGroups,
    GraphSubscriptions,
    Outage,
    SubscriptionRecord,
    notifications,
)
from bot.adapters.redis import RedisKit, open_redis
from bot.domain.events import Event
from bot.domain.person import Person
from bot.domain.tongue.learn import ByHand
from bot.features import calendar_watch, invite_nudge
from bot.gateway.app import build_app
from bot.gateway.dispatch import Dispatch
from bot.gateway.routes import graph_hooks
from bot.playground.graph import GraphStandIn, PersonInfo
from bot.settings import Secret, Settings
from bot.worker.schedule import Scheduler
from tests.faults.calendars.days import PEOPLE, QUIET, TENANT, WATCHED, Judge, Tenant, Tokens
from tests.redis_fixtures import HandClock


async def in_english(_event: ByHand) -> str:
    return "en"


class ToldNobody:
    """As much of a messenger as a verdict of "meet" needs."""

    async def withhold(self, person: Person, *, once: str, reason: str) -> None:
        """Kept nowhere."""


@asynccontextmanager
async def open_tenant(redis_url: str, seed: int) -> AsyncIterator[Tenant]:
    clock, tokens = HandClock(), Tokens()
    graph = GraphStandIn(
        people=[PersonInfo(person, f"Person {number}") for number, person in enumerate(PEOPLE)],
        domain="contoso.example",
        tenant=TENANT,
        clock=clock.now,
        check_token=lambda token: token == tokens.good,
        log=lambda *_: None,
        sleep=_simulated(clock),
    )
    runners: list[web.AppRunner] = []
    graph_url = await _serve(graph.app(), runners)
    kit = None
    try:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
            door = _Door()
            settings = Settings(
                redis_url=Secret(redis_url),
                key_prefix=f"{uuid.uuid4().hex[:8]}:",
                graph_url=f"{graph_url}/v1.0",
                public_url=await _serve(door.app(), runners),
                tenant_id=TENANT,
                secret_key=Secret("k" * 40),
                mailboxes=tuple(WATCHED),
            )
            kit = await open_redis(settings, clock, role="worker")
            chance = random.Random(seed)  # noqa: S311 - weather is no cryptography
            tenant = _assemble(settings, kit, http, graph, clock, tokens, chance)
            door.open(tenant, settings)
            yield tenant
    finally:
        for runner in runners:
            await runner.cleanup()
        if kit is not None:
            await kit.close()


def _assemble(
    settings: Settings,
    kit: RedisKit,
    http: aiohttp.ClientSession,
    graph: GraphStandIn,
    clock: HandClock,
    tokens: Tokens,
    chance: random.Random,
) -> Tenant:
    """As bootstrap does it, with a judge that counts and no Teams."""
    breaker = Breaker(TENANT, kit.outages(Outage), clock)
    client = GraphClient(settings, http, tokens, kit.places, breaker, sleep=_short, jitter=chance.random)
    calendar, judge = GraphCalendar(client, kit.cursors, clock), Judge()
    subscriptions = GraphSubscriptions(settings, client, kit.subscriptions(SubscriptionRecord), clock)
    on_invite = invite_nudge.OnInvite(kit.queue, clock, QUIET)
    whom = calendar_watch.Whom(kit.people, kit.watching, settings.mailboxes, settings.reads_calendars)
    told_nobody: Any = ToldNobody()
    no_teams: Any = None  # a verdict of "meet" writes to nobody, so nobody is missed either
    send = invite_nudge.SendNudge(
        calendar=calendar,
        judge=judge,
        nudges=kit.nudges,
        people=kit.people,
        teams=kit.teams,
        messenger=told_nobody,
        installs=no_teams,
        unreached=kit.unreached,
        queue=kit.queue,
        clock=clock,
        hash_key="k" * 40,
        lowest_threshold=0.0,
        per_week=3,
        notice=timedelta(minutes=15),
        quiet=QUIET,
    )
    features = [
        invite_nudge.feature(on_invite, send, invite_nudge.OnAnswer(kit.nudges, kit.queue, clock)),
        calendar_watch.feature(
            calendar_watch.Watch(subscriptions, kit.queue, whom, clock),
            calendar_watch.LearnGroup(GraphGroups(client), whom, kit.queue, ""),
            calendar_watch.Follow(kit.people, kit.watching, kit.queue),
            calendar_watch.OnTrouble(kit.queue, clock),
            calendar_watch.Mend(subscriptions, kit.queue),
            calendar_watch.ReadChanges(calendar, whom, tell=on_invite),
        ),
    ]
    scheduler = Scheduler(schedule=kit.schedule, queue=kit.queue, clock=clock, tenant=TENANT, reads_calendars=True)
    return Tenant(clock, graph, kit, features, scheduler, judge, tokens, chance)


class _Door:
    """The gateway's own routes, behind a switch that takes them off the net."""

    def __init__(self) -> None:
        self._inside: web.Application | None = None
        self._tenant: Tenant | None = None
        self._dispatch: Callable[[Event], Awaitable[object]] | None = None
        self._settings = Settings()

    def open(self, tenant: Tenant, settings: Settings) -> None:
        self._tenant, self._settings = tenant, settings
        self._dispatch = Dispatch(tenant.feature, tenant.kit.queue, locale_of=in_english)

    async def tell(self, event: Event) -> object:
        assert self._dispatch
        return await self._dispatch(event)

    def app(self) -> web.Application:
        def read(reader: Callable[..., Any]) -> Callable[[bytes], Any]:
            return lambda body: reader(body, tenant=TENANT, secret_key=self._settings.secret_key.reveal())

        app = build_app(
            graph_hooks.routes(
                read_notifications=read(notifications.read_notifications),
                read_lifecycle=read(notifications.read_lifecycle),
                handshake=notifications.validation_token,
                tell=self.tell,
            )
        )
        app.middlewares.insert(0, self._switch)
        return app

    @web.middleware
    async def _switch(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if self._tenant and self._tenant.gateway_down:
            return web.Response(status=503)
        response: web.StreamResponse = await handler(request)
        return response


def _simulated(clock: HandClock) -> Callable[[float], Awaitable[None]]:
    async def sleep(seconds: float) -> None:
        due = clock.now() + timedelta(seconds=seconds)
        while clock.now() < due:  # noqa: ASYNC110 - the clock is a hand's, and tells nobody when it moves
            await asyncio.sleep(0.005)

    return sleep


async def _short(seconds: float) -> None:
    await asyncio.sleep(min(seconds, 0.002))


async def _serve(app: web.Application, runners: list[web.AppRunner]) -> str:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    runners.append(runner)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"
