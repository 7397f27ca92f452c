"""What reviewers of the Teams Store look at: name, commands, icons, claims, scopes."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.teams.incoming import NOT_OFFERED, SEARCH_COMMAND
from bot.cli.app_package import source
from bot.domain.commands import WORDS
from bot.domain.tongue import say, speaking
from tests.manifest.package import LANGUAGES, Picture, build, manifest_of, picture, read

PRODUCT = "Potluck Meeting Hygiene"
RESERVED = (
    "teams",
    "microsoft",
    "outlook",
    "chat",
    "contacts",
    "calendar",
    "calls",
    "files",
    "activity",
    "apps",
    "help",
)
BOASTS = re.compile(
    r"\b(best|leading|fastest|first|guarantee\w*|revolutionary|beste[nrs]?|meilleur\w*|mejor\w*|melhor\w*)\b|%|最高",
    re.IGNORECASE,
)
WHITE = (255, 255, 255)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return read(build(tmp_path_factory.mktemp("package")))


@pytest.fixture(scope="module")
def manifest(content: dict[str, bytes]) -> dict[str, Any]:
    return manifest_of(content)


def luminance(red: int, green: int, blue: int) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (red / 255, green / 255, blue / 255)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    low, high = sorted((luminance(*one[:3]), luminance(*other[:3])))
    return (high + 0.05) / (low + 0.05)


def test_the_name_is_ours_and_holds_no_reserved_word(manifest: dict[str, Any]) -> None:
    assert manifest["name"] == {"short": PRODUCT, "full": PRODUCT}
    assert not set(PRODUCT.lower().split()) & set(RESERVED)


def test_what_is_declared_is_offered_and_nothing_else(manifest: dict[str, Any]) -> None:
    """One search and one message action; no tab, link or sign-in is answered, so none is declared."""
    (declared,) = manifest["bots"]
    commands = {one["id"]: one for one in manifest["composeExtensions"][0]["commands"]}
    assert commands.keys() == {SEARCH_COMMAND, "makeActionItem"}
    assert manifest["composeExtensions"][0]["botId"] == declared["botId"]
    assert commands["makeActionItem"]["context"] == ["message"]
    assert {"composeExtension/queryLink", "tab/fetch", "task/fetch", "signin/tokenExchange"} <= NOT_OFFERED
    assert not manifest.keys() & {"staticTabs", "configurableTabs", "validDomains"}
    assert declared["scopes"] == ["personal", "team", "groupChat"]
    assert manifest["defaultGroupCapability"] == {"team": "bot", "groupchat": "bot", "meetings": "bot"}
    assert not any(declared[flag] for flag in declared if flag.startswith(("supports", "isNotification")))


def test_every_command_works_where_it_is_offered(manifest: dict[str, Any]) -> None:
    """Outside the private chat Potluck shows only what concerns all who read along."""
    offered = {
        tuple(listed["scopes"]): [command["title"].lower() for command in listed["commands"]]
        for listed in manifest["bots"][0]["commandLists"]
    }
    assert offered == {
        ("personal",): [
            "help",
            "my tasks",
            "settings",
            "pause",
            "resume",
            "stop",
            "export my data",
            "delete my data",
            "why did i get this",
            "watch my invites",
        ],
        ("team", "groupChat"): ["help", "settings"],
    }
    untold = {"unwatch"}  # Teams takes ten: its opposite is offered, and its answer says how to end it
    assert {WORDS[title] for title in offered["personal",]} == set(WORDS.values()) - untold


def test_the_listing_names_ai_limits_setup_and_data_without_boasting(manifest: dict[str, Any]) -> None:
    words = manifest["description"]["full"]
    for must in ("AI model", "can be wrong", "report", "cannot do", "administrator", "keeps no agenda", "English only"):
        assert must in words, must
    assert len(words.split()) <= 500


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_no_language_boasts(language: str, content: dict[str, bytes], manifest: dict[str, Any]) -> None:
    told = manifest["description"].values() if language == "en" else json.loads(content[f"{language}.json"]).values()
    assert not [words for words in told if BOASTS.search(words)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_listing_calls_the_button_that_reports_a_mistake_as_the_card_does(
    language: str, content: dict[str, bytes]
) -> None:
    with speaking(language):
        assert say("Wrong") in json.loads(content[f"{language}.json"])["description.full"]


def test_the_colour_icon_is_192_pixels_opaque_and_of_the_accent_colour(
    content: dict[str, bytes], manifest: dict[str, Any]
) -> None:
    icon = picture(content["color.png"])
    ground = tuple(bytes.fromhex(manifest["accentColor"][1:]))
    assert (icon.width, icon.height) == (192, 192)
    assert {pixel[3] for pixel in icon.pixels} == {255}
    assert icon.pixels[0][:3] == ground
    assert all(pixel[:3] == ground for pixel in margin(icon, 36)), "the symbol keeps to what no client crops"


def test_the_colour_icon_can_be_told_on_light_and_dark(content: dict[str, bytes]) -> None:
    icon = picture(content["color.png"])
    pot, ground = icon.pixels[130 * 192 + 96], icon.pixels[0]
    assert contrast(pot, ground) >= 4.5
    assert contrast(ground, WHITE) >= 3
    assert contrast(pot, (31, 31, 31)) >= 4.5  # the ground is dark, so on a dark theme the symbol carries it
    for dish in ((63, 63), (96, 49), (129, 63)):
        assert contrast(icon.pixels[dish[1] * 192 + dish[0]], ground) >= 3


def test_the_outline_icon_is_32_pixels_white_on_nothing(content: dict[str, bytes]) -> None:
    icon = picture(content["outline.png"])
    assert (icon.width, icon.height) == (32, 32)
    assert {pixel[:3] for pixel in icon.pixels} == {WHITE}
    alphas = [pixel[3] for pixel in icon.pixels]
    assert alphas[0] == alphas[31] == alphas[-1] == 0
    full, clear = alphas.count(255), alphas.count(0)
    assert full >= 100, "strong enough to be seen"
    assert clear >= 700, "an outline, not a blot"
    assert len(alphas) - full - clear <= 100, "lines lie on whole pixels"


def test_the_committed_icons_are_what_the_script_draws(content: dict[str, bytes]) -> None:
    drawn = runpy.run_path(str(source() / "draw_icons.py"))
    colour = list(drawn["pixels"](192, drawn["color_layers"](), drawn["PINE"]))
    outline = list(drawn["pixels"](32, drawn["outline_layers"](), None))
    assert colour == picture(content["color.png"]).pixels
    assert outline == picture(content["outline.png"]).pixels


def margin(icon: Picture, width: int) -> list[tuple[int, int, int, int]]:
    inner = range(width, icon.width - width)
    return [
        pixel for at, pixel in enumerate(icon.pixels) if at % icon.width not in inner or at // icon.width not in inner
    ]


def test_source_is_the_repositorys_folder_until_one_is_installed() -> None:
    assert (source() / "manifest.json").is_file()
    assert source() == Path(__file__).resolve().parents[2] / "manifest"
