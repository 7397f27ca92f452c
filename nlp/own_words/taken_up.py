"""A doer said twice: "Ana you need to", "Ana she will", "it's me who calls", "Ana promised me that she calls"."""

from __future__ import annotations

from nlp.own_words.doers import PERSON, SELF, THIRD, Doer, doer_at
from nlp.own_words.page import Page

_CLEFTS = frozenset({("it", "'s"), ("it", "is"), ("c'", "est"), ("que", "es")})


def taken_up(page: Page, doer: Doer, place: int, end: int) -> Doer | None:
    """The doer together with the words up to where it is said again; None where it is said but once."""
    if doer.kind == PERSON and (_you_follows(page, place, end) or _named_again(page, doer, place)):
        return Doer(doer.kind, doer.first, place + (page.tokens[place].low == "that"), doer.owner)
    if _is_cleft(page, doer, place):
        return Doer(doer.kind, doer.first, place, doer.owner)
    last = _of_themselves(page, doer, place, end)
    return Doer(doer.kind, doer.first, last, doer.owner) if last is not None else None


def _you_follows(page: Page, place: int, end: int) -> bool:
    """As in "Ana you need to"."""
    if page.tokens[place].low not in ("you", "u") or place + 1 >= end:
        return False
    said = page.tokens[place + 1].low
    if said in ("'re", "'ll", "are", "will", "need", "have", "should"):
        return True
    ordered = said in page.grammar.bases and said not in page.grammar.words["stative"] and place + 2 < end
    following = page.tokens[place + 2].low if ordered else ""
    return following in page.grammar.words["determiners"] or following in page.grammar.words["objects"]


def _named_again(page: Page, doer: Doer, place: int) -> bool:
    """As in "Ana she will send it", "told Ana that she sends it"."""
    told = page.tokens[place].low == "that" and doer.first > 0 and page.tokens[doer.first - 1].low in ("told", "asked")
    place += told
    return place < len(page.tokens) and place == doer.last + 1 + told and page.tokens[place].low in ("he", "she")


def _is_cleft(page: Page, doer: Doer, place: int) -> bool:
    """As in "it's me who calls"."""
    led = doer.first > 1 and (page.tokens[doer.first - 2].low, page.tokens[doer.first - 1].low) in _CLEFTS
    return led and page.tokens[place].low in ("who", "that", "qui", "quien") and place == doer.last + 1


def _of_themselves(page: Page, doer: Doer, place: int, end: int) -> int | None:
    """As in "promised (me) (that) she calls", "I said I'd ring": where the doer of what is reported stands."""
    place += place + 1 < end and page.tokens[place].low in ("has", "have", "'s", "'ve")
    if page.tokens[place].low not in page.grammar.words["reporting"]:
        return None
    place += 1
    told = page.mention_at.get(place)
    place = told.last + 1 if told else place + (place < end and page.tokens[place].low in page.grammar.words["objects"])
    place += place < end and page.tokens[place].text == "," and page.grammar.lang == "de"
    place += place < end and page.tokens[place].low in ("that", "que", "qu'")
    inner = doer_at(page, place, end)
    if inner is None or inner.kind != (SELF if doer.kind == SELF else THIRD) or inner.last + 2 >= end:
        return None
    return inner.last
