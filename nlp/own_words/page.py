"""One text made ready for reading: tokens, the people and dates in it, and the grammar to read it by."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from nlp.own_words.date_phrases import DatePhrase
from nlp.own_words.find_dates import find_dates
from nlp.own_words.grammar import Grammar, grammar_for
from nlp.own_words.people import Directory, Mention
from nlp.own_words.segment import blank_markup
from nlp.own_words.tokens import Token, tokenize


@dataclass(slots=True)
class Page:
    """`mention_at` and `date_at` lead from the first token of a name or date to it and its last token.

    `trailing`: where the owners of a list begin that stand behind their things without any mark.
    """

    text: str
    tokens: Sequence[Token]
    grammar: Grammar
    directory: Directory
    author: str | None
    when: date
    mention_at: dict[int, Mention] = field(default_factory=dict)
    date_at: dict[int, tuple[DatePhrase, int]] = field(default_factory=dict)
    original: str = ""
    trailing: frozenset[int] = frozenset()

    def words(self, first: int, end: int) -> str:
        """The text of tokens `first` up to `end`, as written."""
        if first >= end:
            return ""
        return self.original[self.tokens[first].start : self.tokens[end - 1].end]

    def match(self, name: str, place: int, end: int) -> int:
        """Tokens taken at `place` by the grammar's phrase set `name`."""
        return self.grammar.match(name, self.tokens, place, end)

    def has(self, name: str, start: int, end: int) -> bool:
        """Whether any phrase of the set stands in the tokens."""
        return self.grammar.sets[name].anywhere(self.tokens, start, end)

    def token_range(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that begin within characters `start` to `end`, as first and one past the last."""
        return (
            bisect_left(self.tokens, start, key=_token_start),
            bisect_left(self.tokens, end, key=_token_start),
        )

    def spaced(self, place: int) -> bool:
        """Whether the mark at `place` stands apart, as a dash between words does and a hyphen does not."""
        token = self.tokens[place]
        before, after = self.text[token.start - 1 : token.start], self.text[token.end : token.end + 1]
        return (before.isspace() or before == ")") and (after.isspace() or after == "")


def _token_start(token: Token) -> int:
    return token.start


def make_page(
    text: str, directory: Directory, author: str | None, when: date, locale: str, lang: str, zone: str = "UTC"
) -> Page:
    """Read names and dates off the text; `lang` is one of the languages we have a grammar for."""
    clean = blank_markup(text)
    tokens = tokenize(clean)
    page = Page(clean, tokens, grammar_for(lang), directory, author, when, original=text)
    starts = {token.start: place for place, token in enumerate(tokens)}
    ends = {token.end: place for place, token in enumerate(tokens)}
    for mention in directory.mentions(tokens):
        page.mention_at[mention.first] = mention
    for phrase in find_dates(clean, when, locale, lang, zone):
        first, last = starts.get(phrase.start), ends.get(phrase.end)
        if first is None or last is None:
            first, last = _covering(tokens, phrase)
        page.date_at[first] = phrase, last
    _drop_names_inside_dates(page)
    return page


def _covering(tokens: Sequence[Token], phrase: DatePhrase) -> tuple[int, int]:
    inside = [place for place, token in enumerate(tokens) if token.end > phrase.start and token.start < phrase.end]
    return (inside[0], inside[-1]) if inside else (0, 0)


def _drop_names_inside_dates(page: Page) -> None:
    """As in "May 5" is no errand for May."""
    for first, (phrase, last) in list(page.date_at.items()):
        for place in range(first, last + 1):
            if (place in page.mention_at and place != first) or (
                place in page.mention_at and phrase.day and last > first
            ):
                del page.mention_at[place]
            elif place in page.mention_at:
                del page.date_at[first]
                break
