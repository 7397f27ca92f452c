"""A tokenizer that never joins what an agenda keeps apart: words, single marks, and white space.

Every boundary that `nlp.agenda` can draw is a token boundary, so that Spans stay verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_|\s+")


class AgendaWords:
    """Text to Doc; lossless: `doc.text` is the text."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words = _TOKEN.findall(text)
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to keep."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> AgendaWords:
        """Nothing was kept."""
        return self

    def to_disk(self, _path: object, **_: object) -> None:
        """Nothing to keep."""

    def from_disk(self, _path: object, **_: object) -> AgendaWords:
        """Nothing was kept."""
        return self


def make_agenda_words() -> Callable[[Language], AgendaWords]:
    """The tokenizer factory that config.cfg names."""
    return lambda nlp: AgendaWords(nlp.vocab)
