"""Last component: the words behind each answer, at most one stretch a question."""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Doc, Span

from nlp.components.extensions import ITEMS
from nlp.judgement.labels import QUESTIONS

_COOPERATION = {"clarity": "clear", "drive": "speed", "dependence": "independent"}
_COLLABORATION = {"clarity": "ambiguous", "drive": "buy_in", "dependence": "interdependent"}
_MARKS = ",;:–—.("


class FoundEvidence(NamedTuple):
    """Characters of `doc.text` and the answer they speak for."""

    start: int
    end: int
    question: str
    answer: str


class EvidenceFinder:
    """Sets `doc._.evidence`: for each question the surest item that answers it the verdict's way."""

    def __init__(self, least_sure: float, max_chars: int) -> None:
        self.least_sure = least_sure
        self.max_chars = max_chars

    def __call__(self, doc: Doc) -> Doc:
        wanted = _COOPERATION if doc.cats.get("async", 0.0) >= doc.cats.get("meet", 0.0) else _COLLABORATION
        mode = "cooperation" if wanted is _COOPERATION else "collaboration"
        items = [span for span in doc.spans[ITEMS] if span._.mode == mode]
        found: list[FoundEvidence] = []
        for question, answer in wanted.items():
            best = self._best(doc, items, question, answer, {evidence.start for evidence in found})
            if best is not None:
                found.append(best)
        doc._.evidence = tuple(found)
        return doc

    def _best(self, doc: Doc, items: list[Span], question: str, answer: str, used: set[int]) -> FoundEvidence | None:
        """The surest item; one that speaks for another question already only where no other does."""
        column = QUESTIONS[question].index(answer)
        places = {segment.start: at for at, segment in enumerate(doc._.agenda.segments)}
        scored = []
        for span in items:
            at = places.get(span.start_char)
            if at is not None and float(doc._.segment_scores[question][at][column]) >= self.least_sure:
                sure = float(doc._.segment_scores[question][at][column])
                scored.append((span.start_char not in used, sure, -span.start_char, span))
        if not scored:
            return None
        span = max(scored, key=lambda entry: entry[:3])[3]
        return FoundEvidence(span.start_char, self._end(doc.text, span), question, answer)

    def _end(self, text: str, span: Span) -> int:
        """The end of the item, or of its last whole clause (else word) within `max_chars`."""
        if span.end_char - span.start_char <= self.max_chars:
            return int(span.end_char)
        piece = text[span.start_char : span.start_char + self.max_chars]
        cut = max(piece.rfind(mark) for mark in _MARKS)
        cut = cut if cut > self.max_chars // 3 else piece.rfind(" ")
        return int(span.start_char) + len(piece[: cut if cut > 0 else self.max_chars].rstrip())
