"""Word lists as data: the TOML files beside this module, read once. No rule lives here."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

LANGUAGES = ("en", "de", "fr", "es")


@dataclass(frozen=True, slots=True)
class DateWords:
    """How days and hours are written; weekday and month numbers count from 0 and 1."""

    weekdays: dict[str, dict[str, int]]
    months: dict[str, dict[str, int]]
    numbers: dict[str, int]
    days: dict[str, int]
    ends: dict[str, str]
    hours: dict[str, str]
    vague: tuple[str, ...]


def read_words(name: str) -> dict[str, Any]:
    """The content of `name`.toml in this folder."""
    return tomllib.loads(resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def date_words() -> DateWords:
    """The words of `dates.toml`."""
    data = read_words("dates")
    return DateWords(
        weekdays={lang: _numbered(rows, 0) for lang, rows in data["weekdays"].items()},
        months={lang: _numbered(rows, 1) for lang, rows in data["months"].items()},
        numbers=data["numbers"],
        days=data["days"],
        ends=_shortened(data["ends"]),
        hours=data["hours"],
        vague=tuple(data["vague"]["words"]),
    )


def _shortened(ends: dict[str, str]) -> dict[str, str]:
    """With "wk", "mth" and "qtr" wherever the word is written out."""
    found = dict(ends)
    for long, short in (("week", "wk"), ("month", "mth"), ("quarter", "qtr")):
        found |= {re.sub(rf"\b{long}\b", short, words): stretch for words, stretch in ends.items()}
    return found


def _numbered(rows: list[list[str]], first: int) -> dict[str, int]:
    return {word: number for number, words in enumerate(rows, first) for word in words}
