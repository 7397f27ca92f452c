"""Parts to package: an exported encoder, a word list and a verdict component become the pipeline that ships."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config

from nlp.components.agenda_encoder import AgendaEncoder
from nlp.components.language_gate import LanguageGate
from nlp.components.word_vectors import WordVectors, words_beside
from nlp.project import opinions  # registers the corpus reader that the config names
from nlp.project.corpus_reader import CORPUS, INVITES, corpus_hash, read_records
from nlp.registrations import register

CONFIG = Path(__file__).parent / "configs" / "judgement.cfg"
FOREIGN = CORPUS / "foreign-words.txt"
VERSION = "1.2.0"
_WORD = re.compile(r"[^\W\d_]{3,}")

__all__ = ["CONFIG", "VERSION", "build", "opinions", "ship", "take_parts", "train_verdict"]


def train_verdict(opinions_file: Path) -> Language:
    """The pipeline with its verdict component trained by spaCy's loop; encoder and gate still empty."""
    register()
    config = Language.default_config.merge(load_config(CONFIG))
    config["paths"]["opinions"] = str(opinions_file)
    pipeline = init_nlp(config.interpolate())
    with Path("/dev/null").open("w", encoding="utf-8") as silence:
        pipeline, _ = train(pipeline, None, stdout=silence, stderr=silence)
    return pipeline


def build(encoder: Path, tokenizer: Path, opinions_file: Path, leave_out: str = "") -> Language:
    """Train the verdict component on the opinions and put encoder and word list beside it.

    The word list knows nothing of the voice `leave_out`, which the pipeline is going to be measured on.
    """
    pipeline = train_verdict(opinions_file)
    gate, reader = pipeline.get_pipe("language_gate"), pipeline.get_pipe("agenda_encoder")
    if not isinstance(gate, LanguageGate) or not isinstance(reader, AgendaEncoder):
        raise TypeError("config.cfg names other components than it should")
    gate.learn(known_words(tokenizer, leave_out), FOREIGN.read_text(encoding="utf-8").split())
    take_parts(reader, encoder, tokenizer)
    return pipeline


def take_parts(reader: AgendaEncoder, encoder: Path, tokenizer: Path) -> AgendaEncoder:
    """Give the reader an exported encoder with the table that `export` wrote beside it."""
    vectors = WordVectors.read(words_beside(encoder))
    return reader.load_parts(encoder.read_bytes(), tokenizer.read_text(encoding="utf-8"), vectors)


def ship(pipeline: Language, target: Path, scores: dict[str, Any]) -> None:
    """Write the pipeline as a package: config, parts, and a meta.json that says what it was made from."""
    as_written = load_config(CONFIG)  # no path of the machine that built it
    pipeline.config["paths"], pipeline.config["corpora"] = as_written["paths"], as_written["corpora"]
    pipeline.meta.update(
        name="potluck_judgement",
        version=VERSION,
        description="Is this agenda cooperation that could be done in writing, or collaboration?",
        license="MIT; encoder fine-tuned from all-MiniLM-L6-v2 (Apache-2.0)",
        corpus_sha256=corpus_hash([INVITES]),
        performance=scores,
    )
    pipeline.to_disk(target)


def known_words(tokenizer: Path, leave_out: str = "") -> set[str]:
    """Whole words of the encoder's vocabulary, and words that at least two voices other than `leave_out` use."""
    vocabulary = json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    words = {word for word in vocabulary if _WORD.fullmatch(word) and word.isascii()}
    voices: dict[str, set[str]] = {}
    for record in read_records(INVITES):
        voice = record["id"].partition("-")[0]
        for word in set(_WORD.findall(f"{record['subject']} {record.get('body', '')}".lower())):
            voices.setdefault(word, set()).update({voice} - {leave_out})
    return words | {word for word, users in voices.items() if len(users) >= 2}
