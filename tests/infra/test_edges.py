"""nginx and Envoy as infra/ has them, before a running gateway: what they pass on, and who gets past them."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from yarl import URL

from tests.gateway.door import ANN, open_door
from tests.gateway.smuggling import AMBIGUOUS, sent
from tests.infra.authority import Authority, Signed
from tests.infra.edge import PROXIES, Edge, running
from tests.redis_fixtures import HandClock

API = ("/api/v1/me", "/api/v1/tasks?limit=2", "/openapi.json", "/docs")
HOOK = "/api/graph/lifecycle?validationToken=x"
PROBLEM = "application/problem+json"  # of the gateway: a proxy's own refusals are pages
FOR_ALL = {"/privacy": (200, "text/html"), HOOK: (200, "text/plain"), "/my-data/token": (404, PROBLEM)}
INSIDE = (
    "/healthz",
    "/readyz",
    "/metrics",
    "/api/v1/..%2f..%2freadyz",
    "/api/v1/../../readyz",
    "/api/v1/%2e%2e/%2e%2e/readyz",
    "/docs/..;/readyz",
    "//readyz",
)


async def ask(
    edge: Edge, path: str, token: str | None = None, shown: Signed | None = None, *, method: str = "GET", **more: Any
) -> tuple[int, str]:
    """Status and type of the content; (0, "") where the other side ends the handshake or the connection."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    connector = aiohttp.TCPConnector(ssl=edge.tls(shown))
    async with aiohttp.ClientSession(connector=connector) as http:
        try:
            async with http.request(method, URL(edge.url + path, encoded=True), headers=headers, **more) as answer:
                return answer.status, answer.content_type
        except aiohttp.ClientError:
            return 0, ""


@pytest.mark.parametrize("proxy", PROXIES)
async def test_an_edge_passes_on_what_it_should_and_hides_the_rest(
    proxy: str, tmp_path: Path, redis_server: str, hand_clock: HandClock
) -> None:
    async with open_door(tmp_path, redis_server, hand_clock) as door, running(proxy, tmp_path, door.port) as edge:
        for path in API:
            assert (await ask(edge, path, door.person(ANN)))[0] == 200, path
        for path, expected in FOR_ALL.items():
            assert await ask(edge, path) == expected, path
        assert await ask(edge, "/api/messages", method="POST") == (401, PROBLEM)
        long = {"what": "x" * 500_000}
        assert await ask(edge, "/api/v1/tasks", door.person(ANN), method="POST", json=long) == (422, PROBLEM)
        for path in INSIDE:
            assert (await ask(edge, path, door.person(ANN)))[0] in {400, 404}, path


@pytest.mark.parametrize("proxy", PROXIES)
async def test_what_is_hidden_behind_an_ambiguous_request_is_not_reached(
    proxy: str, tmp_path: Path, redis_server: str, hand_clock: HandClock
) -> None:
    async with open_door(tmp_path, redis_server, hand_clock) as door, running(proxy, tmp_path, door.port) as edge:
        answers = await asyncio.gather(*(shoot(edge, sent(shape, door.person(ANN)) * 2) for shape in AMBIGUOUS))
        for shape, told in zip(AMBIGUOUS, answers, strict=True):
            assert b'"redis"' not in told, (shape, told)


async def shoot(edge: Edge, shot: bytes) -> bytes:
    """What comes back until the other side closes, or has nothing more to say."""
    reader, writer = await asyncio.open_connection("127.0.0.1", edge.port, ssl=edge.tls())
    writer.write(shot)
    told = b""
    with contextlib.suppress(TimeoutError, OSError):
        while part := await asyncio.wait_for(reader.read(65536), 1.0):
            told += part
    writer.transport.abort()
    return told


@pytest.mark.parametrize("proxy", PROXIES)
async def test_with_mtls_the_api_is_for_clients_of_the_company_alone(
    proxy: str, tmp_path: Path, redis_server: str, hand_clock: HandClock
) -> None:
    async with (
        open_door(tmp_path, redis_server, hand_clock) as door,
        running(proxy, tmp_path, door.port, mtls=True) as edge,
    ):
        own, foreign = edge.company.sign("tool"), Authority(tmp_path, "elsewhere").sign("tool")
        for path in API:
            assert (await ask(edge, path, door.person(ANN), own))[0] == 200, path
            assert (await ask(edge, path, door.person(ANN)))[0] == 403, path
            assert (await ask(edge, path, door.person(ANN), foreign))[0] in {0, 400}, path
        assert await ask(edge, "/api/v1/me", None, own) == (401, PROBLEM)  # a certificate is no token
        for path, expected in FOR_ALL.items():
            assert await ask(edge, path) == expected, path
        assert await ask(edge, "/api/messages", method="POST") == (401, PROBLEM)
