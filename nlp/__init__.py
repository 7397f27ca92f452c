"""Language understanding for Potluck, behind plain functions: judge an invite, find items in people's words.

Nothing here knows Teams, Redis or `bot`; nothing that leaves here is a spaCy object.
"""

from __future__ import annotations

from nlp.judgement.judge import DEFAULT_THRESHOLD, Judge, load
from nlp.own_words import FoundItem, PersonRef, find_items
from nlp.own_words.tagger import load_tagger
from nlp.results import Evidence, Invite, Item, Judgement, Split

__all__ = [
    "DEFAULT_THRESHOLD",
    "Evidence",
    "FoundItem",
    "Invite",
    "Item",
    "Judge",
    "Judgement",
    "PersonRef",
    "Split",
    "find_items",
    "judge",
    "load",
    "warm_up",
]


def judge(invite: Invite) -> Judgement:
    """Judge one invite with the shipped pipeline (loaded once). Never raises on any text."""
    return load().judge(invite)


def warm_up() -> None:
    """Load both models now, so that the first text does not wait for them."""
    load()
    load_tagger()
