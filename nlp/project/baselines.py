"""What simpler models reach on the same folds: `python -m nlp.project.baselines [FILE of real agendas]`.

Word and character features with logistic regression (scikit-learn, training requirements) and spaCy's text
categoriser (configs/textcat.cfg). Only verdicts are compared; the table stands in the model card.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.training import Example as SpacyExample
from spacy.util import load_config
from thinc.api import fix_random_seed

from nlp.agenda.model_view import model_view
from nlp.judgement.labels import VERDICTS
from nlp.project.corpus_reader import INVITES, Example, examples, read_records
from nlp.project.measures import f1_per_class, macro, nudges_at
from nlp.project.train import FOLDS

Probabilities = list[list[float]]
Baseline = Callable[[Sequence[Example], Sequence[Example]], Probabilities]
TEXTCAT = Path(__file__).parent / "configs" / "textcat.cfg"


def words_of(example: Example) -> str:
    """Subject and agenda as one text, read as the shipped model reads them."""
    return f"{example.subject} || {model_view(example.agenda.text, example.agenda.lines).text}"


def linear(train: Sequence[Example], test: Sequence[Example]) -> Probabilities:
    """TF-IDF of words (1-2) and characters (2-5), logistic regression."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True),
    )
    model = make_pipeline(features, LogisticRegression(C=8.0, max_iter=400))
    model.fit([words_of(e) for e in train], [VERDICTS.index(e.verdict) for e in train])
    rows: Probabilities = model.predict_proba([words_of(e) for e in test]).tolist()
    return rows


def textcat(train: Sequence[Example], test: Sequence[Example]) -> Probabilities:
    """spaCy's ensemble of bag of words and convolutions, ten epochs."""
    fix_random_seed(7)
    pipeline = spacy.util.load_model_from_config(load_config(TEXTCAT), auto_fill=True)
    rows = [
        SpacyExample.from_dict(
            pipeline.make_doc(words_of(e)), {"cats": {name: float(name == e.verdict) for name in VERDICTS}}
        )
        for e in train
    ]
    optimiser = pipeline.initialize(lambda: rows)
    rng = random.Random(7)
    for _ in range(10):
        rng.shuffle(rows)
        for at in range(0, len(rows), 32):
            pipeline.update(rows[at : at + 32], sgd=optimiser, drop=0.3)
    return [[doc.cats[name] for name in VERDICTS] for doc in pipeline.pipe(words_of(e) for e in test)]


def table(real: Sequence[Example]) -> str:
    """One line per baseline: held-out folds, then the real agendas judged by a model of all folds."""
    corpus = examples(read_records(INVITES))
    lines = []
    for name, baseline in (("words and characters, linear", linear), ("spaCy textcat ensemble", textcat)):
        gold: list[str] = []
        rows: Probabilities = []
        for voices in FOLDS:
            test = [e for e in corpus if e.voice in voices]
            rows += baseline([e for e in corpus if e.voice not in voices], test)
            gold += [e.verdict for e in test]
        lines.append(f"{name}: held-out {_scores(gold, rows)}")
        if real:
            lines.append(f"{name}: real     {_scores([e.verdict for e in real], baseline(corpus, real))}")
    return "\n".join(lines)


def _scores(gold: Sequence[str], rows: Probabilities) -> str:
    predicted = [VERDICTS[row.index(max(row))] for row in rows]
    positive, p = [verdict == "async" for verdict in gold], [row[0] for row in rows]
    strict = [nudges_at(at / 1000, positive, p) for at in range(300, 1000, 5)]
    good = [n.recall.share for n in strict if n.made and n.precision.share >= 0.95]
    accuracy = sum(g == q for g, q in zip(gold, predicted, strict=True)) / len(gold)
    f1 = macro(f1_per_class(gold, predicted, VERDICTS))
    return f"accuracy {accuracy:.3f}  macro-F1 {f1:.3f}  recall at precision .95 {max(good, default=0.0):.3f}"


def _real(paths: Sequence[str]) -> list[Example]:
    records: list[dict[str, Any]] = [r for path in paths for r in read_records(Path(path)) if r.get("verdict")]
    return examples({**r, "subject": r.get("subject") or r.get("title", ""), "items": []} for r in records)


if __name__ == "__main__":
    print(table(_real(sys.argv[1:])))
