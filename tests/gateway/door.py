"""The real gateway on loopback with a real Redis and the login stand-in, and a few people and tasks: no Teams, no
Graph, so that a test of the API takes milliseconds."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from multidict import CIMultiDict

from bot.bootstrap import House, gateway_app, open_house
from bot.domain.conversation import Conversation
from bot.domain.meeting import MeetingInstance
from bot.domain.person import Person
from bot.domain.ports import Share
from bot.domain.public_ids import opaque
from bot.domain.task import Step, Task
from bot.domain.team import Team
from bot.gateway.api import Limits
from bot.gateway.api.limits import AT_ONCE
from bot.gateway.body import BODY_WITHIN_S, WITHIN_S
from bot.gateway.runner import PATIENCE_S, GatewayRunner
from bot.playground.login import LoginStandIn
from bot.settings import Settings
from tests.redis_fixtures import HandClock

TENANT = "6f1c1a8e-5d2c-4a53-9a43-2f9f5f0f2a10"
APP = "0d6ff2a2-3c3e-4f37-8a37-6a3f4a1f9f01"
CLIENT = "b8a7c6d5-1111-4222-8333-944444444444"
ANN, BO, CY, GUS = "ann-object-id", "bo-object-id", "cy-object-id", "gus-object-id"
ALPHA, BETA = "19:alpha@thread.tacv2", "19:beta@thread.tacv2"


@dataclass(slots=True)
class Reply:
    """What came back: status, headers, and the JSON of the body ({} where there is none)."""

    status: int
    headers: Any
    body: Any


@dataclass(slots=True)
class Door:
    """The gateway and who stands before it."""

    house: House
    login: LoginStandIn
    url: str
    http: aiohttp.ClientSession
    clock: HandClock
    made: dict[str, str] = field(default_factory=dict)  # ids of the API by name

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def person(self, person: str, **more: Any) -> str:
        return self.login.user_token(person, audience=APP, client=CLIENT, **more)

    def app(self, *roles: str, **more: Any) -> str:
        return self.login.app_token(*roles, audience=APP, client=CLIENT, **more)

    async def ask(
        self, method: str, path: str, token: str | None = None, *, key: str | None = None, **more: Any
    ) -> Reply:
        """`key` is an Idempotency-Key; a POST gets a fresh one."""
        headers = CIMultiDict({"Authorization": f"Bearer {token}"} if token else {})
        headers.extend(more.pop("headers", {}))
        if method == "POST":
            headers.setdefault("Idempotency-Key", key or uuid.uuid4().hex)
        async with self.http.request(method, f"{self.url}/api/v1{path}", headers=headers, **more) as answer:
            is_json = answer.content_type.endswith("json")
            return Reply(answer.status, answer.headers, await answer.json(content_type=None) if is_json else {})


GENEROUS = Share(burst=10_000_000, per_s=1e6)


def unlimited(house: House) -> Limits:
    """For runs of many requests that are not about limits."""
    return Limits(house.redis.shares, person=GENEROUS, app=GENEROUS, tenant=GENEROUS, own_at_once=AT_ONCE)


@asynccontextmanager
async def open_door(
    folder: Path,
    redis_url: str,
    clock: HandClock,
    *,
    limits: Callable[[House], Limits] | None = None,
    patience_s: float = PATIENCE_S,
    body_within_s: float = BODY_WITHIN_S,
    **more: str,
) -> AsyncIterator[Door]:
    """`more` are settings by their variables."""
    ca_file = folder / "authority.pem"
    login = LoginStandIn(tenant=TENANT, clients={APP: "secret"}, ca_file=ca_file)
    login_url = await login.start()
    settings = Settings.from_env(
        {
            "POTLUCK_APP_ID": APP,
            "POTLUCK_TENANT_ID": TENANT,
            "POTLUCK_SECRET_KEY": "s" * 32,
            "POTLUCK_REDIS_URL": redis_url,
            "POTLUCK_KEY_PREFIX": f"{uuid.uuid4().hex[:8]}:",
            "POTLUCK_LOGIN_URL": login_url,
            "POTLUCK_CA_FILE": str(ca_file),
            **more,
        }
    )
    try:
        async with open_house(settings, "gateway", clock=clock) as house, aiohttp.ClientSession() as http:
            app = gateway_app(house, limits=limits(house) if limits else None)
            app[WITHIN_S] = body_within_s
            runner = GatewayRunner(app, drain_s=1, patience_s=patience_s)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            opened = Door(house, login, f"http://127.0.0.1:{runner.addresses[0][1]}", http, clock)
            await _people(opened)
            try:
                yield opened
            finally:
                await runner.cleanup()
    finally:
        await login.stop()


async def _people(door: Door) -> None:
    """Ann and Bo are in Alpha, Cy and the guest Gus in Beta; each team has a meeting and a task."""
    redis, now = door.house.redis, door.clock.now()
    for person_id, name in ((ANN, "Ann Archer"), (BO, "Bo Berg"), (CY, "Cy Chen"), (GUS, "Gus Guest")):
        await redis.people.remember(Person(TENANT, person_id, name, guest=person_id == GUS))
    for team, name, people in ((ALPHA, "Alpha", (ANN, BO)), (BETA, "Beta", (CY, GUS))):
        channel = Conversation(TENANT, team, "https://smba.example/", "channel")
        await redis.teams.put(Team(TENANT, team, name, channel), people)
        chat = Conversation(TENANT, f"19:meeting-{name}@thread.v2", "https://smba.example/", "group")
        instance = await redis.meetings.put(
            MeetingInstance(TENANT, f"MC{name}", now, chat, f"{name} weekly", team=team)
        )
        task = await redis.tasks.add(
            Task(
                "",
                TENANT,
                team,
                f"Book the room for {name}",
                "proposed",
                people[0],
                now,
                owner=people[0],
                owner_name=name,
                meeting=instance.key,
                meeting_title=instance.title,
                history=(Step(now, people[0], "proposed"),),
            ),
            once=f"seed-{name}",
        )
        door.made[f"{name} team"] = opaque(team)
        door.made[f"{name} meeting"] = opaque(instance.key)
        door.made[f"{name} task"] = opaque(team, task.id)
