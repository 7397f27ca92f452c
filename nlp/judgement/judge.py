"""The judge: one call from an invite to a judgement. Owns the shipped pipeline; keeps no word of what it reads."""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp.agenda.read import plain_text, well_formed
from nlp.components.extensions import ITEMS
from nlp.judgement.labels import QUESTIONS, VERDICTS
from nlp.judgement.split import split
from nlp.registrations import register
from nlp.results import Evidence, Invite, Item, Judgement

MODEL = Path(__file__).parent.parent / "model"

DEFAULT_THRESHOLD = 0.97
"""Nudge only at or above this probability of async; the model card says why."""


class Judge:
    """Judges invites with one pipeline; safe to call from several threads, which then take turns."""

    def __init__(self, pipeline: Language) -> None:
        self._pipeline = pipeline
        self._turn = threading.Lock()

    def judge(self, invite: Invite) -> Judgement:
        """Judge the words of an invite. Never raises on any text; a long body is cut at `MAX_CHARS`."""
        subject = well_formed(invite.subject)
        text, anchors = plain_text(invite.body, invite.body_type)
        # The memory zone gives back all strings the pipeline saw: nobody's words stay in the vocabulary.
        with self._turn, self._pipeline.memory_zone():
            doc = self._read(subject, text, anchors)
            if not doc._.agenda.segments:  # a title alone may name one plain activity
                doc = self._read(subject, subject, ())
            return _judgement(doc, invite.duration_min)

    def _read(self, subject: str, text: str, anchors: tuple[int, ...]) -> Doc:
        doc = self._pipeline.make_doc(text)
        doc._.subject = subject
        doc._.anchors = anchors
        return self._pipeline(doc)


def _judgement(doc: Doc, duration: int | None) -> Judgement:
    text = doc.text
    items = tuple(
        Item(
            text[span.start_char : span.end_char],
            span.start_char,
            span.end_char,
            span._.mode,
            *(getattr(span._, question) for question in QUESTIONS),
        )
        for span in doc.spans[ITEMS]
    )
    verdict = max(VERDICTS, key=lambda name: doc.cats[name])
    evidence = tuple(Evidence(text[e.start : e.end], e.start, e.end, e.question, e.answer) for e in doc._.evidence)
    why = None
    if verdict == "unclear":
        why = "language" if doc._.foreign else "no_agenda"
    shorter = split(text, items, duration) if verdict == "mixed" else None
    return Judgement(text, verdict, doc.cats["async"], items, evidence, why, shorter)


def load_pipeline(folder: Path = MODEL) -> Language:
    """Load a pipeline package; needs neither torch nor a network."""
    register()
    return spacy.load(folder)


@lru_cache(maxsize=1)
def load() -> Judge:
    """The shipped judge, loaded once a process."""
    return Judge(load_pipeline())
