"""Is this an order? A plain verb that opens a clause is one, unless it is a noun, an aside or part of some news.

Only the words are judged here; who is asked and by when is read in `orders.py`.
"""

from __future__ import annotations

from nlp.own_words.news import has_news
from nlp.own_words.page import Page
from nlp.own_words.signs import is_past, only_date, verb_here

_HAPPEN = frozenset({"end", "start", "finish", "open", "close", "run", "begin", "arrive", "expire", "work", "look"})
JOINTS = frozenset({"and", "then", "&", "+", ",", ";", "plus", "und", "et", "puis", "y", "luego"})


def opens_order(page: Page, place: int, end: int, *, plain: bool = False) -> bool:
    """Whether the clause in tokens `place` to `end` is an order; `plain`: somebody asked, or it stands in a list."""
    if place >= end or page.match("negation", place, end):
        return False
    if page.match("no_order", place, end):  # "let me know" is a phrase; "please let me know by Friday" is meant
        return plain and page.tokens[place].low == "let" and any(place < first < end for first in page.date_at)
    if page.grammar.lang == "de":
        return _german(page, place, end)
    if page.grammar.lang != "en" or verb_here(page, place) is None:
        return verb_here(page, place) is not None and not has_news(page, place, end)
    return _english(page, place, end, plain)


def _english(page: Page, place: int, end: int, plain: bool) -> bool:
    if page.match("negation", place + 1, end):  # "rollback not needed"
        return False
    if page.tokens[place].low in page.grammar.words["weak_orders"]:
        meant = plain or page.match("verb_phrases", place, end) or _lets_know(page, place, end)
        return bool(meant) and not has_news(page, place, end)
    unsure = page.tokens[place].low in page.grammar.words["nouns_too"]
    return (_verb_rather_than_noun if unsure else _sure_verb)(page, place, end, plain)


def _lets_know(page: Page, place: int, end: int) -> bool:
    """As in "let the kitchen know about the allergies"."""
    return page.tokens[place].low == "let" and any(
        t.low == "know" for t in page.tokens[place + 2 : min(end, place + 6)]
    )


def _sure_verb(page: Page, place: int, end: int, plain: bool) -> bool:
    """A word that is hardly ever a noun: only what makes it news or a title speaks against it."""
    following = place + 1
    if following >= end or not page.tokens[following].is_word:
        return plain or page.tokens[min(following, end - 1)].text in '.!,;()"' or following >= end
    if page.tokens[following].low in ("of", "is", "are", "was", "were", "has", "will"):
        return False
    if _stands_as_news(page, place, following, end):
        return False
    carries = page.tokens[place].low in page.grammar.words["clause_verbs"]
    return carries or not (has_news(page, place, end) or _has_its_verb(page, place, end))


def _stands_as_news(page: Page, place: int, following: int, end: int) -> bool:
    """As in "deploy froze", "fix shipped in 2.3", "back tomorrow"; not "send signed copies"."""
    if page.tokens[place].low in page.grammar.words["particles"] and only_date(page, following, end):
        return True
    after = page.tokens[following + 1] if following + 1 < end else None
    ends = after is None or not after.is_word or after.low in page.grammar.words["prepositions"] | {"in"}
    return is_past(page, following) and ends


def _verb_rather_than_noun(page: Page, place: int, end: int, plain: bool) -> bool:
    """As in "update slides" and "update the slides", but not "update on the slides" or "Update: ..."."""
    following = place + 1
    if page.match("verb_phrases", place, end):
        return True
    if following >= end or not page.tokens[following].is_word:
        opens = following < end and page.tokens[following].text in "\"“'(@#"
        return opens or (plain and (following >= end or page.tokens[following].text in ".!"))
    if following in page.date_at:
        return plain
    if page.tokens[following].low in page.grammar.words["prepositions"]:
        return False
    rather_noun = page.tokens[place].low in page.grammar.words["rather_nouns"] and not plain
    pointed = points(page, following, end) and not (rather_noun and page.tokens[following].text.isdigit())
    if rather_noun or pointed or page.tokens[following].low in page.grammar.words["particles"]:
        certain = pointed or page.tokens[following].low in page.grammar.words["particles"]
        return certain and not has_news(page, place, end)
    judged = (has_news, _ends_as_noun, _told_past, _heads_something, _is_title, _has_its_verb)
    return not any(judge(page, place, end) for judge in judged)


def points(page: Page, place: int, end: int) -> bool:
    """Whether an object begins here that no noun before it could have: "the", "them", "two", "Ana", a quotation."""
    if place >= end:
        return False
    token = page.tokens[place]
    return (
        token.low in page.grammar.words["determiners"]
        or token.low in page.grammar.words["objects"]
        or token.text.isdigit()
        or token.text in '"“@#'
        or place in page.mention_at
        or (token.capital and not token.text.isupper())
    )


