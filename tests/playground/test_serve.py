"""The playground as a whole: what it tells the product, and how the app gets there."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp

from bot.cli.env_file import with_file
from bot.playground.people import NOT_INSTALLED_BY, PEOPLE
from bot.playground.run import BOT_AUDIENCE, Playground, PlaygroundConfig, serve
from bot.settings import Settings

from .conftest import TinyBot

Until = Callable[[Callable[[], bool]], Any]


async def test_it_tells_its_addresses_in_a_private_file_and_installs_the_app_when_the_product_is_up(
    tiny_bot: TinyBot, tmp_path: Path, until: Until
) -> None:
    port = int(tiny_bot.url.rpartition(":")[2])
    await tiny_bot.stop()
    stop, told = asyncio.Event(), tmp_path / "state" / "tenant.json"
    serving = asyncio.create_task(serve(PlaygroundConfig(tmp_path / "state", tiny_bot.url), stop))
    await until(told.exists)
    environment = json.loads(told.read_text())["environment"]
    assert told.stat().st_mode & 0o777 == 0o600
    settings = Settings.from_env({**environment, "POTLUCK_PUBLIC_URL": tiny_bot.url})
    for role in ("gateway", "worker", "scheduler"):
        settings.require(role)
    assert len(settings.mailboxes) == 11
    rehearsed = Settings.from_env(with_file({}, str(told.with_suffix(".env"))))
    assert rehearsed == replace(settings, port=port)
    assert told.with_suffix(".env").stat().st_mode & 0o777 == 0o600

    await tiny_bot.start(port)
    installed = sum(not person.guest and person not in NOT_INSTALLED_BY for person in PEOPLE) + 1
    await until(lambda: len(tiny_bot.named("installationUpdate")) == installed)
    await until(lambda: len(tiny_bot.named("conversationUpdate")) == installed)
    stop.set()
    await serving


async def test_the_product_gets_a_token_with_what_it_was_told_and_may_write_to_teams(playground: Playground) -> None:
    told, world = playground.environment, playground.world
    form = {
        "grant_type": "client_credentials",
        "client_id": told["POTLUCK_APP_ID"],
        "client_secret": told["POTLUCK_APP_SECRET"],
        "scope": f"{BOT_AUDIENCE}/.default",
    }
    url = f"{told['POTLUCK_LOGIN_URL']}/{told['POTLUCK_TENANT_ID']}/oauth2/v2.0/token"
    context = ssl.create_default_context(cafile=told["POTLUCK_CA_FILE"])
    async with aiohttp.ClientSession() as http:
        token = (await (await http.post(url, data=form, ssl=context)).json())["access_token"]
        members = f"{playground.teams.writer.service_url}v3/conversations/{world.team.id}/members"
        refused = await http.get(members, headers={"Authorization": f"Bearer {token}"})
        assert refused.status == 403  # the app is nowhere yet
        playground.teams.scopes.installed.add(world.team.id)
        answer = await http.get(members, headers={"Authorization": f"Bearer {token}"})
        assert answer.status == 200
        graph = playground.login.issue(world.app_id, "https://graph.microsoft.com")
        wrong = await http.get(members, headers={"Authorization": f"Bearer {graph}"})
        assert wrong.status == 401
