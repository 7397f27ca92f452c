"""The whole playground, started together: login, Graph, Teams, page, and the word to the product how to reach them."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import aiohttp
from aiohttp import web

from bot.playground.app import PageServer
from bot.playground.clock import ZONE
from bot.playground.graph import GraphStandIn, PersonInfo
from bot.playground.login import LoginStandIn
from bot.playground.outlook import Outlook
from bot.playground.page_api import PageApi
from bot.playground.people import DOMAIN, NOT_INSTALLED_BY, ORGANIZER, PEOPLE
from bot.playground.switches import switches
from bot.playground.teams import TeamsStandIn
from bot.playground.world import World

BOT_AUDIENCE = "https://api.botframework.com"
GRAPH_AUDIENCE = "https://graph.microsoft.com"
TENANT_FILE, SETTINGS_FILE = "tenant.json", "tenant.env"
LOOK_EVERY_S = 0.2
_CHOICES = {
    "POTLUCK_DEFAULT_ZONE": ZONE,
    "POTLUCK_DEBOUNCE_S": "1",  # who plays does not wait two minutes
    "POTLUCK_NUDGES_PER_WEEK": "1000",  # and writes more invites in an hour than others in a month
}


@dataclass(frozen=True, slots=True)
class PlaygroundConfig:
    """`state` is a folder of ours; `gateway_url` is where the product will answer. Port 0 takes a free one."""

    state: Path
    gateway_url: str
    page_port: int = 0


@dataclass(frozen=True, slots=True)
class Playground:
    """Everything that runs; `environment` is the configuration that a product in this tenant is given."""

    world: World
    login: LoginStandIn
    graph: GraphStandIn
    teams: TeamsStandIn
    outlook: Outlook
    page_url: str
    environment: Mapping[str, str]


@asynccontextmanager
async def open_playground(config: PlaygroundConfig) -> AsyncIterator[Playground]:
    """Starts the four servers on loopback, and stops them in reverse."""
    config.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    world = World(tenant=str(uuid4()), app_id=str(uuid4()))
    secret, ca_file = secrets.token_urlsafe(24), config.state / "authority.pem"
    login = LoginStandIn(tenant=world.tenant, clients={world.app_id: secret}, ca_file=ca_file)
    graph = _graph(world, login)
    teams = TeamsStandIn(
        world,
        bot_url=f"{config.gateway_url.rstrip('/')}/api/messages",
        check_token=lambda token: login.check(token, BOT_AUDIENCE),
    )
    graph.install = lambda person: _install_for(world, teams, person)
    outlook = Outlook(world, graph)
    page = PageServer(PageApi(world, outlook, teams.client, switches(teams, graph, login)))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(login.stop)
        login_url = await login.start()
        graph_url = await _serve_graph(graph, stack)
        stack.push_async_callback(teams.stop)
        await teams.start()
        stack.push_async_callback(page.stop)
        page_url = await page.start(port=config.page_port)
        environment = {
            "POTLUCK_APP_SECRET": secret,
            "POTLUCK_CA_FILE": str(ca_file),
            "POTLUCK_LOGIN_URL": login_url,
            "POTLUCK_GRAPH_URL": graph_url,
            "POTLUCK_TIME_URL": f"{page_url}clock",
            **_identity(world),
            **_teams_addresses(teams),
            **_CHOICES,
        }
        yield Playground(world, login, graph, teams, outlook, page_url, environment)


def _identity(world: World) -> dict[str, str]:
    return {
        "POTLUCK_APP_ID": world.app_id,
        "POTLUCK_TENANT_ID": world.tenant,
        "POTLUCK_SECRET_KEY": secrets.token_urlsafe(32),
        "POTLUCK_MAILBOXES": ",".join(person.id for person in PEOPLE if not person.guest),
    }


def _teams_addresses(teams: TeamsStandIn) -> dict[str, str]:
    return {
        "POTLUCK_BOT_OPENID_URL": teams.openid_url,
        "POTLUCK_BOT_ISSUER": teams.keys.issuer,
        "POTLUCK_SERVICE_URLS": teams.origin,
    }


async def serve(
    config: PlaygroundConfig, stop: asyncio.Event, opened: Callable[[Playground], None] = lambda _playground: None
) -> None:
    """Until `stop`: open it, tell its addresses in `state`/tenant.json and, for `potluck --env-file`, in
    `state`/tenant.env; install the app once the product is up."""
    async with open_playground(config) as playground:
        environment = dict(playground.environment)
        _write_secret(config.state / SETTINGS_FILE, _lines({**environment, **_gateway(config.gateway_url)}))
        told = {"page_url": playground.page_url, "environment": environment}
        _write_secret(config.state / TENANT_FILE, json.dumps(told, indent=2))
        opened(playground)
        installing = asyncio.create_task(install_when_up(playground, config.gateway_url))
        await stop.wait()
        installing.cancel()
        await asyncio.gather(installing, return_exceptions=True)


async def install_when_up(playground: Playground, gateway_url: str) -> None:
    """The app is added to the team and by most people themselves, as an administrator's policy would do it."""
    await _answers(f"{gateway_url.rstrip('/')}/healthz")
    world, client = playground.world, playground.teams.client
    client.install(world.team.id, ORGANIZER)
    for person in PEOPLE:
        if not person.guest and person not in NOT_INSTALLED_BY:
            client.install(world.personal_chat(person.id).id, person)


def _install_for(world: World, teams: TeamsStandIn, person_id: str) -> bool:
    """What Graph is asked to do for somebody: Teams tells the bot of it. False where it is there already."""
    chat = world.personal_chat(person_id).id
    if chat in teams.client.installed:
        return False
    teams.client.install(chat, world.people[person_id])
    return True


def _graph(world: World, login: LoginStandIn) -> GraphStandIn:
    return GraphStandIn(
        people=[PersonInfo(person.id, person.name, person.email) for person in PEOPLE if not person.guest],
        domain=DOMAIN,
        tenant=world.tenant,
        clock=world.clock.now,
        check_token=lambda token: login.check(token, GRAPH_AUDIENCE),
        log=world.note,
    )


async def _serve_graph(graph: GraphStandIn, stack: AsyncExitStack) -> str:
    runner = web.AppRunner(graph.app(), access_log=None, shutdown_timeout=1)
    stack.push_async_callback(runner.cleanup)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}/v1.0"


async def _answers(url: str) -> None:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http:
        while True:
            try:
                async with http.get(url) as answer:
                    if answer.status == 200:
                        return
            except (aiohttp.ClientError, TimeoutError):
                pass
            await asyncio.sleep(LOOK_EVERY_S)


def _gateway(url: str) -> dict[str, str]:
    return {"POTLUCK_PUBLIC_URL": url, "POTLUCK_PORT": str(urlsplit(url).port or 80)}


def _lines(settings: Mapping[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def _write_secret(path: Path, told: str) -> None:
    """Whole or not at all, and readable by its owner alone."""
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(told)
    draft.replace(path)
