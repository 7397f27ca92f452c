"""Whose an item is: the one person meant, or nobody and the words kept."""

from __future__ import annotations

from nlp.own_words.clauses import Clause
from nlp.own_words.doers import PERSON, SELF, THIRD, Doer
from nlp.own_words.page import Page
from nlp.own_words.reading import Reading


def owner_of(state: Reading, doer: Doer, previous: str | None, clause: Clause) -> tuple[str | None, str | None]:
    """The one person who owns it, or None, and the words that name whoever is meant."""
    page = state.page
    words = doer.words(page)
    if clause.predicate.owner_is_self:
        return page.author, _self_word(page, doer, clause) or words
    if doer.kind == THIRD:
        return _recipient(page, doer) or previous or mentioned_before(page, doer.first), words
    if doer.kind == PERSON:
        return _person(state, doer, clause), words
    if doer.kind == SELF:
        return (state.last_doer or doer.owner) if _quoted(page, doer) else doer.owner, words
    return None, words


def _recipient(page: Page, doer: Doer) -> str | None:
    """As in "Ana sends it to Bo and he'll check it": whoever was named just before."""
    near = (page.mention_at.get(place) for place in range(doer.first - 2, max(-1, doer.first - 6), -1))
    named = next((m for m in near if m and m.last == doer.first - 2), None)
    joined = doer.first > 2 and page.tokens[doer.first - 1].low in ("and", "who", "then")
    given = named is not None and page.tokens[named.first - 1].low in ("to", "with", "for")
    return named.person if named and joined and given else None


def _person(state: Reading, doer: Doer, clause: Clause) -> str | None:
    """Whom a name means; "Niamh (me)" is the author, however many bear the name."""
    page, following = state.page, doer.last + 1
    if following + 2 < len(page.tokens) and page.tokens[following].text == "(":
        own = page.tokens[following + 1].low in page.grammar.words["self_words"]
        if own and page.tokens[following + 2].text in ")!":
            return page.author
    return doer.owner or which_one(state, doer, clause.body.end)


def _quoted(page: Page, doer: Doer) -> bool:
    """As in: Ana said "I will send it"."""
    opened = doer.first > 1 and page.tokens[doer.first - 1].text in "\"“':"
    return opened and page.tokens[doer.first - 2].low in ("said", "says", "wrote", "replied", ":", ",")


def which_one(state: Reading, doer: Doer, end: int) -> str | None:
    """As in "Chris ... (Yamada, that is)": the name in the bracket says which of the two."""
    page = state.page
    mention = page.mention_at.get(doer.first)
    if mention is None:
        return None
    if doer.first > 0 and page.tokens[doer.first - 1].low == "other":
        others = mention.ids - {page.author, state.last_doer}
        return next(iter(others)) if len(others) == 1 else None
    for place in range(doer.last + 1, min(end + 12, len(page.tokens))):
        if page.tokens[place].text == "(" and place + 1 in page.mention_at:
            both = page.mention_at[place + 1].ids & mention.ids
            return next(iter(both)) if len(both) == 1 else None
    if page.text[page.tokens[doer.last].end :].lstrip(". ").startswith("(the other"):
        others = mention.ids - {page.author}
        return next(iter(others)) if len(others) == 1 else None
    return None


def _self_word(page: Page, doer: Doer, clause: Clause) -> str | None:
    for place in range(doer.last + 1, clause.predicate.start):
        if page.tokens[place].low == "me":
            return page.tokens[place].text
    return None


def mentioned_before(page: Page, place: int) -> str | None:
    """The person named last before a "she" that nobody did anything before."""
    named = [m for first, m in page.mention_at.items() if first < place]
    return max(named, key=lambda m: m.first).person if named else None
