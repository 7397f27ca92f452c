"""The product's Graph edge and the Graph stand-in, wired together over real HTTP on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.adapters.graph.breaker import Breaker, Outage
from bot.adapters.graph.calendar import GraphCalendar
from bot.adapters.graph.client import GraphClient
from bot.adapters.graph.notifications import Intake, read_lifecycle, read_notifications, validation_token
from bot.adapters.graph.subscription_record import SubscriptionRecord
from bot.adapters.graph.subscriptions import GraphSubscriptions
from bot.domain.events import InviteChanged, SealedTold, SubscriptionTroubled
from bot.playground.graph import GraphStandIn, PersonInfo
from bot.settings import Secret, Settings
from tests.adapters.graph.memory import Cursors, FourPlaces, KnownOutages, Records
from tests.contracts.graph.report import Report, recorder

TENANT = "5d7d3f0e-94a1-4a47-8f7c-3f6f9b8f2a11"
ANA = "11111111-aaaa-4bbb-8ccc-000000000001"
BEN = "11111111-aaaa-4bbb-8ccc-000000000029"  # all of one part, so that they share a stretch
CLEO = "11111111-aaaa-4bbb-8ccc-000000000036"
KEY = "k" * 40


@dataclass
class World:
    """Everything a test may touch. `slept` holds the waits that the product would have taken."""

    now: datetime = datetime(2026, 11, 25, 9, tzinfo=UTC)
    good_token: str = "good"
    shown_token: str = "good"
    next_token: str = "expired"
    refused_tokens: list[str] = field(default_factory=list)
    outages: dict[str, Outage] = field(default_factory=dict)
    before_request: Callable[[], object] = lambda: None
    slept: list[float] = field(default_factory=list)
    service_slept: list[float] = field(default_factory=list)
    gateway_answers: int = 202
    heard: list[Intake[InviteChanged | SealedTold]] = field(default_factory=list)
    troubles: list[Intake[SubscriptionTroubled]] = field(default_factory=list)
    handshakes: int = 0
    cursors: dict[str, str] = field(default_factory=dict)
    records: dict[str, SubscriptionRecord] = field(default_factory=dict)
    graph: GraphStandIn = field(init=False)
    client: GraphClient = field(init=False)
    calendar: GraphCalendar = field(init=False)
    subscriptions: GraphSubscriptions = field(init=False)
    settings: Settings = field(init=False)
    contract: Report = field(default_factory=Report)

    def clock_now(self) -> datetime:
        return self.now

    async def token(self, scope: str) -> str:
        assert scope == self.settings.graph_scope
        self.before_request()
        return self.shown_token

    def refused(self, scope: str, token: str) -> None:
        self.refused_tokens.append(f"{token} for {scope}")
        self.shown_token = self.next_token

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def service_sleep(self, seconds: float) -> None:
        self.service_slept.append(seconds)

    def changes_heard(self) -> list[InviteChanged]:
        return [event for intake in self.heard for event in intake.events if isinstance(event, InviteChanged)]

    def write(self, **fields: Any) -> str:
        """An ordinary invite of Ana's for tomorrow."""
        start = fields.pop("start", self.now + timedelta(days=1))
        told: dict[str, Any] = {
            "organizer": ANA,
            "subject": "Weekly status",
            "body": "1. Numbers\n2. Round of updates",
            "start": start,
            "end": start + timedelta(minutes=30),
            "required": [BEN],
        }
        return self.graph.write_invite(**{**told, **fields}).id


@dataclass
class MovedClock:
    world: World

    def now(self) -> datetime:
        return self.world.now


@pytest.fixture
async def world() -> AsyncIterator[World]:
    made = World()
    made.graph = GraphStandIn(
        people=[PersonInfo(ANA, "Ana Silva"), PersonInfo(BEN, "Ben Okafor"), PersonInfo(CLEO, "Cleo Martin")],
        domain="contoso.example",
        tenant=TENANT,
        clock=made.clock_now,
        check_token=lambda token: token == made.good_token,
        log=lambda *_: None,
        sleep=made.service_sleep,
    )
    gateway, gateway_url = await serve(_gateway(made))
    app = made.graph.app()
    app.middlewares.insert(0, recorder(made.contract))
    runner, graph_url = await serve(app)
    made.settings = Settings(
        graph_url=f"{graph_url}/v1.0", public_url=gateway_url, tenant_id=TENANT, secret_key=Secret(KEY)
    )
    http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
    clock = MovedClock(made)
    breaker = Breaker(TENANT, KnownOutages(made.outages), clock)
    made.client = GraphClient(made.settings, http, made, FourPlaces(), breaker, sleep=made.sleep, jitter=lambda: 0.5)
    made.calendar = GraphCalendar(made.client, Cursors(made.cursors), clock)
    made.subscriptions = GraphSubscriptions(
        made.settings, made.client, Records(made.records), clock, jitter=lambda: 0.5
    )
    yield made
    await http.close()
    await runner.cleanup()
    await gateway.cleanup()
    assert made.contract.violations == []  # whatever a test does: both sides keep to Graph's description


async def serve(app: web.Application) -> tuple[web.AppRunner, str]:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


def _gateway(world: World) -> web.Application:
    """Just the doors, to hear what comes."""

    async def hook(request: web.Request) -> web.Response:
        token = validation_token(request.query)
        if token is not None:
            world.handshakes += 1
            return web.Response(text=token, content_type="text/plain")
        if world.gateway_answers == 202:
            body, key = await request.read(), world.settings.secret_key
            world.contract.notification(body)
            if request.path.endswith("lifecycle"):
                world.troubles.append(read_lifecycle(body, tenant=TENANT, secret_key=key))
            else:
                world.heard.append(read_notifications(body, tenant=TENANT, secret_key=key))
        return web.Response(status=world.gateway_answers)

    app = web.Application()
    app.router.add_post("/api/graph/notifications", hook)
    app.router.add_post("/api/graph/lifecycle", hook)
    return app


@pytest.fixture
def names() -> dict[str, str]:
    return {"tenant": TENANT, "ana": ANA, "ben": BEN, "cleo": CLEO, "key": KEY}
