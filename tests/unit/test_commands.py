"""Commands in any case and with small slips; own words are never mistaken for one."""

from __future__ import annotations

import pytest

from bot.domain.commands import Command, parse_command


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
        ("@Potluck help", "help"),
        ("stop", "stop"),
        ("stpo", "stop"),
        ("pasue", "pause"),
        ("Einstellungen", "settings"),
        ("mes taches", "tasks"),
        ("設定！", "settings"),
        ("Meine Daten löschen", "delete"),
    ],
)
def test_a_command_is_understood(said: str, name: str) -> None:
    command = parse_command(said)
    assert command is not None
    assert command.name == name


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("my tasks", ""),
        ("My tasks overdue", "overdue"),
        ("my taks overdu", "overdue"),
        ("overdue tasks", "overdue"),
        ("OVERDUE", "overdue"),
        ("tasks due today", "today"),
        ("my tasks this week?", "week"),
        ("tasks without a date", "undated"),
        ("all my tasks", ""),
        ("tasks from planning", "from planning"),
        ("my tasks from Harvest launch review", "from harvest launch review"),
    ],
)
def test_tasks_are_asked_for_in_several_ways(said: str, about: str) -> None:
    assert parse_command(said) == Command("tasks", about)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "help Ana with the draft",
        "Ana sends the draft by Friday",
        "pausing the rollout is Bo's",
        "passe",
        "spot",
        "Ausgaben",
        "données",
        "🎉",
        "ok",
        "today",
        "late",
        "tasks from planning are done by Ana and by Bo, who then tells everybody else",
        "notes from planning",
        "my tasks are Ana's now",
    ],
)
def test_own_words_are_no_command(said: str) -> None:
    assert parse_command(said) is None
