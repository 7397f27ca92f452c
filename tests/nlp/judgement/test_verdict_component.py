"""The trainable component: learns, saves, reloads, and gives the same scores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.training import Example

from nlp.components.features import FEATURES, verdict_features
from nlp.judgement.labels import MODES, VERDICTS
from nlp.project.assemble import train_verdict
from nlp.registrations import FACTORIES, register

_OPINIONS = {
    "async": ([3.0, 0.0, 0.0, 0.0], "cooperation"),
    "meet": ([0.0, 3.0, 0.0, 0.0], "collaboration"),
    "mixed": ([0.0, 0.0, 3.0, 0.0], "collaboration"),
    "unclear": ([0.0, 0.0, 0.0, 3.0], "none"),
}


def _features(verdict: str) -> np.ndarray:
    logits, mode = _OPINIONS[verdict]
    modes = np.full((2, len(MODES)), 0.02, dtype=np.float32)
    modes[:, MODES.index(mode)] = 0.94
    return verdict_features(np.asarray(logits, dtype=np.float32), modes, cut=False)


def _example(pipeline: Language, verdict: str) -> Example:
    predicted, reference = pipeline.make_doc("-"), pipeline.make_doc("-")
    predicted._.verdict_features = _features(verdict)
    reference.cats = {name: float(name == verdict) for name in VERDICTS}
    return Example(predicted, reference)


def _cats(pipeline: Language, verdict: str) -> dict[str, float]:
    doc = pipeline.make_doc("-")
    doc._.verdict_features = _features(verdict)
    return pipeline(doc).cats


def test_the_feature_vector_has_the_length_it_says() -> None:
    assert _features("async").shape == (FEATURES,)


def test_it_overfits_four_examples_and_survives_a_round_trip_to_disk(tmp_path: Path) -> None:
    register()
    pipeline = spacy.blank("xx")
    pipeline.add_pipe("verdict")
    examples = [_example(pipeline, verdict) for verdict in VERDICTS]
    optimiser = pipeline.initialize(lambda: examples)
    optimiser.learn_rate = 0.05
    losses = [pipeline.update(examples, sgd=optimiser)["verdict"] for _ in range(80)]
    assert losses[-1] < 0.1 < losses[0]
    pipeline.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    for verdict in VERDICTS:
        cats = _cats(pipeline, verdict)
        assert max(cats, key=lambda name: cats[name]) == verdict
        assert _cats(again, verdict) == cats


def test_without_features_it_is_certainly_unclear() -> None:
    register()
    pipeline = spacy.blank("xx")
    pipeline.add_pipe("verdict")
    pipeline.initialize(lambda: [_example(pipeline, verdict) for verdict in VERDICTS])
    assert pipeline(pipeline.make_doc("")).cats == {"async": 0.0, "meet": 0.0, "mixed": 0.0, "unclear": 1.0}


def test_spacys_own_loop_trains_the_pipeline_of_the_config_alike_twice(tmp_path: Path) -> None:
    opinions = tmp_path / "opinions.jsonl"
    lines = [{"id": "a-1", "features": _features(v).tolist(), "verdict": v} for v in VERDICTS for _ in range(8)]
    opinions.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    first, second = train_verdict(opinions), train_verdict(opinions)
    assert first.pipe_names == list(FACTORIES)
    features = np.asarray([_features("async")], dtype=np.float32)
    probability = _model(first).predict(features)
    assert probability[0].argmax() == 0
    assert np.array_equal(probability, _model(second).predict(features))


def _model(pipeline: Language) -> Any:
    """spaCy types a pipe by its call alone."""
    pipe: Any = pipeline.get_pipe("verdict")
    return pipe.model
