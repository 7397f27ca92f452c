"""Second component: is this in a language the model was trained on?

A share of known words, not a guesser of languages: whatever is mostly unknown words must not be judged. The words are
those of the encoder's vocabulary and of the corpus.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from spacy.tokens import Doc

_WORD = re.compile(r"[^\W\d_]{3,}")
_LETTER = re.compile(r"[^\W\d_]")
_FILE = "words.txt"


class LanguageGate:
    """Sets `doc._.foreign` where fewer than `least_known` of at least `least_words` words are known.

    A little above that share, function words of another language decide.
    """

    def __init__(self, least_known: float, least_words: int) -> None:
        self.least_known = least_known
        self.least_words = least_words
        self.words: frozenset[str] = frozenset()
        self.foreign_words: frozenset[str] = frozenset()

    def __call__(self, doc: Doc) -> Doc:
        lines = [line.of(doc._.agenda.text) for line in doc._.agenda.lines]
        doc._.foreign = self.is_foreign(" ".join([doc._.subject, *lines])[:4000])
        return doc

    def is_foreign(self, text: str) -> bool:
        """Mostly unknown words, or mostly letters of another script."""
        letters = _LETTER.findall(text)
        if sum(letter > "\u024f" for letter in letters) > 0.3 * len(letters):
            return bool(letters)
        words = [word.lower() for word in _WORD.findall(re.sub(r"\S*[/@.]\S+", " ", text))]
        if len(words) < self.least_words:
            return False
        known = sum(word in self.words for word in words)
        marked = sum(word in self.foreign_words for word in words)
        share = known / len(words)
        return share < self.least_known or (share < self.least_known + 0.15 and marked > 0.04 * len(words))

    def learn(self, words: Iterable[str], foreign: Iterable[str]) -> None:
        """Set the known words and the function words of other languages."""
        self.foreign_words = frozenset(foreign)
        self.words = frozenset(words) - self.foreign_words

    def to_disk(self, path: Path | str, exclude: tuple[str, ...] = ()) -> None:  # noqa: ARG002  # spaCy's signature
        """Write the words, sorted, one a line."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _FILE).write_text("\n".join(sorted(self.words)), encoding="utf-8")
        (folder / f"foreign-{_FILE}").write_text("\n".join(sorted(self.foreign_words)), encoding="utf-8")

    def from_disk(self, path: Path | str, exclude: tuple[str, ...] = ()) -> LanguageGate:  # noqa: ARG002  # spaCy's signature
        """Read them back."""
        folder = Path(path)
        self.words = frozenset((folder / _FILE).read_text(encoding="utf-8").split("\n"))
        self.foreign_words = frozenset((folder / f"foreign-{_FILE}").read_text(encoding="utf-8").split("\n"))
        return self
