"""The trained part of this room: a small encoder that says which words belong to an item. Needs no torch.

It reads English alone. Where its model is missing, nothing is read: there is no silent way round it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from nlp.components.word_vectors import WordVectors, shared_vectors
from nlp.judgement.judge import MODEL
from nlp.own_words.marks import ROLES, TAGS, Marks
from nlp.own_words.pieces import Window, windows

Floats = NDArray[np.float32]
_NOTHING = np.zeros((0, len(TAGS) + len(ROLES)), dtype=np.float32)


class Tagger:
    """An exported tagger with its tokenizer and word vectors; keeps no word of what it reads."""

    def __init__(self, model: Path, tokenizer: Path, vectors: WordVectors) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            model.read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._vectors = vectors

    def read(self, text: str, names: Sequence[tuple[int, int]]) -> Marks:
        """What it makes of `text`; `names` are the places, in order, where people of the meeting are named."""
        read = list(windows(self._tokenizer, text, names))
        places = [place for window in read for place in window.places]
        scores = np.concatenate([self._scores(window) for window in read] or [_NOTHING])
        numbers = np.asarray([word for window in read for word in window.words], dtype=np.int64)
        _, firsts, counts = np.unique(numbers, return_index=True, return_counts=True)
        tags = _per_word(_softmax(scores[:, : len(TAGS)]), firsts, counts)
        roles = _per_word(_softmax(scores[:, len(TAGS) :]), firsts, counts)
        lasts = firsts + counts - 1
        return Marks([places[at][0] for at in firsts], [places[at][1] for at in lasts], tags, roles)

    def _scores(self, window: Window) -> Floats:
        feed = {
            "vectors": self._vectors.of(window.ids),
            "mask": np.ones((1, len(window.ids)), dtype=np.int64),
            "types": np.asarray([window.types], dtype=np.int64),
        }
        (scores,) = self._session.run(["tokens"], feed)
        pieces: Floats = scores[0][1:-1]
        return pieces


@lru_cache(maxsize=1)
def load_tagger() -> Tagger:
    """The shipped tagger, loaded once a process; OSError where a file of it is missing."""
    agenda = MODEL / "agenda_encoder"
    return Tagger(
        MODEL / "item_tagger" / "tagger.onnx", agenda / "tokenizer.json", shared_vectors(agenda / "words.npz")
    )


def _per_word(pieces: Floats, firsts: NDArray[np.int64], counts: NDArray[np.int64]) -> Floats:
    """The mean over the pieces of each word."""
    if not len(firsts):
        return pieces
    means = np.add.reduceat(pieces, firsts, axis=0) / counts[:, None]
    return means.astype(np.float32)


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: Floats = powers / powers.sum(axis=1, keepdims=True)
    return result
