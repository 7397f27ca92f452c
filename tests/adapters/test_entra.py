"""Tokens from the login stand-in, over TLS, by the MSAL that talks to Microsoft in earnest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import jwt
import pytest

from bot.adapters.entra import EntraTokens
from bot.errors import ConfigError, TryLater
from bot.playground.login import LoginStandIn
from bot.settings import Secret, Settings

TENANT = "0b1f7c52-7f5e-4a06-9b63-2f3c5a4d9e10"
APP = "7d0f9b1e-51a5-4f0c-8f0e-9a3f4f6f2a77"
SECRET = "correct horse battery staple"
GRAPH = "https://graph.microsoft.com/.default"
BOT = "https://api.botframework.com/.default"


@dataclass
class Watch:
    """A monotonic time that tests move."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
async def login(tmp_path: Path) -> AsyncIterator[tuple[LoginStandIn, Settings]]:
    service = LoginStandIn(tenant=TENANT, clients={APP: SECRET}, ca_file=tmp_path / "ca.pem")
    address = await service.start()
    yield (
        service,
        Settings(
            app_id=APP,
            app_secret=Secret(SECRET),
            tenant_id=TENANT,
            login_url=address,
            ca_file=str(tmp_path / "ca.pem"),
        ),
    )
    await service.stop()


async def tokens_of(settings: Settings, watch: Watch | None = None) -> AsyncIterator[EntraTokens]:
    tokens = EntraTokens(settings, now=watch or Watch())
    try:
        yield tokens
    finally:
        await tokens.close()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def tokens(login: tuple[LoginStandIn, Settings], watch: Watch) -> AsyncIterator[EntraTokens]:
    made = EntraTokens(login[1], now=watch)
    yield made
    await made.close()


async def test_a_token_is_for_the_audience_that_was_asked_for(
    login: tuple[LoginStandIn, Settings], tokens: EntraTokens
) -> None:
    graph, bot = await tokens.token(GRAPH), await tokens.token(BOT)
    service = login[0]
    assert service.check(graph, "https://graph.microsoft.com")
    assert not service.check(graph, "https://api.botframework.com")
    assert service.check(bot, "https://api.botframework.com")


async def test_many_callers_at_once_cost_one_request(login: tuple[LoginStandIn, Settings], tokens: EntraTokens) -> None:
    told = await asyncio.gather(*(tokens.token(GRAPH) for _ in range(30)))
    assert len(set(told)) == 1
    assert login[0].issued == 1


async def test_a_token_is_kept_until_shortly_before_it_runs_out(
    login: tuple[LoginStandIn, Settings], tokens: EntraTokens, watch: Watch
) -> None:
    first = await tokens.token(GRAPH)
    watch.seconds += 3600 - 301
    assert await tokens.token(GRAPH) == first
    assert login[0].issued == 1
    watch.seconds += 2  # due, still good: handed out while its successor is fetched
    assert await tokens.token(GRAPH) == first
    assert await eventually_other(tokens, first)
    assert login[0].issued == 2


async def eventually_other(tokens: EntraTokens, first: str) -> bool:
    """Whether the token changes within a few seconds, polled."""
    for _ in range(1000):
        if await tokens.token(GRAPH) != first:
            return True
        await asyncio.sleep(0.005)
    return False


async def test_a_broken_login_service_is_not_felt_while_the_token_lives(
    login: tuple[LoginStandIn, Settings], tokens: EntraTokens, watch: Watch
) -> None:
    first = await tokens.token(GRAPH)
    login[0].outage = True
    watch.seconds += 3400
    assert await tokens.token(GRAPH) == first
    watch.seconds += 300
    with pytest.raises(TryLater):
        await tokens.token(GRAPH)


async def test_a_login_service_that_comes_back_is_used_again(
    login: tuple[LoginStandIn, Settings], tokens: EntraTokens
) -> None:
    login[0].outage = True
    with pytest.raises(TryLater):
        await tokens.token(GRAPH)
    login[0].outage = False
    assert login[0].check(await tokens.token(GRAPH), "https://graph.microsoft.com")


async def test_a_wrong_secret_names_the_setting_and_keeps_the_secret(login: tuple[LoginStandIn, Settings]) -> None:
    async for tokens in tokens_of(replace(login[1], app_secret=Secret("wrong horse"))):
        with pytest.raises(ConfigError, match="POTLUCK_APP_SECRET") as refused:
            await tokens.token(GRAPH)
        assert "wrong horse" not in repr(refused.value)


async def test_an_unknown_application_names_the_setting(login: tuple[LoginStandIn, Settings]) -> None:
    async for tokens in tokens_of(replace(login[1], app_id="11111111-2222-3333-4444-555555555555")):
        with pytest.raises(ConfigError, match="POTLUCK_APP_ID"):
            await tokens.token(GRAPH)


async def test_an_unknown_tenant_names_the_setting(login: tuple[LoginStandIn, Settings]) -> None:
    async for tokens in tokens_of(replace(login[1], tenant_id="11111111-2222-3333-4444-555555555555")):
        with pytest.raises(ConfigError, match="POTLUCK_TENANT_ID"):
            await tokens.token(GRAPH)


async def test_without_the_extra_authority_the_login_service_is_not_trusted(
    login: tuple[LoginStandIn, Settings],
) -> None:
    async for tokens in tokens_of(replace(login[1], ca_file="")):
        with pytest.raises(ConfigError, match="POTLUCK_CA_FILE"):
            await tokens.token(GRAPH)
    assert login[0].issued == 0


async def test_an_unreadable_authority_file_is_told_at_the_start(
    login: tuple[LoginStandIn, Settings], tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match="POTLUCK_CA_FILE"):
        EntraTokens(replace(login[1], ca_file=str(tmp_path / "nowhere.pem")))


async def test_a_login_service_that_is_down_means_try_later(login: tuple[LoginStandIn, Settings]) -> None:
    await login[0].stop()
    async for tokens in tokens_of(login[1]):
        with pytest.raises(TryLater, match="login_unreachable"):
            await tokens.token(GRAPH)


async def test_the_stand_in_refuses_forged_and_expired_tokens(tmp_path: Path) -> None:
    service = LoginStandIn(tenant=TENANT, clients={APP: SECRET}, ca_file=tmp_path / "ca.pem", lifetime_s=0)
    audience = "https://graph.microsoft.com"
    forged = jwt.encode({"aud": audience, "exp": 9_999_999_999}, "x" * 32, algorithm="HS256")
    assert not service.check(service.issue(APP, audience), audience)
    assert not service.check(forged, audience)
    assert not service.check("", audience)


async def test_a_token_that_a_service_refuses_is_fetched_anew_once(
    login: tuple[LoginStandIn, Settings], tokens: EntraTokens
) -> None:
    first = await tokens.token(GRAPH)
    tokens.refused(GRAPH, first)
    second = await tokens.token(GRAPH)
    tokens.refused(GRAPH, first)  # somebody else's late news of the old one
    assert second != first
    assert await tokens.token(GRAPH) == second
    assert login[0].issued == 2
