"""What follows a name and a separator: "Ana: the slides", "Bo, can you call them", "Grace - nothing"."""

from __future__ import annotations

from nlp.own_words.doers import PERSON, SELF, Doer, doer_at
from nlp.own_words.page import Page
from nlp.own_words.predicate import COMMIT, REFUSED, SEPARATED, Predicate
from nlp.own_words.signs import is_past, negated, nothing, tells, told_done, verb_here


def after_name(page: Page, doer: Doer, place: int, end: int, vocative: bool = False) -> Predicate:
    """What follows a name and a separator: an order, a thing, or nothing to do."""
    place = _past_adverbs(page, place, end)
    ordered = _after_condition(page, place, end) if vocative else None
    if ordered is not None:
        return after_name(page, doer, ordered, end)
    asked = page.match("request", place, end)
    if asked:
        return _request(page, place, place + asked, end)
    if _nothing_to_do(page, place, end):
        return Predicate(REFUSED, place)
    duty = page.match("commit", place, end)
    if duty:
        after = place + duty
        return Predicate(REFUSED, after) if negated(page, after, end) else _commit(page, after)
    denied = negated(page, place, min(end, place + 2)) or page.match("hedge", place, end)
    past = is_past(page, place) and page.tokens[place].low not in page.grammar.words["past_and_present"]
    if denied or past or _tells_news(page, place, end, vocative):
        return Predicate(REFUSED, place)
    return Predicate(SEPARATED, place, _third_person(page, doer, place, end) or verb_here(page, place))


def _commit(page: Page, place: int) -> Predicate:
    return Predicate(COMMIT, place, verb_here(page, place))


def _past_adverbs(page: Page, place: int, end: int) -> int:
    while not page.match("done", place, end) and page.match("skip", place, end):
        place += page.match("skip", place, end)
    return place


def _after_condition(page: Page, place: int, end: int) -> int | None:
    """As in "Ana, when you get a minute, call Bo": where the order begins."""
    if not page.match("conditions", place, end):
        return None
    comma = next((p for p in range(place, min(end, place + 12)) if page.tokens[p].text == ","), None)
    if not comma:
        return None
    after = comma + 1
    ordered = verb_here(page, after) or page.match("request", after, end) or page.match("please", after, end)
    return after if ordered else None


def _nothing_to_do(page: Page, place: int, end: int) -> bool:
    return (
        nothing(page, place, end)
        or page.has("nothing_at_all", place, min(end, place + 3))
        or told_done(page, place, end)
        or _only_noted(page, place, end)
    )


def _only_noted(page: Page, place: int, end: int) -> bool:
    """As in "note that", "remember that": news in the shape of an order."""
    if place + 1 >= end or page.tokens[place].low not in ("note", "remember"):
        return False
    return page.tokens[place + 1].low == "that"


def _request(page: Page, place: int, begin: int, end: int) -> Predicate:
    """As in "Ana, can you (please) send it": `begin` stands after the words that ask."""
    while begin < end and page.match("skip", begin, end):
        begin += page.match("skip", begin, end)
    if page.match("negation", begin, end) or page.tokens[min(begin, end - 1)].low == "stop":
        return Predicate(REFUSED, place)
    if _only_noted(page, begin, end) or _praised(page, begin, end):
        return Predicate(REFUSED, place)
    gerund = page.grammar.gerunds.get(page.tokens[begin].low) if begin < end else None
    return Predicate(COMMIT, begin, gerund or verb_here(page, begin))


def _praised(page: Page, begin: int, end: int) -> bool:
    """As in "Ana, you're a star"; "you're on the gate" and "you're doing the slides" are tasks."""
    if page.tokens[begin - 1].low not in ("'re", "are") or begin >= end:
        return False
    return page.tokens[begin].low in page.grammar.words["articles"] or page.tokens[begin].low in ("so", "very", "right")


def _tells_news(page: Page, place: int, end: int, vocative: bool) -> bool:
    """As in "Ana: that is fine", "Derek: the survey closed with 412 answers", "Lucy, you've got the card"."""
    if (
        place + 1 < end
        and page.tokens[place].low == "you"
        and page.tokens[place + 1].low in ("'ve", "had", "did", "were")
    ):
        return True
    if _thing_did(page, place, end):
        return True
    if not tells(page, place, end):
        return False
    pointing = page.tokens[place].low in ("that", "it", "this", "there", "you")
    return vocative or pointing or _news(page, place, end)


def _thing_did(page: Page, place: int, end: int) -> bool:
    """Whether a thing and what it did are told: "the survey closed with", not "the revised contract"."""
    if page.grammar.lang != "en" or page.tokens[min(place, end - 1)].low not in page.grammar.words["articles"]:
        return False
    if place + 3 >= end or not is_past(page, place + 2) or place + 4 in page.date_at:
        return False
    return page.tokens[place + 3].low in page.grammar.words["prepositions"]


def _third_person(page: Page, doer: Doer, place: int, end: int) -> str | None:
    """As in "Ana: sends the deck"."""
    grammar, token = page.grammar, page.tokens[min(place, end - 1)]
    base = grammar.finite.get(token.low) if doer.kind == PERSON else None
    if not base or token.capital or token.low in grammar.bases or token.low in grammar.words["stative"]:
        return None
    following = page.tokens[place + 1].low if place + 1 < end else ""
    return base if following in grammar.words["determiners"] else None


def _news(page: Page, place: int, end: int) -> bool:
    subject = doer_at(page, place, end)
    return bool(subject) and subject is not None and subject.kind != SELF
