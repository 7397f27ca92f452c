"""Owners that stand behind their things without any mark: "hall set up Martin", "catering Grace, music Bo".

One such part alone is no sign of anything ("lunch with Ana"); two of them in a row are a list.
"""

from __future__ import annotations

from collections.abc import Iterator

from nlp.own_words.doers import ANY, JOINT, PERSON, SELF, doer_at
from nlp.own_words.page import Page
from nlp.own_words.segment import lines
from nlp.own_words.signs import is_past, only_date

_MAX_WORDS = 8


def trailing_owners(page: Page) -> frozenset[int]:
    """The tokens at which the owners of such lists begin."""
    found: set[int] = set()
    run: list[int] = []
    for first, end in (*_parts(page), (0, 0)):
        owner = _owner_behind(page, first, end)
        if owner is not None:
            run.append(owner)
            continue
        if len(run) > 1:
            found.update(run)
        run = []
    return frozenset(found)


def _parts(page: Page) -> Iterator[tuple[int, int]]:
    """Lines, cut at their commas and semicolons; the end of a line that has several parts ends a row of them."""
    for line in lines(page.text):
        first, end = page.token_range(line.start, line.end)
        cuts = [p for p in range(first, end) if page.tokens[p].text in ",;" and not _in_date(page, p)]
        yield from zip([first, *(cut + 1 for cut in cuts)], [*cuts, end], strict=True)
        if cuts:
            yield 0, 0


def _in_date(page: Page, place: int) -> bool:
    return any(first < place < last for first, (_, last) in page.date_at.items())


def _owner_behind(page: Page, first: int, end: int) -> int | None:
    """Where the owner at the end of tokens `first` to `end` begins, only a date being allowed behind; or None."""
    if not 1 < end - first <= _MAX_WORDS + 3:
        return None
    for place in range(first + 1, min(end, first + _MAX_WORDS)):
        doer = doer_at(page, place, end)
        if doer is None or doer.kind not in (PERSON, SELF, JOINT, ANY):
            continue
        alone = (
            doer.last + 1 >= end
            or page.match("joiners", doer.last + 1, end)
            or only_date(page, doer.last + 1, end)
            or not page.tokens[end - 1].is_word
        )
        return place if alone and _is_thing(page, first, place, doer.kind == ANY) else None
    return None


def _is_thing(page: Page, first: int, end: int, anybody: bool) -> bool:
    """Whether the words are but a thing: no verb told of it, and nothing that leads to the name."""
    grammar, led = page.grammar, page.tokens[end - 1]
    if anybody:
        return led.low in grammar.words["awaiting"]
    if not led.is_word or led.low in grammar.words["subordinators"] | grammar.words["articles"]:
        return False
    if led.low in grammar.bases - grammar.words["nouns_too"] or led.low in grammar.words["joiners"]:
        return False
    return not any(
        (is_past(page, place) and page.tokens[place].low not in grammar.words["past_and_present"])
        or place in page.mention_at
        or page.tokens[place].low in grammar.words["told"] | grammar.words["thanking"]
        or page.match("hedge", place, end)
        or page.match("negation", place, end)
        for place in range(first, end)
    )
