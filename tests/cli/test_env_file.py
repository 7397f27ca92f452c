"""`potluck --env-file FILE ...`: what a file says, what goes before it, and what is wrong with it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.cli import run
from bot.cli.env_file import with_file
from bot.errors import ConfigError
from infra.env_template import TARGET


def test_values_stand_as_they_are_and_the_environment_goes_first(tmp_path: Path) -> None:
    file = tmp_path / "potluck.env"
    file.write_text(
        "# a comment\n\nPOTLUCK_DATA_DIR=/var/my data/$x\nPOTLUCK_PORT=1\n POTLUCK_CONTACT = a=b \n", "utf-8"
    )
    told = with_file({"POTLUCK_PORT": "2", "PATH": "/bin"}, str(file))
    assert told == {
        "POTLUCK_DATA_DIR": "/var/my data/$x",
        "POTLUCK_PORT": "2",
        "POTLUCK_CONTACT": "a=b",
        "PATH": "/bin",
    }


def test_a_folder_of_secrets_as_kubernetes_mounts_it_is_read_file_by_file(tmp_path: Path) -> None:
    held = tmp_path / "..2026_11_23"
    held.mkdir()
    (held / "POTLUCK_SECRET_KEY").write_text("$a b=c\n", "utf-8")
    (held / "app.pem").write_text("not a setting", "utf-8")
    (tmp_path / "..data").symlink_to(held)
    for name in ("POTLUCK_SECRET_KEY", "app.pem"):
        (tmp_path / name).symlink_to(f"..data/{name}")
    assert with_file({"PATH": "/bin"}, str(tmp_path)) == {"POTLUCK_SECRET_KEY": "$a b=c", "PATH": "/bin"}


def test_the_template_is_such_a_file_and_doctor_says_what_is_missing_in_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("POTLUCK_")]:
        monkeypatch.delenv(name)
    assert run(["--env-file", str(TARGET), "doctor"]) == 1
    assert "Next: POTLUCK_APP_ID: missing" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["POTLUCK_PORT 3978", "=x", b"\xff\xfe", None])
def test_a_file_that_does_not_read_is_named_with_its_line(tmp_path: Path, content: str | bytes | None) -> None:
    file = tmp_path / "potluck.env"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ConfigError, match=r"potluck\.env"):
        with_file({}, str(file))
