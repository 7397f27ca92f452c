"""Pasted transcripts: who speaks a line, so that "I" is the speaker and not the one who pasted."""

from __future__ import annotations

import re

from nlp.own_words.doers import PERSON, Doer, doer_at
from nlp.own_words.page import Page

_SPOKEN = re.compile(
    r"(?:and |so |but )?(?:i\b|i['’]ll|i['’]m|we\b|yes|yeah|yep|sure|ok\b|okay|no\b|thanks|right|well|"
    r"ich\b|ja\b|je\b|oui|yo\b|sí)",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\bI\b")


class Speakers:
    """Knows whether the text is a transcript, and whose turn it is; `now` is the person "I" stands for."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.author = page.author
        self.now = page.author
        self._is_transcript = self._looks_like_one()

    def turn(self, first: int, end: int) -> Doer | None:
        """The speaker at the head of the line in tokens `first` to `end`: "[14:02] Zoe Lin: ..."."""
        self.now = self.now if self._headed else self.author
        if not self._is_transcript:
            return None
        speaker = self._speaker(first, end)
        if speaker:
            self.now = speaker.owner
        return speaker

    def opens(self, first: int, end: int) -> bool:
        """Whether the line is nothing but "Zoe Lin  14:02": the next lines are hers."""
        if not self._headed:
            return False
        doer = self._name_and_time(first, end)
        if doer:
            self.now = doer.owner
        page = self._page
        only_clock = first in page.date_at and page.date_at[first][1] == end - 1 and page.date_at[first][0].day is None
        return doer is not None or only_clock

    def within(self, first: int, end: int) -> Doer | None:
        """Who speaks in a sentence such as "Bo: I can take the venue", wherever in a line it stands; else None."""
        page = self._page
        doer = doer_at(page, first, end) if first < end else None
        if doer is None or doer.kind != PERSON or doer.last + 3 >= end or page.tokens[doer.last + 1].text != ":":
            return None
        spoken = page.tokens[doer.last + 2].text == "I" and page.match("commit", doer.last + 3, end)
        return doer if spoken else None

    def _speaker(self, first: int, end: int) -> Doer | None:
        page = self._page
        while first < end and (
            not page.tokens[first].is_word or (first in page.date_at and page.date_at[first][0].clock)
        ):
            first = page.date_at[first][1] + 1 if first in page.date_at else first + 1
        doer = doer_at(page, first, end)
        if doer is None or doer.kind != PERSON or doer.last + 2 > end - 1:
            return None
        mark = doer.last + 1
        if page.tokens[mark].text == "(":
            mark = next((p + 1 for p in range(mark, min(end, mark + 6)) if page.tokens[p].text == ")"), mark)
        return (
            Doer(doer.kind, doer.first, mark - 1, doer.owner)
            if mark < end - 1 and page.tokens[mark].text == ":"
            else None
        )

    def _name_and_time(self, first: int, end: int) -> Doer | None:
        page = self._page
        doer = doer_at(page, first, end)
        if doer is None or doer.kind != PERSON or end - doer.last > 9:
            return None
        if doer.last + 1 == end:
            return (
                doer
                if re.match(
                    r"[ \t]*\n[ \t]*\d{1,2}:\d{2}",
                    page.text[page.tokens[doer.last].end : page.tokens[doer.last].end + 40],
                )
                else None
            )
        rest = page.text[page.tokens[doer.last].end : page.tokens[end - 1].end]
        return (
            doer
            if re.fullmatch(
                r"[\s,\[(–-]*(?:\w+day,?\s*)?\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:am|pm)?[\])]?\s*",
                rest,
                re.IGNORECASE,
            )
            else None
        )

    def _looks_like_one(self) -> bool:
        page, turns, spoken, headed = self._page, 0, 0, 0
        start = 0
        for raw in page.text.split("\n"):
            first, end = page.token_range(start, start + len(raw))
            speaker = self._speaker(first, end) if first < end else None
            if speaker:
                turns += 1
                said = page.text[page.tokens[speaker.last + 1].end : start + len(raw)].strip()
                spoken += bool(_SPOKEN.match(said) or _FIRST_PERSON.search(said) or said.endswith("?"))
            elif first < end and self._name_and_time(first, end):
                headed += 1
            start += len(raw) + 1
        self._headed = headed >= 2 or (headed == 1 and turns == 0)
        return turns >= 2 and spoken >= 1
