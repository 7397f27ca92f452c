"""Plain words of duty: "will", "is to", "on the hook for", and those that only look like them."""

from __future__ import annotations

from nlp.own_words.doers import ANY, JOINT, PERSON, SELF, WE, Doer
from nlp.own_words.page import Page
from nlp.own_words.predicate import COMMIT, NOUN, PRESENT, REFUSED, Predicate
from nlp.own_words.signs import denied_later, is_past, perfect, verb_here

_WHEREABOUTS = frozenset(
    {
        "train",
        "call",
        "line",
        "road",
        "bus",
        "plane",
        "way",
        "fence",
        "agenda",
        "list",
        "invite",
        "mend",
        "other",
        "board",
        "website",
        "calendar",
        "shelf",
        "table",
        "desk",
        "roof",
        "same",
    }
)
_TALK = frozenset(
    {
        "discuss",
        "decide",
        "think",
        "know",
        "see",
        "agree",
        "talk",
        "figure",
        "keep",
        "remember",
        "revisit",
        "continue",
        "understand",
        "consider",
        "wait",
    }
)


def commitment(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:  # noqa: C901, PLR0911, PLR0912 - a ladder of cases, read top to bottom
    words = page.match("commit", place, end)
    nouns = page.match("commit_noun", place, end)
    if page.match("hedge", place, end) > max(words, nouns):
        return Predicate(REFUSED, place)
    if nouns > words:
        return (
            Predicate(REFUSED, place)
            if denied_later(page, place + nouns, end)
            else _commit_noun(page, doer, place, place + nouns, end)
        )
    if not words:
        return None
    phrase = " ".join(token.low for token in page.tokens[place : place + words])
    begin = place + words
    while begin < end and page.match("skip", begin, end) and not page.match("negation", begin, end):
        begin += page.match("skip", begin, end)
    if begin in page.date_at and page.grammar.lang == "en" and page.date_at[begin][1] + 1 < end:
        begin = page.date_at[begin][1] + 1
    if begin >= end or page.tokens[begin].text in ",.;!–—":
        echo = (
            begin == place + words
            and phrase in ("will", "shall", "'ll")
            and doer.kind in (SELF, PERSON)
            and page.tokens[end - 1].text != "?"
        )
        return Predicate(NOUN if echo else REFUSED, begin)
    if doer.kind == WE and (
        verb_here(page, begin) in _TALK
        or (
            phrase in ("'ll", "will", "can")
            and not any(first > begin for first in page.date_at if first < end)
        )
    ):
        return Predicate(REFUSED, begin)
    if _only_whereabouts(page, phrase, begin, end):
        return Predicate(REFUSED, begin)
    if phrase.endswith("offered to") and page.has("but_words", begin, end):
        return Predicate(REFUSED, begin)
    if (
        phrase.endswith((" be", "'d", "would"))
        and is_past(page, begin)
        and page.tokens[begin].low not in page.grammar.words["past_and_present"]
    ):
        return Predicate(REFUSED, begin)
    if page.match("nothing_at_all", begin + 1, end):
        return Predicate(REFUSED, begin)
    if phrase.endswith("going to") and verb_here(page, begin) is None and place + 1 < end:
        return Predicate(PRESENT, begin - 2 if phrase != "going to" else place, "go")
    if page.match("negation", begin, end) or (page.match("hedge", begin, end) and phrase != "to"):
        return Predicate(REFUSED, begin)
    base = verb_here(page, begin)
    token = page.tokens[begin]
    if (
        phrase in ("to", "à", "a", "de", "'d")
        and base is None
        and (
            not token.is_word
            or token.capital
            or token.low in page.grammar.words["determiners"]
            or begin in page.mention_at
            or begin in page.date_at
            or not token.text.replace("-", "").isalpha()
        )
    ):
        return None
    if phrase in ("can", "kann", "peut", "puede", "should", "would"):
        if phrase == "can" and doer.kind == SELF:
            return Predicate(COMMIT, begin, base)
        if phrase in ("can", "would") and page.tokens[end - 1].text != "?" and doer.kind != ANY:
            return Predicate(REFUSED, begin)
    if token.low in ("have", "be", "been") and perfect(page, begin, end):
        return Predicate(REFUSED, begin)
    return Predicate(COMMIT, begin, base, owner_is_self=phrase.endswith(" me to"))


def _commit_noun(page: Page, doer: Doer, place: int, begin: int, end: int) -> Predicate | None:  # noqa: C901, PLR0911 - a ladder of cases, read top to bottom
    phrase = " ".join(token.low for token in page.tokens[place:begin])
    if begin >= end or page.match("negation", begin, end):
        return Predicate(REFUSED, place)
    if phrase in ("has", "have", "'ve got", "'s got", "has got", "owns", "own"):
        if (begin < end and page.tokens[begin].low == "to") or is_past(page, begin):
            return None
        if phrase.startswith(("has", "have", "'")):
            pronoun = page.tokens[begin].low in ("it", "that", "this") or page.tokens[begin].low in (
                "action",
                "task",
            )
            rest = page.tokens[begin + 1] if begin + 1 < end else None
            pronoun = pronoun and (
                rest is None or not rest.is_word or rest.low in ("then", "on", "now", "for")
            )
            if "got" in phrase and page.tokens[begin].low in page.grammar.words["determiners"]:
                return Predicate(NOUN, begin)
            return (
                Predicate(NOUN, begin)
                if pronoun and doer.kind in (SELF, PERSON)
                else Predicate(REFUSED, begin)
            )
    if phrase == "on" and doer.kind not in (PERSON, JOINT, SELF):
        return None
    if begin in page.date_at or page.tokens[begin].low in (
        "leave",
        "holiday",
        "vacation",
        "call",
        "board",
        "track",
        "time",
        "site",
        "sick",
        "duty",
    ):
        return Predicate(REFUSED, begin)
    if phrase in ("'s on the", "is on the", "'m on the") and page.tokens[begin].low in _WHEREABOUTS:
        return Predicate(REFUSED, begin)
    if phrase.startswith("promised") and (
        page.match("third", begin, end) or page.tokens[begin].low in ("this", "that", "it")
    ):
        return Predicate(REFUSED, begin)
    if (
        phrase in ("is on", "'s on", "'m on", "on")
        and (begin + 1 >= end and page.tokens[begin].low not in ("it", "that", "this"))
        and False
    ):
        return None
    return Predicate(NOUN, begin)


def _only_whereabouts(page: Page, phrase: str, begin: int, end: int) -> bool:
    """ "will be in Berlin", "is going to be late", "has to leave early": where somebody is, not what is to be done."""
    low = page.tokens[begin].low
    following = page.tokens[begin + 1].low if begin + 1 < end else ""
    if low == "leave":
        return following not in page.grammar.words["determiners"] and begin + 1 not in page.mention_at
    if phrase.endswith(" be") or low == "be":
        told = low if phrase.endswith(" be") else following
        kept = (
            told.endswith("ing")
            or told in page.grammar.bases
            or told
            in (
                "responsible",
                "the",
                "his",
                "her",
                "our",
                "ready",
                "able",
            )
        )
        return page.grammar.lang == "en" and not kept
    return False


def late_commitment(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    """A duty that comes a little later: "agreed, reluctantly, to chair", "has until the 30th to file"."""
    low = page.tokens[place].low
    following = page.tokens[place + 1].low if place + 1 < end else ""
    if low in ("'d", "would") and verb_here(page, place + 1):
        told = {page.tokens[p].low for p in range(max(0, doer.first - 4), doer.first)}
        return (
            Predicate(COMMIT, place + 1, following)
            if told & {"told", "promised", "said", "assured", "agreed"}
            else None
        )
    delayed = low in ("agreed", "promised", "volunteered") and following == ","
    given = {low, following} & {"has", "have", "got", "'s", "'ve"} and {
        page.tokens[p].low for p in range(place, min(end, place + 3))
    } & {"until", "till", "til"}
    if delayed or given:
        for position in range(place + 2, min(end - 1, place + 9)):
            if page.tokens[position].low == "to" and verb_here(page, position + 1):
                return Predicate(COMMIT, position + 1, verb_here(page, position + 1))
    return None
