"""The pages for administrators say what the code does, and the table for the Store names tests that exist."""

from __future__ import annotations

import json
import re

import pytest

from bot.cli.app_package import source
from bot.settings import TIERS
from infra.data_page import table
from tests.manifest.package import REPOSITORY

DOCS = REPOSITORY / "infra" / "docs"
TESTS = {
    name
    for path in (REPOSITORY / "tests").rglob("test_*.py")
    for name in re.findall(r"def (test_\w+)", path.read_text("utf-8"))
}


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def rows(text: str) -> list[list[str]]:
    """The cells of every table row but its head and rule."""
    lines = [line for line in text.splitlines() if line.startswith("| ") and not set(line) <= set("|- ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_must_fix_of_the_store_has_a_test_or_a_reason() -> None:
    for point, stands_by in rows(page("store.md"))[1:]:
        named = re.findall(r"`(test_\w+)`", stands_by)
        assert named or stands_by.startswith("reason: "), point
        assert set(named) <= TESTS, point


def test_every_permission_of_the_package_is_explained() -> None:
    explained = page("permissions.md")
    for row in json.loads((source() / "permissions.json").read_text("utf-8")):
        assert f"| `{row['name']}` |" in explained
    for tier in TIERS:
        assert f"| `{tier}` |" in explained


def test_the_page_of_data_tells_every_key_and_its_life() -> None:
    assert len(table().splitlines()) > 20
    assert table() in page("data.md"), "run python infra/data_page.py"


@pytest.mark.parametrize("name", sorted(path.name for path in DOCS.glob("*.md")))
def test_links_between_pages_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([\w./-]+)\)", page(name)):
        assert (DOCS / target).exists(), target
    for path in re.findall(r"`(infra/[\w./-]+)`", page(name)):
        assert (REPOSITORY / path).exists(), path
