"""Where a doer's part begins with its verb: "can Ben send it", "danach baue ich", "but should return the key"."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.own_words.doers import ANY, JOINT, PERSON, ROLE, SELF, THIRD, Doer, doer_at
from nlp.own_words.page import Page
from nlp.own_words.predicate import COMMIT, PRESENT, REFUSED, Predicate
from nlp.own_words.predicates import predicate_at
from nlp.own_words.signs import verb_here

_INVERTED = frozenset({"can", "could", "would", "will", "kann", "könnte", "peut", "puede", "podría"})


@dataclass(frozen=True, slots=True)
class Head:
    """A doer found at `place`, and how its part goes on."""

    place: int
    doer: Doer
    predicate: Predicate


def inverted(page: Page, place: int, end: int) -> Head | None:
    """As in "can sum1 bring the laser level", "could Ben send it"."""
    if page.tokens[place].low not in _INVERTED or (
        place in page.mention_at and page.tokens[place].capital and place > 0
    ):
        return None
    doer = doer_at(page, place + 1, end) or _asked_role(page, place + 1, end)
    if doer is None or doer.kind not in (ANY, JOINT, PERSON, ROLE) or doer.last + 1 >= end:
        return None
    if doer.kind == ANY and page.grammar.lang == "de" and page.tokens[place].low != "kann":
        return None
    begin = doer.last + 1
    while begin < end and page.match("skip", begin, end):
        begin += page.match("skip", begin, end)
    if begin >= end or (page.grammar.lang != "de" and page.tokens[begin].low not in page.grammar.bases):
        return None
    return Head(place, doer, Predicate(COMMIT, begin, page.tokens[begin].low))


def _asked_role(page: Page, place: int, end: int) -> Doer | None:
    """As in "can housekeeping do the third floor", "could the night crew sweep": whoever they are, they are asked."""
    if place < end and page.tokens[place].low in _INVERTED:  # "Will will send it"
        return None
    begin = place + (page.tokens[place].low in page.grammar.words["articles"] if place < end else False)
    for last in (begin, begin + 1):
        verb = verb_here(page, last + 1) if last + 2 < end else None
        if (
            not (last < end and page.tokens[last].text.isalpha())
            or page.tokens[last].low in page.grammar.words["subjects"]
        ):
            return None
        if verb and verb not in page.grammar.words["stative"]:
            return Doer(ROLE, place, last)
    return None


def causative(page: Page, place: int, end: int) -> Head | None:
    """As in "have Ana check the bolts", "get Bo to call them": who is to do it is not who is told."""
    opener = page.tokens[place].low
    if opener not in ("have", "let", "get") or place in page.mention_at or page.grammar.lang != "en":
        return None
    doer = doer_at(page, place + 1, end)
    if doer is None or doer.kind not in (PERSON, JOINT, ROLE) or doer.last + 2 >= end:
        return None
    begin = doer.last + 1
    if page.tokens[begin].low == "to":
        begin += 1
    elif opener == "get":
        return None
    base = verb_here(page, begin)
    if base is None or base in page.grammar.words["stative"]:
        return None
    return Head(place, doer, Predicate(COMMIT, begin, base))


def wished(page: Page, begin: int, place: int, end: int) -> Head | None:
    """As in "it would be great if Ana could send it": asked for, however politely."""
    if page.tokens[place].low != "if" or place in page.mention_at:
        return None
    doer = doer_at(page, place + 1, end)
    if doer is None or doer.kind not in (ANY, JOINT, PERSON, ROLE) or doer.last + 2 >= end:
        return None
    welcome = page.grammar.words["welcome"]
    if not any(page.tokens[p].low in welcome for p in (*range(begin, place), *range(max(doer.last + 2, end - 5), end))):
        return None
    verb = doer.last + 1
    verb += page.match("skip", verb, end)
    verb += page.tokens[verb].low in ("can", "could", "would", "will")
    base = verb_here(page, verb) or page.grammar.finite.get(page.tokens[verb].low)
    if base is None or base in page.grammar.words["stative"]:
        return None
    return Head(place, doer, Predicate(COMMIT, verb, base))


def by_ending(page: Page, place: int, begin: int, end: int) -> Head | None:
    """Spanish says "I" by the verb's ending: "Mando el acta mañana"."""
    if (
        page.grammar.lang != "es"
        or place + 1 >= end
        or (place != begin and page.tokens[place - 1].is_word and not _dated_before(page, place))
    ):
        return None
    token = page.tokens[place]
    base = page.grammar.finite.get(token.low)
    if base is None or not token.low.endswith(("o", "oy")) or base in page.grammar.words["stative"]:
        return None
    following = page.tokens[place + 1].low
    if following not in page.grammar.words["determiners"] and following not in ("a", "al"):
        return None
    return Head(place, Doer(SELF, place, place, page.author), Predicate(PRESENT, place, base))


def _dated_before(page: Page, place: int) -> bool:
    return any(last == place - 1 for _, last in page.date_at.values())


def verb_first(page: Page, place: int, end: int) -> Head | None:
    """German puts the verb before the doer after anything else: "danach baue ich die Folien um"."""
    if page.grammar.lang != "de" or (page.tokens[place].capital and place + 1 >= end):
        return None
    base = page.grammar.finite.get(page.tokens[place].low)
    modal = page.match("commit", place, end)
    doer = doer_at(page, place + (modal or 1), end)
    if doer is None or doer.kind not in (PERSON, SELF, THIRD) or doer.last + 1 >= end or not (base or modal):
        return None
    if not page.tokens[doer.last + 1].is_word or (
        page.tokens[place].capital and page.tokens[place].low not in page.grammar.finite
    ):
        return None
    if page.has("negation", doer.last + 1, min(end, doer.last + 4)) or base in page.grammar.words["stative"]:
        return Head(place, doer, Predicate(REFUSED, doer.last + 1))
    if page.tokens[place].low in page.grammar.words["past"]:
        return Head(place, doer, Predicate(REFUSED, doer.last + 1))
    return Head(
        place,
        doer,
        Predicate(COMMIT if modal else PRESENT, doer.last + 1, None if modal else base, detached=not modal),
    )


def carried_on(page: Page, heads: list[Head], place: int, end: int) -> Head | None:
    """As in "Marek was away, but should return the key": the doer of a refused clause goes on with a duty."""
    if not heads or heads[-1].predicate.kind != REFUSED or heads[-1].doer.kind not in (PERSON, SELF):
        return None
    length = page.match("commit", place, end)
    if not length or page.tokens[place].low in ("to", "a", "à", "de", "can", "'ll"):
        return None
    doer = heads[-1].doer
    predicate = predicate_at(page, Doer(doer.kind, doer.first, place - 1, doer.owner), end)
    if predicate is None or predicate.kind != COMMIT:
        return None
    return Head(place, Doer(doer.kind, doer.first, doer.last, doer.owner), predicate)
