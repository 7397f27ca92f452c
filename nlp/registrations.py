"""Every part that config.cfg may name, in one table. Import this (and call `register`) before loading a pipeline."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.util import registry
from thinc.api import Model

from nlp.components.agenda_encoder import AgendaEncoder
from nlp.components.agenda_reader import AgendaReader
from nlp.components.agenda_words import make_agenda_words
from nlp.components.evidence_finder import EvidenceFinder
from nlp.components.extensions import declare_extensions
from nlp.components.language_gate import LanguageGate
from nlp.components.verdict import DEFAULT_MODEL, VerdictPipe, build_verdict_model, score_verdicts


def _agenda_reader(nlp: Language, name: str, max_lines: int) -> AgendaReader:  # noqa: ARG001  # spaCy's signature
    return AgendaReader(max_lines)


def _language_gate(nlp: Language, name: str, least_known: float, least_words: int) -> LanguageGate:  # noqa: ARG001  # spaCy's signature
    return LanguageGate(least_known, least_words)


def _agenda_encoder(nlp: Language, name: str, threads: int) -> AgendaEncoder:  # noqa: ARG001  # spaCy's signature
    return AgendaEncoder(threads)


def _verdict(nlp: Language, name: str, model: Model[Any, Any], scorer: Callable[..., dict[str, Any]]) -> VerdictPipe:
    return VerdictPipe(nlp.vocab, model, name, scorer=scorer)


def _evidence_finder(nlp: Language, name: str, least_sure: float, max_chars: int) -> EvidenceFinder:  # noqa: ARG001  # spaCy's signature
    return EvidenceFinder(least_sure, max_chars)


FACTORIES: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "agenda_reader": (_agenda_reader, {"max_lines": 300}),
    "language_gate": (_language_gate, {"least_known": 0.42, "least_words": 4}),
    "agenda_encoder": (_agenda_encoder, {"threads": 1}),
    "verdict": (_verdict, {"model": DEFAULT_MODEL, "scorer": {"@scorers": "potluck.score_verdicts.v1"}}),
    "evidence_finder": (_evidence_finder, {"least_sure": 0.6, "max_chars": 140}),
}
"""Factory name: (function, default config)."""


@cache
def register() -> None:
    """Tell spaCy about the table above, once a process."""
    declare_extensions()
    registry.tokenizers("potluck.AgendaWords.v1", func=make_agenda_words)
    registry.architectures("potluck.VerdictModel.v1", func=build_verdict_model)
    registry.scorers("potluck.score_verdicts.v1", func=lambda: score_verdicts)
    for name, (factory, config) in FACTORIES.items():
        Language.factory(name, default_config=config, func=factory, retokenizes=False)
