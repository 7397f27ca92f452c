"""Configuration is read once, refused where it is wrong, and never shows a secret."""

from __future__ import annotations

import pytest

from bot.errors import ConfigError
from bot.settings import Settings

GOOD = {
    "POTLUCK_APP_ID": "app",
    "POTLUCK_APP_SECRET": "hush-hush",
    "POTLUCK_TENANT_ID": "tenant",
    "POTLUCK_SECRET_KEY": "k" * 32,
    "POTLUCK_PUBLIC_URL": "https://potluck.example",
}


def test_a_complete_environment_lets_every_role_start() -> None:
    settings = Settings.from_env(GOOD)
    for role in ("gateway", "worker", "scheduler"):
        settings.require(role)


@pytest.mark.parametrize("name", ["POTLUCK_APP_ID", "POTLUCK_TENANT_ID", "POTLUCK_SECRET_KEY"])
def test_a_gateway_without_credentials_refuses_to_start_and_names_what_is_missing(name: str) -> None:
    settings = Settings.from_env({key: value for key, value in GOOD.items() if key != name})
    with pytest.raises(ConfigError) as refused:
        settings.require("gateway")
    assert refused.value.name == name


def test_a_short_secret_key_is_refused() -> None:
    with pytest.raises(ConfigError, match="32"):
        Settings.from_env({**GOOD, "POTLUCK_SECRET_KEY": "short"}).require("gateway")


def test_a_misspelt_variable_is_refused_rather_than_ignored() -> None:
    with pytest.raises(ConfigError, match="POTLUCK_APPID"):
        Settings.from_env({**GOOD, "POTLUCK_APPID": "app"})


def test_secrets_do_not_show_in_reprs_and_messages() -> None:
    settings = Settings.from_env(GOOD)
    assert "hush" not in repr(settings)
    assert "hush" not in f"{settings.app_secret}"
    assert settings.app_secret.reveal() == "hush-hush"


@pytest.mark.parametrize(
    "address",
    [
        "http://graph.example",
        "ftp://127.0.0.1/x",
        "https://user:word@graph.example",
        "//nowhere",
        "http://127.0.0.1.evil.example",
    ],
)
def test_an_address_that_would_leak_a_token_is_refused(address: str) -> None:
    with pytest.raises(ConfigError):
        Settings.from_env({**GOOD, "POTLUCK_GRAPH_URL": address})


def test_plain_http_is_for_loopback_only() -> None:
    assert Settings.from_env({**GOOD, "POTLUCK_GRAPH_URL": "http://127.0.0.1:1/v1.0"}).graph_url


@pytest.mark.parametrize(("name", "value"), [("POTLUCK_PORT", "many"), ("POTLUCK_REDIS_CLUSTER", "perhaps")])
def test_a_value_of_the_wrong_kind_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        Settings.from_env({**GOOD, name: value})


def test_a_permission_tier_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ConfigError, match="GRAPH_TIER"):
        Settings.from_env({**GOOD, "POTLUCK_GRAPH_TIER": "everything"})
    assert not Settings.from_env({**GOOD, "POTLUCK_GRAPH_TIER": "none", "POTLUCK_MAILBOXES": "ana"}).reads_calendars
