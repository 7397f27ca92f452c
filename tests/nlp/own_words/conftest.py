"""Short ways to ask for items in the tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from nlp.own_words import FoundItem, PersonRef, find_items

PEOPLE = (
    PersonRef("p1", "Ana Souza"),
    PersonRef("p2", "Bo Lindqvist"),
    PersonRef("p3", "Grace Okafor"),
    PersonRef("p4", "William Hart"),
    PersonRef("p5", "Anna Berg"),
    PersonRef("p6", "Anna Kowalska"),
    PersonRef("p7", "Katharina Weiß"),
)

Find = Callable[..., tuple[FoundItem, ...]]


@pytest.fixture
def find() -> Find:
    """Find items in a text of Wednesday 2025-09-24, written by Grace, in English unless told otherwise."""

    def ask(
        text: str, locale: str = "en-GB", lang: str | None = "en", author: str | None = "p3"
    ) -> tuple[FoundItem, ...]:
        return find_items(text, PEOPLE, author, date(2025, 9, 24), "Europe/London", locale, lang)

    return ask
