"""The built package against Teams' own schema 1.25 (trimmed, see schema/NOTICE), language by language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from bot.domain.commands import parse_command
from tests.manifest.package import LANGUAGES, build, manifest_of, read

SCHEMAS = Path(__file__).parent / "schema"
UNTRANSLATED = re.compile(r"name\.")  # the bot's registered name


def faults(schema: str, document: Any) -> list[str]:
    """Read as the newest draft, since by draft 4 a `const`, and a length beside a `$ref`, would count for nothing."""
    validator = Draft202012Validator(json.loads((SCHEMAS / schema).read_text("utf-8")), format_checker=FormatChecker())
    return [error.message for error in validator.iter_errors(document)]


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return read(build(tmp_path_factory.mktemp("package")))


def test_the_manifest_fits_the_schema(content: dict[str, bytes]) -> None:
    manifest = manifest_of(content)
    assert faults("manifest-1.25.json", manifest) == []
    assert manifest["manifestVersion"] == "1.25"


def _set(*path: Any, value: Any) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = value

    return change


@pytest.mark.parametrize(
    "spoil",
    [
        _set("id", value="${app_id}"),
        _set("name", "short", value="P" * 31),
        _set("description", "short", value="p" * 81),
        _set("developer", "privacyUrl", value="potluck"),
        _set("bots", 0, "scopes", 0, value="groupchat"),
        _set("bots", 0, "commandLists", 0, "commands", 0, "title", value="H" * 129),
        _set("authorization", "permissions", "resourceSpecific", 0, "type", value="application"),
        _set("accentColor", value="teal"),
        _set("manifestVersion", value="1.24"),
        _set("composeExtensions", 0, "commands", 0, "title", value="M" * 33),
    ],
)
def test_the_schema_would_tell_a_wrong_manifest(spoil: Callable[[Any], None], content: dict[str, bytes]) -> None:
    manifest = deepcopy(manifest_of(content))
    spoil(manifest)
    assert faults("manifest-1.25.json", manifest)


def shown(document: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Every text a person reads, by the name that a language file gives it."""
    for part in ("name", "description"):
        yield from ((f"{part}.{length}", words) for length, words in document[part].items())
    for which, commands in enumerate(document["bots"][0]["commandLists"]):
        for index, command in enumerate(commands["commands"]):
            at = f"bots[0].commandLists[{which}].commands[{index}]"
            yield from ((f"{at}.{key}", words) for key, words in command.items())
    for index, command in enumerate(document["composeExtensions"][0]["commands"]):
        at = f"composeExtensions[0].commands[{index}]"
        yield from ((f"{at}.{key}", command[key]) for key in ("title", "description"))
        for which, parameter in enumerate(command.get("parameters", ())):
            yield from ((f"{at}.parameters[{which}].{key}", parameter[key]) for key in ("title", "description"))


def test_every_language_is_declared_once(content: dict[str, bytes]) -> None:
    told = manifest_of(content)["localizationInfo"]
    assert told["defaultLanguageTag"] == "en"
    assert sorted(told["additionalLanguages"], key=lambda each: each["languageTag"]) == [
        {"languageTag": language, "file": f"{language}.json"} for language in LANGUAGES
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_text_and_fits_the_schema(language: str, content: dict[str, bytes]) -> None:
    english, spoken = dict(shown(manifest_of(content))), json.loads(content[f"{language}.json"])
    assert faults("localization-1.25.json", spoken) == []
    assert spoken.pop("$schema").endswith("/v1.25/MicrosoftTeams.Localization.schema.json")
    assert spoken.keys() == english.keys()
    same = {key for key in english if spoken[key] == english[key]}
    assert same == {key for key in english if UNTRANSLATED.match(key)}
    assert spoken["description.full"].count("\n\n") == english["description.full"].count("\n\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_command_inserts_words_that_potluck_understands(language: str, content: dict[str, bytes]) -> None:
    """Choosing a command in Teams sends its title, in the language of the file."""
    spoken = json.loads(content[f"{language}.json"])
    titles = [words for key, words in spoken.items() if key.startswith("bots") and key.endswith(".title")]
    understood = [command.name for title in titles if (command := parse_command(title))]
    assert understood == [
        "help",
        "tasks",
        "settings",
        "pause",
        "resume",
        "stop",
        "export",
        "delete",
        "why",
        "watch",
        "help",
        "settings",
    ]
