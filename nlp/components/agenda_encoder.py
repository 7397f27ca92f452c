"""Third component: the fine-tuned encoder, run by onnxruntime. One pass gives the scores of all segments.

Writes `doc.spans["items"]` with their four answers, `doc._.segment_scores` and `doc._.verdict_features`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, SpanGroup
from tokenizers import Tokenizer

from nlp.agenda.model_view import model_view
from nlp.components.encoding import encode
from nlp.components.extensions import ITEMS
from nlp.components.features import verdict_features
from nlp.components.word_vectors import WordVectors, shared_vectors
from nlp.judgement.labels import MODES, QUESTIONS, TOKEN_OUTPUTS

Floats = NDArray[np.float32]
_MODEL, _TOKENIZER, _WORDS = "encoder.onnx", "tokenizer.json", "words.npz"


class AgendaEncoder:
    """Scores segments and meeting; does nothing for a foreign Doc or one without segments."""

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self._model: bytes = b""
        self._session: Any = None
        self._tokenizer: Tokenizer | None = None
        self._vectors: WordVectors | None = None

    def __call__(self, doc: Doc) -> Doc:
        agenda = doc._.agenda
        doc.spans[ITEMS] = SpanGroup(doc, name=ITEMS)
        if doc._.foreign or not agenda.segments or self._tokenizer is None or self._vectors is None:
            return doc
        view = model_view(agenda.text, agenda.lines)
        encoded = encode(self._tokenizer, doc._.subject, view, agenda.segments)
        verdict, tokens = self._run(self._vectors.of(encoded.ids), encoded.types)
        scores = segment_scores(tokens, encoded.ranges)
        doc._.segment_scores = scores
        doc._.verdict_features = verdict_features(verdict, scores["mode"], encoded.cut)
        self._write_items(doc, scores)
        return doc

    def _run(self, vectors: Floats, types: tuple[int, ...]) -> tuple[Floats, Floats]:
        feed = {
            "vectors": vectors,
            "mask": np.ones((1, len(types)), dtype=np.int64),
            "types": np.asarray([types], dtype=np.int64),
        }
        verdict, tokens = self._session.run(["verdict", "tokens"], feed)
        return verdict[0], tokens[0]

    @staticmethod
    def _write_items(doc: Doc, scores: dict[str, Floats]) -> None:
        for at, segment in enumerate(doc._.agenda.segments):
            mode = MODES[int(scores["mode"][at].argmax())]
            span = doc.char_span(segment.start, segment.end, label=mode, alignment_mode="expand")
            if mode == "none" or span is None:
                continue
            span._.mode = mode
            for question, answers in QUESTIONS.items():
                setattr(span._, question, answers[int(scores[question][at].argmax())])
            doc.spans[ITEMS].append(span)

    def load_parts(self, model: bytes, tokenizer: str, vectors: WordVectors) -> AgendaEncoder:
        """Take an exported model, the JSON of its tokenizer, and the word vectors that it reads."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        self._model = model
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_str(tokenizer)
        self._vectors = vectors
        return self

    def to_disk(self, path: Path | str, exclude: tuple[str, ...] = ()) -> None:  # noqa: ARG002  # spaCy's signature
        """Write the model, its tokenizer and its word vectors."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _MODEL).write_bytes(self._model)
        if self._vectors is not None:
            self._vectors.write(folder / _WORDS)
        if self._tokenizer is not None:
            (folder / _TOKENIZER).write_text(self._tokenizer.to_str(), encoding="utf-8")

    def from_disk(self, path: Path | str, exclude: tuple[str, ...] = ()) -> AgendaEncoder:  # noqa: ARG002  # spaCy's signature
        """Read them back and start the session."""
        folder = Path(path)
        model, tokenizer = (folder / _MODEL).read_bytes(), (folder / _TOKENIZER).read_text(encoding="utf-8")
        return self.load_parts(model, tokenizer, shared_vectors(folder / _WORDS))


def segment_scores(tokens: Floats, ranges: tuple[tuple[int, int], ...]) -> dict[str, Floats]:
    """Probabilities per segment for "mode" and each question; an unread segment is certainly `none`."""
    means = np.zeros((len(ranges), TOKEN_OUTPUTS), dtype=np.float32)
    for at, (start, end) in enumerate(ranges):
        if start < end:
            means[at] = tokens[start:end].mean(axis=0)
        else:
            means[at, 0] = 20.0
    scores, column = {}, 0
    for name, answers in {"mode": MODES, **QUESTIONS}.items():
        scores[name] = _softmax(means[:, column : column + len(answers)])
        column += len(answers)
    return scores


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: Floats = powers / powers.sum(axis=1, keepdims=True)
    return result
