"""Spellings of one sound made equal, so that a name written by ear is found."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """Spellings of one sound made equal: "michael" and "mikael", "stephan" and "stefan", "kathrin" and "catrin"."""
    for written, heard in (
        ("ph", "f"),
        ("sch", "sh"),
        ("ch", "k"),
        ("ck", "k"),
        ("th", "t"),
        ("c", "k"),
        ("y", "i"),
        ("z", "s"),
        ("w", "v"),
        ("ie", "i"),
        ("ee", "i"),
        ("ou", "u"),
        ("j", "i"),
    ):
        word = word.replace(written, heard)
    return "".join(c for position, c in enumerate(word) if position == 0 or c != word[position - 1])
