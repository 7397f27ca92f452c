"""The short `what` of an item, in the person's own words, without owner and date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.own_words.page import Page

_SPACE = re.compile(r"\s+")
_EDGE = " \t\n,;:.!?…-–—→=>|/\\(\"'“”‘’*_~•&+"
_WITH = re.compile(r"\bw/\s?(?!o)")
_WITHOUT = re.compile(r"\bw/o\b")
_EMPTY_BRACKET = re.compile(r"\(\s*[-–,;:.!]*\s*\)|\[\s*\]")
_DANGLING = re.compile(
    r"(?:[\s,(–—-]+(?:by|on|before|until|till|til|due|for|at|no later than|deadline|within|from|and|"
    r"the|latest|bis|am|um|zum|vor|ab|im|"
    r"spätestens|avant|pour|d'ici|le|au plus tard|(?-i:à)|para|antes de|antes del|el|hasta|(?-i:a)|de|to be done "
    r"by|is|eta|target|say|this|statutory deadline|both|und|(?-i:y)|et|if possible|in|the|so))+$",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\b(?:um|uh|erm|pls|plz|please|kindly|lol|haha|thx|thanks|cheers|asap|bitte|stp|svp|s'il te "
    r"plaît|s'il vous plaît|por favor|porfa|lah|ok\?|ta|though|anyway|this time|really|as well|too)\b"
    r"(?=[\s,.!?)(]|$)",
    re.IGNORECASE,
)
_EMOJI = re.compile(r"[\U0001f000-\U0001faff☀-➿\ufe0f\u200d]+|:\)|;\)|:-\)|:D")


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens `first` up to `end`."""

    first: int
    end: int


def phrase(page: Page, span: Span, base: str | None, cut: tuple[Span, ...], noun: bool) -> str:
    """The words of `span` without the `cut` stretches; the verb at its start, if any, in its plain form."""
    pieces: list[str] = []
    place = span.first
    if base is not None and place < span.end:
        token = page.tokens[place]
        pieces.append(base.upper() if token.text.isupper() and len(token.text) > 1 else base)
        place += 1
    while place < span.end:
        gone = next((c for c in cut if c.first <= place < c.end), None)
        if gone:
            place = gone.end
            continue
        stop = min([span.end, *(c.first for c in cut if c.first > place)])
        pieces.append(page.words(place, stop))
        place = stop
    return tidy(page, " ".join(pieces), noun)


def german_phrase(page: Page, span: Span, base: str, cut: tuple[Span, ...]) -> str:
    """The task said as one says it in German: "räumt das Lager auf" is "das Lager aufräumen"."""
    kept = [p for p in range(span.first, span.end) if not any(c.first <= p < c.end for c in cut)]
    last = next((p for p in reversed(kept) if page.tokens[p].is_word), None)
    end = span.end
    if last is not None and page.tokens[last].text in page.grammar.words["particles"]:
        base, end = page.tokens[last].text + base, last
    words = phrase(page, Span(span.first, end), None, tuple(c for c in cut if c.first < end), noun=False)
    words = re.sub(r"^(?:mir|mich|uns|euch|dann|auch|noch|es|vorher|danach) ", "", words)
    return f"{words} {base}".strip()


def tidy(page: Page, words: str, noun: bool) -> str:
    """Loose ends trimmed: fillers, dangling prepositions, a leading article before a thing."""
    words = _EMOJI.sub(" ", words)
    words = _WITHOUT.sub("without", _WITH.sub("with ", words))
    words = _FILLER.sub(" ", words)
    words = _EMPTY_BRACKET.sub(" ", _SPACE.sub(" ", words))
    for _ in range(3):
        words = _DANGLING.sub("", words.rstrip(_EDGE).lstrip(_EDGE + ")"))
    words = re.sub(r"\s+([,.;:!?)])", r"\1", words).strip()
    if words.count("(") > words.count(")"):
        words = words + ")" if not words.endswith("(") else words[:-1]
    if words.count(")") > words.count("("):
        words = words.replace(")", "", 1)
    if noun:
        first, _, rest = words.partition(" ")
        if rest and first.lower() in page.grammar.words["articles"]:
            words = rest
    if words[:1].isupper() and words[1:2].islower() and page.grammar.lang == "en" and not _is_name(page, words):
        words = words[0].lower() + words[1:]
    return words.strip()


def _is_name(page: Page, words: str) -> bool:
    first = re.split(r"[\s,:;.'’]", words, maxsplit=1)[0]
    return any(page.tokens[m.first].text == first for m in page.mention_at.values()) or len(first) == 1
