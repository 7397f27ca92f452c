"""What the components write on a Doc, declared in one place.

Doc: `subject` and `anchors` are set by the judge before the pipeline runs; `agenda` by agenda_reader, `foreign` by
language_gate, `segment_scores` and `verdict_features` by agenda_encoder, `evidence` by evidence_finder. Spans of
`doc.spans["items"]` carry the four answers.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span

from nlp.judgement.labels import QUESTIONS

ITEMS = "items"
"""Key of `doc.spans` under which agenda items lie."""

_DOC_DEFAULTS: dict[str, object] = {
    "subject": "",
    "anchors": (),
    "agenda": None,
    "foreign": False,
    "segment_scores": None,
    "verdict_features": None,
    "evidence": (),
}


def declare_extensions() -> None:
    """Declare all extensions; harmless when called again."""
    for name, default in _DOC_DEFAULTS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
    for name in ("mode", *QUESTIONS):
        if not Span.has_extension(name):
            Span.set_extension(name, default=None)
