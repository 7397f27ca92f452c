"""The present tense in which people promise: "sends", "is drafting", and things with the verb left out."""

from __future__ import annotations

from nlp.own_words.doers import ANY, JOINT, PERSON, ROLE, SELF, THIRD, WE, Doer
from nlp.own_words.page import Page
from nlp.own_words.predicate import BARE, COMMIT, GAP, NOUN, PRESENT, REFUSED, SEPARATED, Predicate
from nlp.own_words.signs import closing_bracket, gap_end, gerund, is_past

_PREPOSITIONS = frozenset(
    {"to", "up", "out", "off", "over", "down", "with", "from", "back", "through", "around"}
)


def present_tense(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:  # noqa: C901, PLR0911, PLR0912 - a ladder of cases, read top to bottom
    """As in "sends", "is drafting", and "I send": the present tense in which people promise."""
    grammar, token = page.grammar, page.tokens[place]
    if token.low in ("is", "'s", "are", "'re", "am", "'m", "s") and grammar.lang == "en":
        begin: int = place + 1
        while begin < end and page.match("skip", begin, end):
            begin += page.match("skip", begin, end)
        if begin < end and page.tokens[begin].text == "(":
            begin = (closing_bracket(page, begin, end) or begin - 1) + 1
        if begin < end and begin in page.date_at:
            begin = page.date_at[begin][1] + 1
        progressive = gerund(page, begin, end) if begin < end else None
        if progressive:
            base = progressive
            if base in grammar.words["stative"] or page.tokens[begin].low in (
                "being",
                "coming",
                "waiting",
                "having",
            ):
                return Predicate(REFUSED, begin)
            return Predicate(PRESENT, begin, base)
        ends = begin >= end or not page.tokens[begin].is_word
        return Predicate(
            NOUN if ends and doer.kind == PERSON and page.tokens[end - 1].text != "?" else REFUSED, begin
        )
    if doer.kind == SELF and page.tokens[doer.last].low == "im" and token.low in grammar.gerunds:
        return Predicate(PRESENT, place, grammar.gerunds[token.low])
    if (
        doer.kind in (PERSON, JOINT)
        and token.low in grammar.gerunds
        and not token.capital
        and place + 1 < end
        and (place > doer.last + 1 or page.tokens[place + 1].low in grammar.words["determiners"])
    ):
        return Predicate(PRESENT, place, grammar.gerunds[token.low])
    verb = grammar.finite.get(token.low)
    if (  # noqa: SIM102 - how it is written first, then what it means
        token.text.isupper()
        or not token.capital
        or (place in page.mention_at and token.low in grammar.finite)
    ):
        if verb and (
            token.low not in grammar.bases or doer.kind not in (PERSON, THIRD) or grammar.lang != "en"
        ):
            following = page.tokens[place + 1].low if place + 1 < end else ""
            if verb in grammar.words["stative"] or f"{verb} {following}" in grammar.words["stative"]:
                return Predicate(REFUSED, place)
            if verb in ("support", "help", "assist") and (
                not following or not page.tokens[place + 1].is_word
            ):
                return Predicate(REFUSED, place)
            if is_past(page, place) and token.low not in grammar.words["past_and_present"]:
                return Predicate(REFUSED, place)
            return Predicate(PRESENT, place, verb)
    if token.low in grammar.words["stative"] and doer.kind in (SELF, WE, THIRD, PERSON):
        return Predicate(REFUSED, place)
    if doer.kind == ANY and token.low in grammar.bases and grammar.lang == "en" and not token.capital:
        return Predicate(COMMIT, place, token.low)
    if (
        token.low in grammar.bases
        and (not token.capital or token.text.isupper())
        and doer.kind in (SELF, PERSON, JOINT, WE, THIRD)
    ):
        if doer.kind in (WE, THIRD) and grammar.lang == "en":
            return Predicate(REFUSED, place)
        if (
            doer.kind in (PERSON, THIRD)
            and is_past(page, place)
            and not any(place < first < end for first in page.date_at)
        ):
            return Predicate(REFUSED, place)
        if (
            doer.kind == PERSON
            and place + 1 < end
            and (is_past(page, place + 1) or page.tokens[place + 1].low in ("is", "was", "ends"))
        ):
            return Predicate(REFUSED, place)
        return Predicate(PRESENT, place, token.low)
    return _unknown_verb(page, doer, place, end)


def _unknown_verb(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:  # noqa: PLR0911 - a ladder of cases, read top to bottom
    """A verb no list knows, told by its ending and by what follows it: "Cody regrooves the track"."""
    token = page.tokens[place]
    ending = {"de": "e", "es": "o", "fr": ""}.get(page.grammar.lang)
    if (
        doer.kind == SELF
        and ending is not None
        and token.text.isalpha()
        and not token.capital
        and token.low.endswith(ending)
        and page.tokens[place - 1].low in ("ich", "yo", "je", "j'")
        and not is_past(page, place)
    ):
        return Predicate(PRESENT, place, token.low + "n" if page.grammar.lang == "de" else token.low)
    if (
        doer.kind != PERSON
        or token.capital
        or not token.text.isalpha()
        or len(token.low) < 4
        or place + 1 >= end
    ):
        return None
    following = page.tokens[place + 1]
    known = following.low in page.grammar.words["determiners"] or (place + 1) in page.mention_at
    known = known or (page.grammar.lang == "en" and following.low in _PREPOSITIONS)
    known = known or (
        page.grammar.lang in ("fr", "es")
        and page.tokens[place - 1].low in ("lo", "la", "los", "las", "l'", "le", "les")
    )
    if not known or token.low in page.grammar.words["determiners"] or is_past(page, place):
        return None
    low, lang = token.low, page.grammar.lang
    if lang == "en" and low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return Predicate(
            PRESENT, place, low[:-2] if low.endswith(("shes", "ches", "xes", "sses")) else low[:-1]
        )
    if lang == "de" and low.endswith("t"):
        return Predicate(PRESENT, place, low[:-1] + "en")
    if lang == "fr" and low.endswith("e"):
        return Predicate(PRESENT, place, low + "r")
    if lang == "es" and low.endswith("a"):
        return Predicate(PRESENT, place, low + "r")
    return None


def verbless(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    """As in "Gwen the flowers": a doer and a thing with the verb left out, short and without any other verb."""
    end = gap_end(page, place, end)
    if doer.kind not in (PERSON, JOINT, SELF) or end - place > 8 or not page.tokens[place].is_word:
        return None
    if page.match("nothing", place, end) or page.has("done", place, end):
        return Predicate(REFUSED, place)
    if any(
        is_past(page, position)
        or page.tokens[position].low in ("is", "are", "has", "'s", "ends", "means", "to", "will")
        for position in range(place, end)
    ):
        return None
    if page.tokens[place].low in page.grammar.words["subordinators"] or page.tokens[place].low in (
        "and",
        "or",
        "&",
        "+",
    ):
        return None
    return Predicate(GAP, place)


def refuses_role(page: Page, doer: Doer, predicate: Predicate, end: int) -> bool:
    """A role, "we" or "someone" needs a plain word of duty; news about them is no task."""
    if doer.kind == ROLE and predicate.kind == PRESENT:
        stop = next((p for p in range(predicate.start, end) if page.tokens[p].text in ",;"), end)
        dated = any(predicate.start < first < stop for first in page.date_at)
        return not dated and not page.tokens[predicate.start].low.endswith("ing")
    if doer.kind == ROLE:
        return predicate.kind not in (COMMIT, SEPARATED, BARE)
    return doer.kind in (WE, ANY) and predicate.kind not in (COMMIT, SEPARATED, BARE)