def _ends_as_noun(page: Page, place: int, end: int) -> bool:
    """As in "Group meeting.", "budget ok": two words, and no order."""
    return place + 3 >= end and page.tokens[place + 1].low in page.grammar.words["noun_ends"]


def _heads_something(page: Page, place: int, end: int) -> bool:
    """As in "Book club: still full": a colon or a dash soon after makes a label of it."""
    for position in range(place + 1, min(end, place + 6)):
        mark = page.tokens[position].text
        if mark in (":", "=") or (mark in ("-", "–", "—") and page.spaced(position)):
            return mark in (":", "=")
        if mark in ",;.":
            return False
    return False


def _told_past(page: Page, place: int, end: int) -> bool:
    """As in "check cleared", "budget approved at 40k": not "review updated slides"."""
    for position in range(place + 1, min(end, place + 6)):
        if page.tokens[position].text in ",;":
            return False
        if is_past(page, position) and page.tokens[position].low not in page.grammar.words["past_and_present"]:
            following = page.tokens[position + 1] if position + 1 < end else None
            attached = following is not None and following.is_word and position + 1 not in page.date_at
            return not attached or page.tokens[position + 1].low in page.grammar.words["prepositions"] | {"in"}
    return False


def _has_its_verb(page: Page, place: int, end: int) -> bool:
    """As in "schedule still holds", "merge queue works": a third person's verb makes a subject of the words before."""
    following, grammar = place + 1, page.grammar
    while following < end and (page.match("skip", following, end) or page.match("habits", following, end)):
        following += max(page.match("skip", following, end), page.match("habits", following, end))
    apart = following > place + 1
    while not apart and following < min(end, place + 4) and _plain_noun(page, following):
        if following > place + 1 and page.tokens[following].low in grammar.finite:
            break
        following += 1
    if following >= end or following == place + 1:
        return False
    low = page.tokens[following].low
    base = grammar.finite.get(low) if low not in grammar.bases else None
    told = grammar.words["stative"] | _HAPPEN
    return base is not None and (apart or base in told or base not in grammar.words["nouns_too"])


def _plain_noun(page: Page, place: int) -> bool:
    """Whether the word may belong to the one before it: no pronoun, article, preposition or name."""
    token, words = page.tokens[place], page.grammar.words
    closed = words["determiners"] | words["objects"] | words["prepositions"] | words["particles"]
    return token.text.isalpha() and token.low not in closed and place not in page.mention_at


def _is_title(page: Page, place: int, end: int) -> bool:
    """As in "Project Plan Review": every word with a capital."""
    words = [token for token in page.tokens[place:end] if token.is_word and token.text.isalpha()]
    return len(words) > 1 and all(token.capital for token in words)


def _german(page: Page, place: int, end: int) -> bool:
    """As in "Server neu starten" (the verb comes last) and "Prüft bitte die Stunden" (it comes first)."""
    last = end - 1
    while last > place and (not page.tokens[last].is_word or page.match("please", last, end)):
        last -= 1
    first = page.tokens[place].low
    asked = page.match("please", place + 1, end) and first in page.grammar.finite
    if has_news(page, place, end) or any(
        page.tokens[p].low in page.grammar.words["subjects"] for p in range(place, end)
    ):
        return False
    return bool(asked) or (last > place and is_infinitive(page, last))


def is_infinitive(page: Page, place: int) -> bool:
    """Whether a German infinitive stands here, its particle before it or not: "bestellen", "nachbestellen"."""
    token, grammar = page.tokens[place], page.grammar
    if token.capital or token.low in grammar.words["past"]:
        return False
    if token.low in grammar.bases:
        return True
    return any(
        token.low.startswith(particle) and token.low[len(particle) :].removeprefix("zu") in grammar.bases
        for particle in grammar.words["particles"]
    )


def order_follows(page: Page, start: int, cut: int, after: int, end: int) -> bool:
    """Whether what follows the joint is an order of its own, and not the second half of "review and update it"."""
    if page.grammar.lang == "de":
        stop = next((p for p in range(after, end) if page.tokens[p].low in JOINTS), end)
        return _german(page, start, cut) and _german(page, after, stop)
    if page.match("conditions", after, end) or only_date(page, after, end):
        return False
    if is_past(page, after) and page.tokens[after].low not in page.grammar.words["past_and_present"]:
        return False
    if not opens_order(page, after, end):
        return False
    noun_like = page.grammar.lang == "en" and page.tokens[after].low in page.grammar.words["nouns_too"]
    if not noun_like or page.tokens[cut].text in ",;" or page.tokens[after - 1].low == "then":
        return True
    sure = points(page, after + 1, end) or page.match("verb_phrases", after, end) > 0
    return sure or (after + 1 < end and page.tokens[after + 1].low in page.grammar.words["particles"])
