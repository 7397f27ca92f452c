"""The words of one language, ready for look-ups on tokens. What is done with them lives in the readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlp.own_words.lexicon import LANGUAGES, read_words
from nlp.own_words.tokens import Token, tokenize

_VOWELS = "aeiou"


class Phrases:
    """A set of phrases of one or more words, matched on lowered tokens; the longest one wins."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            words = _phrase_words(phrase)
            if words:
                self._by_first.setdefault(words[0], []).append(words)
        for options in self._by_first.values():
            options.sort(key=len, reverse=True)

    def length_at(self, tokens: Sequence[Token], place: int, end: int) -> int:
        """How many tokens the longest phrase at `place` takes; 0 where there is none."""
        if place >= end:
            return 0
        for words in self._by_first.get(tokens[place].low, ()):
            stop = place + len(words)
            if stop <= end and all(tokens[place + n].low == word for n, word in enumerate(words)):
                return len(words)
        return 0

    def anywhere(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """Whether any phrase stands in tokens `start` to `end`."""
        return any(self.length_at(tokens, place, end) for place in range(start, end))


def _phrase_words(phrase: str) -> tuple[str, ...]:
    """A list's phrase cut as text is; what hangs on a word ("'ll") stands alone in the lists."""
    words: list[str] = []
    for part in phrase.lower().split():
        words += [part] if "'" in (part[0], part[-1]) and len(part) < 4 else [token.low for token in tokenize(part)]
    return tuple(words)


@dataclass(frozen=True, slots=True)
class Grammar:
    """Phrase sets by their name in the language's word list, and its verbs by form.

    `finite` leads from a present form to the plain form ("sends" to "send"), `gerunds` from "sending".
    """

    lang: str
    sets: Mapping[str, Phrases]
    words: Mapping[str, frozenset[str]]
    bases: frozenset[str]
    finite: Mapping[str, str]
    gerunds: Mapping[str, str]

    def match(self, name: str, tokens: Sequence[Token], place: int, end: int) -> int:
        """Tokens taken at `place` by the phrase set `name`."""
        return self.sets[name].length_at(tokens, place, end)


@lru_cache(maxsize=8)
def grammar_for(lang: str) -> Grammar:
    """The grammar of a language we read ("en", "de", "fr", "es"); others get the English one."""
    code = lang if lang in LANGUAGES else "en"
    data = read_words(code)
    lists = {key: value for key, value in data.items() if isinstance(value, list)}
    irregular = frozenset(data.get("irregular", {}).values()) - frozenset(data["stative"])
    bases = frozenset(data["verbs"].split()) | irregular
    finite, gerunds = _FORMS[code](bases, data)
    return Grammar(
        code,
        {key: Phrases(value) for key, value in lists.items()},
        {key: frozenset(value) for key, value in lists.items()},
        bases,
        finite,
        gerunds,
    )


def _with_stative(bases: frozenset[str], data: dict[str, Any]) -> frozenset[str]:
    return bases | {word for word in data["stative"] if " " not in word}


def _english_forms(bases: frozenset[str], data: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    finite, gerunds = {}, {}
    for base in _with_stative(bases, data):
        finite[_third_person(base)] = base
        for form in _ing_forms(base):
            gerunds[form] = base
    return finite, gerunds


def _third_person(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    return base[:-1] + "ies" if base.endswith("y") and base[-2] not in _VOWELS else base + "s"


def _ing_forms(base: str) -> Iterable[str]:
    if base.endswith("ie"):
        yield base[:-2] + "ying"
    elif base.endswith("e") and not base.endswith(("ee", "ye")):
        yield base[:-1] + "ing"
    else:
        yield base + "ing"
        if len(base) > 2 and base[-1] not in "aeiouwxy" and base[-2] in _VOWELS and base[-3] not in _VOWELS:
            yield base + base[-1] + "ing"
    if len(base) > 2 and base[-1] in "bdglmnprt" and base[-2] in _VOWELS:
        yield base + base[-1] + "ing"


def _german_forms(bases: frozenset[str], data: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    finite: dict[str, str] = {}
    for base in _with_stative(bases, data):
        stem = base[:-2] if base.endswith("en") else base[:-1]
        ending = "et" if stem.endswith(("t", "d", "chn", "ffn")) else "t"
        finite[stem + ending] = base
        finite[stem + "e"] = base
        finite.setdefault(stem, base)
        if base.endswith(("eln", "ern")):
            finite[base[:-1] + "t"] = base
            finite[base[:-3] + base[-2] + "e"] = base
            finite[base[:-1] + "e"] = base
    finite.update(data["irregular"])
    return finite, {}


def _french_forms(bases: frozenset[str], data: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    finite: dict[str, str] = {}
    for base in _with_stative(bases, data):
        if base.endswith("er"):
            stem = base[:-2]
            for ending in ("e", "es", "ons", "ez", "ent"):
                finite[stem + ending] = base
            if stem.endswith(("g", "c")):
                finite[stem + "eons" if stem.endswith("g") else stem[:-1] + "çons"] = base
        for ending in ("ai", "a", "ons", "ont"):  # "enverra" is irregular, "appellera" near enough to "appelera"
            finite.setdefault((base[:-1] if base.endswith("re") else base) + ending, base)
    finite.update(data["irregular"])
    return finite, {}


def _spanish_forms(bases: frozenset[str], data: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    finite: dict[str, str] = {}
    for base in _with_stative(bases, data):
        stem, theme = base[:-2], base[-2:]
        vowel = "a" if theme == "ar" else "e"
        for ending in (vowel, vowel + "n", "o", "amos" if theme == "ar" else "emos"):
            finite[stem + ending] = base
        for ending in ("á", "é", "án", "emos"):
            finite.setdefault(base + ending, base)
    finite.update(data["irregular"])
    return finite, {}


_FORMS = {"en": _english_forms, "de": _german_forms, "fr": _french_forms, "es": _spanish_forms}
