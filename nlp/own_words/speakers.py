"""Pasted transcripts: lines that begin with who speaks, where "I" is the speaker."""

from __future__ import annotations

import re

from nlp.own_words.doers import PERSON, Doer, doer_at
from nlp.own_words.page import Page

_FIRST_PERSON = re.compile(r"(?:\b(?:i|i'll|i'm|i've|me|my|we|yes|yeah|yep|sure|ok|okay|no|thanks|ich|ja|je|oui|yo|sí|can you|could you)\b)", re.IGNORECASE)


class Speakers:
    """Knows whether the text is a transcript, and whose turn a line is."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.author = page.author
        self.addressee: str | None = None
        self._is_transcript = self._looks_like_one()

    def turn(self, first: int, end: int) -> Doer | None:
        """The speaker of the line in tokens `first` to `end`, where it is a turn of a transcript."""
        return self._speaker(first, end) if self._is_transcript else None

    def _speaker(self, first: int, end: int) -> Doer | None:
        page = self._page
        doer = doer_at(page, first, end)
        if doer is None or doer.kind != PERSON or doer.last + 2 > end - 1:
            return None
        return doer if page.tokens[doer.last + 1].text == ":" else None

    def _looks_like_one(self) -> bool:
        page, turns, spoken = self._page, 0, 0
        start = 0
        for raw in page.text.split("\n"):
            first, end = page.token_range(start, start + len(raw))
            if first < end and self._speaker(first, end):
                turns += 1
                said = raw.split(":", 1)[1].strip()
                spoken += bool(re.match(r"(?:i\b|i'll|i'm|we\b|yes|yeah|yep|sure|ok\b|okay|no\b|thanks|so\b|right|well|ich\b|ja\b|je\b|oui|yo\b|sí)", said, re.IGNORECASE)
                               or re.search(r"\bI(?:'ll|'m|’ll|’m)?\b", said))
            start += len(raw) + 1
        return turns >= 2 and spoken >= 1
