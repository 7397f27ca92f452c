"""Who may talk to the page server: no other website, under no other name, and never by a form."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp

from bot.playground.app import PageServer
from bot.playground.page_api import PageApi
from bot.playground.run import Playground
from bot.playground.switches import switches

OTHER_NAMES = ("attacker.example", "127.0.0.1", "127.0.0.1:1", "localhost.attacker.example:80")
OTHER_SITES: tuple[dict[str, str], ...] = (
    {"Origin": "https://attacker.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
)
FORMS = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")


async def test_another_name_for_this_machine_is_refused(page: aiohttp.ClientSession) -> None:
    for host in OTHER_NAMES:
        assert (await page.get("/api/state", headers={"Host": host})).status == 403, host


async def test_another_website_is_refused(page: aiohttp.ClientSession) -> None:
    for headers in OTHER_SITES:
        assert (await page.get("/api/state", headers=headers)).status == 403, headers
        assert (await page.post("/api/clock", json={"advance_s": 60}, headers=headers)).status == 403, headers


async def test_what_a_form_can_send_changes_nothing(page: aiohttp.ClientSession) -> None:
    for kind in FORMS:
        answer = await page.post("/api/clock", data=b'{"advance_s": 60}', headers={"Content-Type": kind})
        assert answer.status == 403, kind


async def test_the_own_page_is_served(page: aiohttp.ClientSession, playground: Playground) -> None:
    own = {"Origin": playground.page_url.rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    assert (await page.post("/api/clock", json={"advance_s": 60}, headers=own)).status == 200


async def test_every_answer_bears_a_strict_policy(page: aiohttp.ClientSession) -> None:
    for path in ("/", "/api/state", "/clock", "/nothing"):
        headers = (await page.get(path)).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"], path
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert "Access-Control-Allow-Origin" not in headers, path


async def _server(playground: Playground, dist: Path) -> PageServer:
    moods = switches(playground.teams, playground.graph, playground.login)
    return PageServer(PageApi(playground.world, playground.outlook, playground.teams.client, moods), dist)


async def test_only_files_of_the_built_page_are_served(playground: Playground, tmp_path: Path) -> None:
    dist = tmp_path / "dist"
    dist.mkdir()
    (dist / "index.html").write_text("<p>the page</p>")
    (tmp_path / "secret.txt").write_text("secret")
    server = await _server(playground, dist)
    async with aiohttp.ClientSession(await server.start()) as http:
        assert await (await http.get("/")).text() == "<p>the page</p>"
        for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/none.js"):
            assert (await http.get(path)).status == 404
    await server.stop()


async def test_a_server_that_stops_ends_its_streams(playground: Playground, tmp_path: Path) -> None:
    server = await _server(playground, tmp_path)
    async with aiohttp.ClientSession(await server.start()) as http, http.get("/api/events") as events:
        await events.content.readuntil(b"\n\n")
        stopping = asyncio.create_task(server.stop())
        assert b"rev" not in await events.content.read()
        await stopping


async def test_a_page_that_is_not_built_says_so_kindly(playground: Playground, tmp_path: Path) -> None:
    server = await _server(playground, tmp_path / "none")
    async with aiohttp.ClientSession(await server.start()) as http:
        answer = await http.get("/")
        assert (answer.status, "not built yet" in await answer.text()) == (503, True)
    await server.stop()
