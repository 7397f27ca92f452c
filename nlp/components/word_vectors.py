"""The published table of word vectors that both encoders read, rounded to whole numbers. It ships once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class WordVectors:
    """Rows of whole numbers [vocabulary, width]; a number less `zero`, times `scale`, is what it stands for."""

    def __init__(self, rows: NDArray[np.uint8], scale: float, zero: int) -> None:
        self._rows = rows
        self._scale = scale
        self._zero = zero

    @classmethod
    def of_table(cls, table: Floats) -> WordVectors:
        """The table rounded to 256 steps from its lowest number to its highest."""
        low, high = float(table.min()), float(table.max())
        scale = (high - low) / 255
        zero = round(-low / scale)
        return cls(np.clip(np.round(table / np.float32(scale)) + zero, 0, 255).astype(np.uint8), scale, zero)

    @classmethod
    def read(cls, file: Path) -> WordVectors:
        """What `write` wrote."""
        with np.load(file) as parts:
            return cls(parts["rows"], float(parts["scale"]), int(parts["zero"]))

    def write(self, file: Path) -> None:
        """Write one compressed file."""
        with file.open("wb") as target:
            np.savez_compressed(target, rows=self._rows, scale=self._scale, zero=self._zero)

    def of(self, ids: Sequence[int]) -> Floats:
        """The vectors of `ids` as a batch of one: [1, len(ids), width]."""
        chosen = np.asarray(ids, dtype=np.int64)
        vectors: Floats = (self._rows[chosen].astype(np.float32) - self._zero) * np.float32(self._scale)
        return vectors[None]


def words_beside(encoder: Path) -> Path:
    """Where the word vectors of the exported file `encoder` lie until a package takes them in."""
    return encoder.with_suffix(".words.npz")


@lru_cache(maxsize=1)
def shared_vectors(file: Path) -> WordVectors:
    """The table in `file`, read once a process however many encoders use it."""
    return WordVectors.read(file)
