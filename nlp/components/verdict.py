"""Fourth component, trainable in spaCy's own loop: from the encoder's opinions to calibrated verdicts.

Trained on opinions about voices that the encoder had not seen (out of fold), so that its probabilities can be taken
at their word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Config, Maxout, Model, Optimizer, Softmax_v2, chain

from nlp.components.features import FEATURES
from nlp.judgement.labels import VERDICTS

Floats = NDArray[np.float32]


def build_verdict_model(hidden: int) -> Model[Any, Any]:
    """Opinions [n, FEATURES] to probabilities [n, 4]; `hidden` 0 is multinomial logistic regression."""
    softmax = Softmax_v2(nO=len(VERDICTS), nI=hidden or FEATURES)
    return chain(Maxout(nO=hidden, nI=FEATURES, nP=2), softmax) if hidden else softmax


class VerdictPipe(TrainablePipe):  # type: ignore[misc]  # spaCy ships no types for its Cython classes
    """Sets `doc.cats`: a probability for each verdict; certainly unclear where nothing was encoded."""

    def __init__(
        self, vocab: Vocab, model: Model[Any, Any], name: str, *, scorer: Callable[..., dict[str, Any]]
    ) -> None:
        self.vocab = vocab
        self.model = model
        self.name = name
        self.cfg: dict[str, Any] = {}
        self.scorer = scorer

    def predict(self, docs: Iterable[Doc]) -> Floats:
        """Probabilities, one row a Doc."""
        scores: Floats = self.model.predict(_features(docs))
        return scores

    def set_annotations(self, docs: Iterable[Doc], scores: Floats) -> None:
        """Write `doc.cats`."""
        for doc, row in zip(docs, scores, strict=True):
            if doc._.verdict_features is None:
                doc.cats = {verdict: float(verdict == "unclear") for verdict in VERDICTS}
            else:
                doc.cats = {verdict: float(score) for verdict, score in zip(VERDICTS, row, strict=True)}

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,  # noqa: ARG002  # spaCy's signature; the model has nothing to drop
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """One step of softmax regression."""
        losses = {} if losses is None else losses
        batch = list(examples)
        scores, backprop = self.model.begin_update(_features(example.predicted for example in batch))
        loss, gradient = self.get_loss(batch, scores)
        backprop(gradient)
        if sgd is not None:
            self.finish_update(sgd)
        losses[self.name] = losses.get(self.name, 0.0) + loss
        return losses

    def get_loss(self, examples: Iterable[Example], scores: Floats) -> tuple[float, Floats]:
        """Mean cross-entropy and its gradient."""
        gold = _gold(examples)
        loss = -float((gold * np.log(np.clip(scores, 1e-9, 1.0))).sum(axis=1).mean())
        gradient: Floats = ((scores - gold) / len(gold)).astype(np.float32)
        return loss, gradient

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,  # noqa: ARG002  # spaCy's signature
    ) -> None:
        """Fix shapes."""
        sample = [example for example, _ in zip(get_examples(), range(10), strict=False)]
        self.model.initialize(X=_features(example.predicted for example in sample), Y=_gold(sample))


def _features(docs: Iterable[Doc]) -> Floats:
    empty = np.zeros(FEATURES, dtype=np.float32)
    rows = [empty if doc._.verdict_features is None else doc._.verdict_features for doc in docs]
    return np.asarray(rows, dtype=np.float32).reshape(-1, FEATURES)


def _gold(examples: Iterable[Example]) -> Floats:
    rows = [[example.reference.cats.get(verdict, 0.0) for verdict in VERDICTS] for example in examples]
    return np.asarray(rows, dtype=np.float32)


def score_verdicts(examples: Iterable[Example], **_: Any) -> dict[str, Any]:
    """Macro-F1 and per-verdict scores, as spaCy scores exclusive categories."""
    return Scorer.score_cats(examples, "cats", labels=VERDICTS, multi_label=False)


DEFAULT_MODEL = Config().from_str('[model]\n@architectures = "potluck.VerdictModel.v1"\nhidden = 0\n')["model"]
