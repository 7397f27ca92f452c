"""`potluck doctor` on machines that are configured in part: everything that is missing, once, and the next step."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path

import pytest

from bot.cli import run
from bot.cli.doctor import ROLES
from bot.playground.run import PlaygroundConfig, open_playground
from bot.settings import Settings

WHOLE = {
    "POTLUCK_APP_ID": "7d0f9b1e-51a5-4f0c-8f0e-9a3f4f6f2a77",
    "POTLUCK_APP_SECRET": "hush-hush",
    "POTLUCK_TENANT_ID": "0b1f7c52-7f5e-4a06-9b63-2f3c5a4d9e10",
    "POTLUCK_SECRET_KEY": "k" * 32,
    "POTLUCK_PUBLIC_URL": "https://potluck.example",
}


def doctor(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    for name in [name for name in os.environ if name.startswith(("POTLUCK_", "REDIS_URL"))]:
        monkeypatch.delenv(name)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    status, told = run(["doctor"]), capsys.readouterr().out
    assert status == (1 if "TO MEND" in told else 0)
    return told


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_the_one_missing_setting_is_the_next_step(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = doctor({key: value for key, value in WHOLE.items() if key != name}, monkeypatch, capsys)
    assert re.findall(r"^TO MEND (\w+)", told, re.MULTILINE) == [name]
    _all, _line, step = told.partition("\nNext: ")
    assert step.startswith(f"{name}: missing")
    assert "run `potluck doctor` again." in step
    assert len(step.splitlines()) == 3, "the step says where the value is found"


def test_the_next_step_names_the_file_of_settings_as_it_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "my.env").write_text("POTLUCK_CONTACT=it@contoso.com\n", "utf-8")
    for name in [name for name in os.environ if name.startswith(("POTLUCK_", "REDIS_URL"))]:
        monkeypatch.delenv(name)
    assert run(["--env-file", str(tmp_path / "my.env"), "doctor"]) == 1
    assert f"run `potluck --env-file {tmp_path / 'my.env'} doctor` again" in capsys.readouterr().out


def test_each_missing_setting_is_told_once_with_the_roles_it_stops(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = doctor({}, monkeypatch, capsys)
    missing = re.findall(r"^TO MEND (\w+).* \(for (.*)\)$", told, re.MULTILINE)
    assert {name for name, _roles in missing} == set(WHOLE)
    assert dict(missing)["POTLUCK_TENANT_ID"] == ", ".join(ROLES)
    assert "4 more to mend" in told


async def test_a_whole_configuration_is_tried_without_a_redis_of_its_own_and_leads_to_starting_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_playground(PlaygroundConfig(tmp_path, "http://127.0.0.1:1")) as tenant:
        whole = {**tenant.environment, "POTLUCK_PUBLIC_URL": "https://potluck.example"}
        told = await asyncio.to_thread(doctor, whole, monkeypatch, capsys)
    assert "ok      Teams: a token was granted" in told
    assert "ok      Graph: a token was granted" in told
    assert "Next: `potluck up`" in told
    assert tenant.environment["POTLUCK_APP_SECRET"] not in told


async def test_a_secret_that_the_login_service_refuses_is_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_playground(PlaygroundConfig(tmp_path, "http://127.0.0.1:1")) as tenant:
        changed = {"POTLUCK_PUBLIC_URL": "https://potluck.example", "POTLUCK_APP_SECRET": "an old one"}
        told = await asyncio.to_thread(doctor, {**tenant.environment, **changed}, monkeypatch, capsys)
    _all, _line, step = told.partition("\nNext: ")
    assert "POTLUCK_APP_SECRET" in step
    assert "an old one" not in told


def test_two_ways_to_sign_in_are_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = doctor({**WHOLE, "POTLUCK_FEDERATED_TOKEN_FILE": str(tmp_path / "token")}, monkeypatch, capsys)
    assert "TO MEND POTLUCK_APP_SECRET: one way to sign in is enough" in told


def test_a_redis_that_does_not_answer_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = doctor({**WHOLE, "POTLUCK_REDIS_URL": "redis://127.0.0.1:1"}, monkeypatch, capsys)
    assert re.search(r"^TO MEND Redis: .*POTLUCK_REDIS_URL", told, re.MULTILINE)


def test_every_setting_is_listed_with_what_it_means(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = doctor({}, monkeypatch, capsys)
    for name, of in Settings.__dataclass_fields__.items():
        assert f"POTLUCK_{name.upper()} = " in told
        assert of.metadata["doc"] in told
