"""Opinions: what an encoder says about examples it has not seen. The verdict component learns from them.

Kept as JSON lines (`id`, `features`, `verdict`), so that calibration can be redone without fine-tuning again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example as SpacyExample
from spacy.util import registry

from nlp.components.agenda_encoder import AgendaEncoder
from nlp.judgement.labels import VERDICTS
from nlp.project.corpus_reader import Example
from nlp.registrations import register


def annotate(encoder: AgendaEncoder, vocab_of: Language, example: Example) -> Doc:
    """The example's Doc as the encoder leaves it."""
    doc = vocab_of.make_doc(example.agenda.text)
    doc._.subject = example.subject
    doc._.agenda = example.agenda
    return encoder(doc)


def write_opinions(encoder: AgendaEncoder, held_out: Iterable[Example], target: Path) -> None:
    """Append the encoder's opinions about `held_out` to `target`."""
    register()
    blank = spacy.blank("xx", config={"nlp": {"tokenizer": {"@tokenizers": "potluck.AgendaWords.v1"}}})
    with target.open("a", encoding="utf-8") as out:
        for example in held_out:
            features = annotate(encoder, blank, example)._.verdict_features
            if features is not None:
                rounded = [round(float(number), 4) for number in features]
                record = {"id": example.id, "features": rounded, "verdict": example.verdict}
                out.write(json.dumps(record) + "\n")


def read_opinions(path: Path) -> Callable[[Language], Iterator[SpacyExample]]:
    """The corpus reader that config.cfg names."""

    def read(nlp: Language) -> Iterator[SpacyExample]:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            predicted, reference = nlp.make_doc("-"), nlp.make_doc("-")
            predicted._.verdict_features = np.asarray(record["features"], dtype=np.float32)
            reference.cats = {verdict: float(verdict == record["verdict"]) for verdict in VERDICTS}
            yield SpacyExample(predicted, reference)

    return read


registry.readers("potluck.Opinions.v1", func=read_opinions)
