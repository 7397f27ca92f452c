"""Commands in any case and with small slips; own words are never mistaken for one."""

from __future__ import annotations

import re

import pytest

from bot.domain.commands import Command, parse_command
from bot.domain.tongue import CATALOGUES, LANGUAGES


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
        "prendre",
        "tomar",
        "para",
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


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_what_a_card_says_to_write_is_understood_in_its_language(language: str) -> None:
    """Commands stand in quotes, and in a row where all are told."""
    told = (CATALOGUES / f"{language}.po").read_text("utf-8")
    for english, own in re.findall(r'^msgid "(.*)"\nmsgstr "(.+)"$', told, re.MULTILINE):
        if commands := named(english):
            assert named(own) == commands, own


def named(words: str) -> set[str]:
    """The commands that a sentence names."""
    parts = re.findall(r"[“„«「]\s?(.+?)\s?[”“»」]", words)
    if " · " in words:
        parts += words.rstrip(".").partition(":")[2].split(" · ")
    return {command.name for part in parts if (command := parse_command(part.strip()))}
