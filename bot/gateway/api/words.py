"""People's words as they come in: one line, without what no keyboard writes. And days, as they are written."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

_UNWRITTEN = {"Cc", "Cs", "Co", "Cn"}


def tidy(words: str) -> str:
    """White space made single blanks, control signs gone. Raises ValueError where nothing is left."""
    kept = "".join(" " if sign.isspace() else sign for sign in words)
    kept = "".join(sign for sign in kept if unicodedata.category(sign) not in _UNWRITTEN)
    line = " ".join(kept.split())
    if not line:
        raise ValueError("no words")
    return line


def written_day(given: object) -> object:
    """Raises ValueError for what a lenient reader takes for a day too: a count of seconds, a moment at midnight."""
    if isinstance(given, str) and len(given) != len("2026-03-02"):
        raise ValueError("no day: write it like 2026-03-02")
    return given


Words = Annotated[str, AfterValidator(tidy)]
Day = Annotated[date, BeforeValidator(written_day)]
