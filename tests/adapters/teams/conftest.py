"""The Teams edge between two small stand-ins, on loopback."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.adapters.teams.connector import Connector
from bot.adapters.teams.edge import TeamsEdge
from bot.domain.cards import Reply
from bot.domain.conversation import Conversation
from bot.domain.events import TeamsEvent
from bot.settings import Settings
from tests.adapters.teams.stand_ins import APP, TENANT, ConnectorStandIn, FakeTime, KeyServer, Marks, Tokens, new_key


@dataclass
class Product:
    """What stands behind the edge: keeps what it was told, answers or raises what the test chose."""

    heard: list[TeamsEvent] = field(default_factory=list)
    reply: Reply | None = None
    error: Exception | None = None

    async def __call__(self, event: TeamsEvent) -> Reply | None:
        self.heard.append(event)
        if self.error:
            raise self.error
        return self.reply


@dataclass
class Door:
    """The edge as Teams finds it: `knock` signs a payload and pushes it in."""

    edge: TeamsEdge
    keys: KeyServer

    async def knock(self, raw: Any, **token: Any) -> tuple[int, dict[str, Any] | None]:
        return await self.knock_bytes(json.dumps(raw, ensure_ascii=False).encode(), **token)

    async def knock_bytes(self, body: bytes, **token: Any) -> tuple[int, dict[str, Any] | None]:
        return await self.edge.handle(body, self.keys.authorization(**token))


@pytest.fixture(scope="session")
def signing_key() -> rsa.RSAPrivateKey:
    return new_key()


@pytest.fixture(scope="session")
def other_key() -> rsa.RSAPrivateKey:
    return new_key()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


@pytest.fixture
async def keys(signing_key: rsa.RSAPrivateKey) -> AsyncIterator[KeyServer]:
    stand_in = KeyServer(signing_key)
    async with TestServer(stand_in.app()) as server:
        stand_in.base = str(server.make_url("")).rstrip("/")
        yield stand_in


@pytest.fixture
async def service() -> AsyncIterator[ConnectorStandIn]:
    stand_in = ConnectorStandIn()
    async with TestServer(stand_in.app()) as server:
        stand_in.url = str(server.make_url("")).rstrip("/")
        yield stand_in
        stand_in.release.set()


@pytest.fixture
def settings(keys: KeyServer) -> Settings:
    return Settings(app_id=APP, tenant_id=TENANT, bot_openid_url=f"{keys.base}/openid")


@pytest.fixture
def open_settings(settings: Settings, service: ConnectorStandIn) -> Settings:
    """Settings whose allow-list names the connector stand-in."""
    return replace(settings, service_urls=(service.url,))


@pytest.fixture
def chat(service: ConnectorStandIn) -> Conversation:
    return Conversation(TENANT, "19:chat@thread.v2", f"{service.url}/emea/", "group")


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def tokens() -> Tokens:
    return Tokens()


@pytest.fixture
def marks() -> Marks:
    return Marks()


@pytest.fixture
def connector(open_settings: Settings, http: aiohttp.ClientSession, tokens: Tokens, time: FakeTime) -> Connector:
    return make_connector(open_settings, http, tokens, time)


def make_connector(
    settings: Settings, http: aiohttp.ClientSession, tokens: Tokens, time: FakeTime, **changed: Any
) -> Connector:
    timeout = aiohttp.ClientTimeout(total=10, connect=2, sock_connect=2, sock_read=0.15)
    given = {"timeout": timeout, "now": time.now, "sleep": time.sleep, "jitter": lambda: 1.0, **changed}
    return Connector(settings, http, tokens, **given)


@pytest.fixture
def product() -> Product:
    return Product()


@pytest.fixture
def door(settings: Settings, http: aiohttp.ClientSession, tokens: Tokens, product: Product, keys: KeyServer) -> Door:
    return Door(TeamsEdge(settings, http, tokens, product), keys)
