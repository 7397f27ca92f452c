"""What the verdict is decided on: the encoder's opinion of the whole, and its opinions of the parts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nlp.judgement.labels import MODES

Floats = NDArray[np.float32]
FEATURES = 4 + 2 * 3 + 3 + 2
"""Length of the vector: whole (4), strongest and mean per mode (6), counts (3), worst case and cut (2)."""


def verdict_features(verdict: Floats, modes: Floats, cut: bool) -> Floats:
    """One vector of `FEATURES` numbers, each within about -10..10.

    `verdict` are the four logits of the whole; `modes` the mode probabilities, one row a segment.
    """
    whole = verdict - np.log(np.exp(verdict - verdict.max()).sum()) - verdict.max()
    real = modes[:, 1:]
    weight = real.sum(axis=0)
    share = weight / max(float(weight.sum()), 0.5)
    collaboration = modes[:, MODES.index("collaboration")]
    doubt = float(np.log(np.clip(1.0 - collaboration, 1e-4, 1.0)).sum())  # log chance that no item is collaboration
    return np.concatenate(
        [
            np.clip(whole, -8.0, 0.0),
            real.max(axis=0),
            share,
            np.log1p(weight),
            [max(doubt, -8.0), float(cut)],
        ]
    ).astype(np.float32)
