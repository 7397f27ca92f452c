"""People's words as they come in: one line, without what no keyboard writes."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator

_UNWRITTEN = {"Cc", "Cs", "Co", "Cn"}


def tidy(words: str) -> str:
    """White space made single blanks, control signs gone. Raises ValueError where nothing is left."""
    kept = "".join(" " if sign.isspace() else sign for sign in words)
    kept = "".join(sign for sign in kept if unicodedata.category(sign) not in _UNWRITTEN)
    line = " ".join(kept.split())
    if not line:
        raise ValueError("no words")
    return line


Words = Annotated[str, AfterValidator(tidy)]
