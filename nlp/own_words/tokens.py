"""Words with their places in the text. Splitting into clauses lives in `clauses.py`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r"\w+(?:[-’'](?=\w)\w+)*|[^\w\s]",
)
# What English hangs on a word: "Kev's", "I'll", "don't". Split off, so that the word itself can be looked up.
_ELISION = re.compile(r"^(?P<head>[ldmtsnjcLDMTSNJC]|[Qq]u)['’](?=\w{2,})")
_CLITIC = re.compile(r"^(?P<word>.+?)(?P<clitic>['’](?:s|ll|d|m|re|ve|LL|S|D|M|RE|VE)|n['’]t|N['’]T)$")


# Written without the apostrophe, as on a phone; none of them is another word in the languages we read.
_SLURRED = re.compile(
    r"^(?P<word>(?:s?he|that|who|there)(?=s)|they|you(?=ll|re|ve)|we(?=ve))(?:s|ll|re|ve)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark; `low` is the lowered form with straight apostrophes, for look-ups."""

    start: int
    end: int
    text: str
    low: str

    @property
    def is_word(self) -> bool:
        """Letters or digits, not a mark."""
        return self.text[0].isalnum() or self.text[0] == "_" or self.low in ("'s", "'ll", "'d", "'m", "'re", "'ve")

    @property
    def capital(self) -> bool:
        """Starts with a capital letter."""
        return self.text[0].isupper()


def tokenize(text: str, offset: int = 0) -> list[Token]:
    """The tokens of `text` in order; `offset` is added to every place."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        word, start = match.group(), match.start() + offset
        elided = _ELISION.match(word)
        if elided:  # French: "l'acte", "m'envoie"
            found.append(_token(start, elided.group()))
            word, start = word[elided.end() :], start + elided.end()
        clitic = _CLITIC.match(word)
        slurred = None if clitic else _SLURRED.match(word)
        if slurred:  # "hes", "theyll"
            cut = slurred.end("word")
            found.append(_token(start, word[:cut]))
            found.append(Token(start + cut, start + len(word), word[cut:], "'" + word[cut:].lower()))
        elif clitic:
            cut = len(clitic["word"])
            found.append(_token(start, word[:cut]))
            found.append(_token(start + cut, word[cut:]))
        else:
            found.append(_token(start, word))
    return found


def _token(start: int, text: str) -> Token:
    return Token(start, start + len(text), text, text.lower().replace("’", "'"))


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lowered, without accents: "Élodie" and "elodie", "Łukasz" and "lukasz" are the same."""
    lowered = text.lower().translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d", "’": "'"}
)
