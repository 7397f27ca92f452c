"""Agenda lines to segments: the stretches that may each be one agenda item.

Bullets, numbers, check boxes and timeboxes are peeled off; table rows stay whole; run-on paragraphs are cut into
sentences. Segments are candidates: the model says which of them is an item at all.
"""

from __future__ import annotations

import re

from nlp.agenda.spans import Stretch, trimmed

_BULLET = re.compile(
    r"(?:[-*+•·–—►▪▸○●◦✓✔☐□→>]+\s+|\[[ xX]?\]\s*|#{1,6}\s+|[a-zA-Z][.)]\s+"
    r"|\(?\d{1,2}(?:\.\d{1,2})*[.)](?=\s|[A-Za-z])\s*|(?:TOP|Item|Pt\.?)\s?\d{1,2}\s*[:.)]?\s+)+"
)
_TIMEBOX = re.compile(
    r"(?:\d{1,2}[:.h]\d{2}(?:\s*(?:-|–|to|bis)\s*\d{1,2}[:.h]\d{2})?\s*(?:am|pm|h|Uhr)?"
    r"|\(?\d{1,3}\s?(?:min|mins|minutes|')\.?\)?)\s*[:\-–|,]?\s+",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(
    r"(?<=[a-z0-9)\]\"'”’%][.!?])\s+(?=[\"'“(]?[A-Z0-9])"  # a sentence ends, the next begins
    r"|(?<!&amp)(?<!&lt)(?<!&gt)(?<!#x60)(?<!&quot)\s*;\s+"  # not the end of an entity in pasted source
    r"|\s+(?=(?:\(?\d{1,2}[.)]|[a-h]\))\s+\S)"  # "1) this 2) that" in one line
    r"|\s+[•·▪]\s+"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:no|nr|st|mr|ms|mrs|dr|prof|vs|etc|approx|ca|incl|resp|e\.g|i\.e|fig|sec|vol|min)\.)$", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:agenda|topics?|agenda items?|points?|tagesordnung|themen|programme|plan)\s*[:\-–]\s+", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]")
_EDGES = " \t|*_~`" + "\u00a0\u200b\ufeff"
MAX_SEGMENTS = 80


def segments_of(text: str, lines: list[Stretch]) -> list[Stretch]:
    """Segments in reading order, at most `MAX_SEGMENTS`; none is empty, none overlaps another."""
    found: list[Stretch] = []
    for line in lines:
        found.extend(_cut(text, _peeled(text, line)))
        if len(found) >= MAX_SEGMENTS:
            break
    return found[:MAX_SEGMENTS]


def _peeled(text: str, line: Stretch) -> Stretch:
    """The line without bullet, number, check box, timebox and "Agenda:" label."""
    at = line.start
    for _ in range(4):
        match = (
            _BULLET.match(text, at, line.end) or _TIMEBOX.match(text, at, line.end) or _LABEL.match(text, at, line.end)
        )
        if match is None or match.end() == at:
            break
        at = match.end()
    return trimmed(text, at, line.end, _EDGES)


def _cut(text: str, line: Stretch) -> list[Stretch]:
    """One line into its sentences; a table row is one segment."""
    if " | " in line.of(text):
        return [line] if _WORD.search(line.of(text)) else []
    pieces: list[Stretch] = []
    at = line.start
    for match in _BOUNDARY.finditer(text, line.start, line.end):
        if _ABBREVIATION.search(text, max(line.start, match.start() - 8), match.start()):
            continue
        pieces.append(_peeled(text, Stretch(at, match.start())))
        at = match.end()
    pieces.append(_peeled(text, Stretch(at, line.end)))
    return [piece for piece in pieces if piece.start < piece.end and _WORD.search(piece.of(text))]
