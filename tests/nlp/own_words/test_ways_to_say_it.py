"""Many ways to give, take and ask for a task, and as many to say something else: who has how many, and by when."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from nlp.own_words import PersonRef, find_items

NAMES = ("Ana Souza", "Bo Lindqvist", "Priya Nair", "Tom Whitfield", "Grace Okafor", "Yusuf Aksoy", "Lucy Tran")
PEOPLE = tuple(PersonRef(name, name) for name in NAMES)
LOCALES = {"German": "de-DE", "French": "fr-FR", "Spanish": "es-ES"}


def sections() -> dict[str, list[str]]:
    """The lines of `ways.txt` by their heading."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in (Path(__file__).parent / "ways.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            lines = found.setdefault(line.strip("[]"), [])
        elif not line.startswith("#") and line:
            lines.append(line)
    return found


def read(words: str, locale: str) -> Counter[str]:
    text = words.replace("\\n", "\n").replace("\\t", "\t")
    items = find_items(text, PEOPLE, "Tom Whitfield", date(2026, 3, 4), "Europe/London", locale, locale[:2])
    owners = [((item.owner or "-").split()[0], (item.due or "")[5:]) for item in items]
    return Counter(" ".join(part for part in pair if part) for pair in owners)


@pytest.mark.parametrize("heading", sections())
def test_every_way_is_understood(heading: str) -> None:
    for line in sections()[heading]:
        words, _, told = line.rpartition(" => ")
        expected = Counter() if told == "none" else Counter(told.split(" ; "))
        assert read(words, LOCALES.get(heading, "en-GB")) == expected, words
