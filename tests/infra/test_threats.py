"""The page of threats names tests that exist."""

from __future__ import annotations

import re

import pytest

from tests.manifest.package import REPOSITORY

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (REPOSITORY / "infra" / "docs" / "threats.md").read_text("utf-8").splitlines()
    if line.startswith("| ")
][1:]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}: {row[1]}")
def test_what_stops_somebody_is_held_by_a_test_that_exists(row: list[str]) -> None:
    _who, _wants, stops, held_by = row
    assert len(stops) > 20
    (named,) = re.findall(r"`(tests/[^`]+)`", held_by)
    path, _, name = named.partition("::")
    text = (REPOSITORY / path).read_text("utf-8")
    assert re.search(rf"def {name}\b" if name else r"^(async )?def test_", text, re.MULTILINE)


def test_the_page_is_one_page() -> None:
    assert 10 <= len(ROWS) <= 20
