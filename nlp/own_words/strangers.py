"""Somebody who is not on the list, known by the duty, the order or the deed that follows: "Kuba from the warehouse"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.own_words.news import has_news
from nlp.own_words.page import Page

_MAX_WORDS = 6
# "Kuba from the warehouse", "Kenji's assistant": what may stand within a stranger's name.
_WHENCE = frozenset({"from", "in", "at", "of", "'s", "the", "our"})
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "herr", "frau", "mme", "señor", "señora", "prof"})
_SPECIAL = ("action_labels", "info_labels", "plain_labels", "question", "conditions", "skip", "nothing", "done")
# How things and abstractions end, in English: what ends so is nobody's name.
_THING = re.compile(r".*(?:ings?|tions?|sion|ments?|ness|ity|ance|ence|ship|ism|ware|ics|hood|ture|ers|ies)$")
# Several people by what they do: "form tutors", "night staff".
_PEOPLE = re.compile(r".*(?:ers|ors|ists|ants|leads|heads|staff|people|crew|team|squad|committee|desk|office)$")


def stranger_length(page: Page, place: int, end: int) -> int:
    """How many tokens name a stranger who is to do something ("should", "is sending", ": send"); 0 for none."""
    if not _may_be_name(page, place):
        return 0
    for after in _ends_of_name(page, place, end):
        answer = _duty(page, place, after, end)
        if answer is not None:
            return answer
    return 0


def length_before_verb(page: Page, place: int, end: int) -> int:
    """How many tokens name a stranger who does something: "Taro fixes the build"; 0 for none."""
    if not _may_be_name(page, place) or _is_thing(page, place):
        return 0
    for after in _ends_of_name(page, place, end):
        if page.tokens[after].low in page.grammar.finite and not page.tokens[after].capital:
            return after - place if does(page, after, end) else 0
    return 0


def does(page: Page, place: int, end: int, *, certain: bool = False) -> bool:
    """Whether a third person's verb that promises a deed stands here: "fixes the build", not "looks fine".

    `certain`: it can be no plural, as after "somebody".
    """
    grammar, low = page.grammar, page.tokens[place].low
    base = grammar.finite.get(low)
    if base is None or low in grammar.bases or place + 1 >= end:
        return False
    if base in grammar.words["stative"] or base in grammar.words["weak_orders"] or has_news(page, place, end):
        return False
    following = page.tokens[place + 1]
    if not following.is_word or following.low in grammar.words["news"] or following.low in grammar.words["habits"]:
        return False
    pointed = following.low in grammar.words["determiners"] or following.low in grammar.words["objects"]
    pointed = pointed or following.low in grammar.words["particles"] or place + 1 in page.mention_at
    return certain or pointed or base not in grammar.words["nouns_too"]


def _may_be_name(page: Page, place: int) -> bool:
    token, grammar = page.tokens[place], page.grammar
    if not token.capital or not token.text.replace("-", "").isalpha() or len(token.text) < 2:
        return False
    if token.low in grammar.words["strangers_not"] or token.low in grammar.bases or token.low.endswith("ed"):
        return False
    if grammar.lang != "en" or place in page.date_at or page.match("lead_in", place, len(page.tokens)):
        return False
    return not any(page.match(name, place, len(page.tokens)) for name in _SPECIAL)


def _is_thing(page: Page, place: int) -> bool:
    low, things = page.tokens[place].low, page.grammar.words["things"]
    return low in things or low.rstrip("s") in things or bool(_THING.match(low))


def _ends_of_name(page: Page, place: int, end: int) -> Iterator[int]:
    """The places after the name, the shortest name first: "Kuba", "Kuba from the warehouse"."""
    for after in range(place + 1, min(end, place + _MAX_WORDS)):
        yield after
        word, before = page.tokens[after], page.tokens[after - 1]
        if after in page.date_at or after in page.mention_at:
            return
        joined = word.text in ("/", "+", "&") and after + 1 < end and page.tokens[after + 1].capital
        inside = (word.capital and word.is_word) or word.low in _WHENCE or (after > place + 1 and before.low in _WHENCE)
        titled = word.text == "." and before.low in _TITLES
        crew = after == place + 1 and _PEOPLE.match(word.low) and after + 1 < end and page.tokens[after + 1].low == "to"
        if not (joined or inside or titled or crew):
            return


def _duty(page: Page, place: int, after: int, end: int) -> int | None:
    """The name's length where duty follows at `after`, 0 where something else does, None where the name may go on."""
    word, grammar, following = page.tokens[after], page.grammar, after + 1
    duty = page.match("commit", after, end)
    if duty and page.tokens[after + duty - 1].low not in ("can", "should be", "be") and after + duty < end:
        return after - place if page.tokens[after + duty].low in grammar.bases - {"have", "be"} else 0
    alone = after == place + 1
    if (
        alone
        and not _is_thing(page, place)
        and word.low in ("is", "'s")
        and following < end
        and page.tokens[following].low in grammar.gerunds
    ):
        return 1
    whence = any(page.tokens[position].low in ("from", "of") for position in range(place + 1, after))
    if word.text in ("-", "–", ":") and whence and page.spaced(after) and not _is_thing(page, place):
        return after - place
    if word.text == ":" and after <= place + 2:
        ordered = following < end and page.tokens[following].low in grammar.bases
        return after - place if ordered and page.tokens[following].low not in grammar.words["nouns_too"] else 0
    return None
