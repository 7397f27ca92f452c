"""Which language a text is read in: what the caller says, unless the text plainly shows another."""

from __future__ import annotations

from functools import lru_cache

from nlp.own_words.lexicon import LANGUAGES, read_words
from nlp.own_words.tokens import tokenize

OTHER = "other"
_SAMPLE = 4000


@lru_cache(maxsize=1)
def _small_words() -> dict[str, frozenset[str]]:
    return {lang: frozenset(words) for lang, words in read_words("languages").items()}


def language_of(text: str, lang: str | None, locale: str) -> str:
    """As in "en", "de", "fr", "es" or "other"."""
    stated = (lang or locale or "en").replace("_", "-").split("-")[0].lower()
    words = [token.low for token in tokenize(text[:_SAMPLE])]
    scores = {code: sum(word in small for word in words) for code, small in _small_words().items()}
    best = max(LANGUAGES, key=lambda code: (scores[code], code == stated))
    letters = [c for c in text[:_SAMPLE] if c.isalpha()]
    foreign_script = sum(ord(c) > 0x36F for c in letters) * 2 > len(letters) > 0
    if stated in LANGUAGES:
        clearly = scores[best] >= 2 and scores[best] > 2 * scores[stated]
        return OTHER if foreign_script and scores[stated] == 0 else best if clearly else stated
    if foreign_script:
        return OTHER
    return best if scores[best] > 2 * scores[OTHER] and scores[best] >= 2 else OTHER
