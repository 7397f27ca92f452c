"""Commands in any case and with small slips; own words are never mistaken for one."""

from __future__ import annotations

import pytest

from bot.domain.commands import parse_command


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("help", "help"),
        ("HELP!", "help"),
        ("  My  Tasks ", "tasks"),
        ("my taks", "tasks"),
        ("Settings", "settings"),
        ("setings", "settings"),
        ("pause", "pause"),
        ("Resume.", "resume"),
        ("/help", "help"),
        ("Hilfe", "help"),
    ],
)
def test_a_command_is_understood(said: str, name: str) -> None:
    command = parse_command(said)
    assert command is not None
    assert command.name == name


@pytest.mark.parametrize(
    "said",
    [
        "",
        "help Ana with the draft",
        "Ana sends the draft by Friday",
        "pausing the rollout is Bo's",
        "passe",
        "🎉",
        "ok",
    ],
)
def test_own_words_are_no_command(said: str) -> None:
    assert parse_command(said) is None
