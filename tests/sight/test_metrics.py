"""Every role shows its figures on a port of its own; what happens is counted by codes."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import aiohttp
import pytest

from bot.bootstrap import look, open_house
from bot.gateway.sight import showing_metrics
from bot.settings import Settings
from tests.redis_fixtures import until
from tests.sight_fixtures import figure, figures
from tests.tenant_fixtures import MAREN, READ_OUT, Tenant, free_port


async def test_an_invite_that_is_asked_about_and_one_that_is_not_are_counted(tenant: Tenant) -> None:
    sent, private = figure("potluck_nudges_sent_total"), figure("potluck_nudges_withheld_total", reason="private")
    cards, answered = figure("potluck_cards_sent_total", kind="nudge"), graph_answers()
    await tenant.invite("Weekly round", READ_OUT)
    await tenant.invite("Weekly round", READ_OUT, sensitivity="private")
    await tenant.card(tenant.private(MAREN), "Make it async", "Keep")
    await tenant.quiet()
    assert figure("potluck_nudges_sent_total") == sent + 1
    assert figure("potluck_nudges_withheld_total", reason="private") == private + 1
    assert figure("potluck_cards_sent_total", kind="nudge") == cards + 1
    assert graph_answers() > answered
    assert figure("potluck_jobs_total", job="JudgeInvite", fate="done") >= 2


def graph_answers() -> float:
    return figure("potluck_graph_requests_total", outcome="answered")


async def test_the_page_tells_the_state_of_the_queue_and_stands_on_its_own_port(tenant: Tenant) -> None:
    port = free_port()
    async with showing_metrics(partial(look, tenant.gateway), "127.0.0.1", port):
        async with tenant.http.get(f"http://127.0.0.1:{port}/metrics") as answer:
            lines = (await answer.text()).splitlines()
        async with tenant.http.get(f"{tenant.gateway_url}/metrics") as answer:
            assert answer.status == 404
    told = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert float(told["potluck_redis_out"]) == float(told["potluck_dead_letters"]) == 0
    assert {"potluck_queue_depth", "potluck_queue_oldest_seconds", "potluck_graph_out"} <= told.keys()


ENVIRON = {
    "POTLUCK_TENANT_ID": "6f1c1a8e-5d2c-4a53-9a43-2f9f5f0f2a10",
    "POTLUCK_APP_ID": "0d6ff2a2-3c3e-4f37-8a37-6a3f4a1f9f01",
    "POTLUCK_APP_SECRET": "not-used",
    "POTLUCK_SECRET_KEY": "x" * 32,
    "POTLUCK_PUBLIC_URL": "https://potluck.example.com",
    "POTLUCK_PORT": "0",
}


@pytest.fixture(params=["gateway", "worker", "scheduler"])
def role_port(request: pytest.FixtureRequest, redis_server: str) -> Iterator[int]:
    port = free_port()
    environ = {
        "POTLUCK_REDIS_URL": redis_server,
        "POTLUCK_KEY_PREFIX": f"{uuid.uuid4().hex[:8]}:",
        "POTLUCK_METRICS_PORT": str(port),
        **ENVIRON,
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POTLUCK_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", request.param], env={**kept, **environ}, stderr=subprocess.DEVNULL
    )
    yield port
    process.terminate()
    process.wait(30)


async def test_a_process_of_every_role_shows_them(role_port: int) -> None:
    async with aiohttp.ClientSession() as http:

        async def shown() -> bool:
            try:
                async with http.get(f"http://127.0.0.1:{role_port}/metrics") as answer:
                    return "\npotluck_queue_depth " in await answer.text()
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)
                return False

        await until(shown, within_s=60)
        for door in ("healthz", "readyz"):
            async with http.get(f"http://127.0.0.1:{role_port}/{door}") as answer:
                assert answer.status == 200


async def test_without_redis_the_page_says_so_and_the_role_lives_but_is_not_ready(tmp_path: Path) -> None:
    settings = Settings.from_env({**ENVIRON, "POTLUCK_REDIS_URL": f"unix://{tmp_path}/nobody.sock"})
    port = free_port()
    doors = [f"http://127.0.0.1:{port}/{door}" for door in ("healthz", "readyz")]
    async with (
        open_house(settings, "scheduler") as house,
        showing_metrics(partial(look, house), "127.0.0.1", port),
        aiohttp.ClientSession() as http,
    ):
        assert [(await http.get(door)).status for door in doors] == [200, 503]
    assert "potluck_redis_out 1.0" in figures()
