"""Small signs read off the words: is it past, denied, done, nothing but a date? No decision is made here."""

from __future__ import annotations

from nlp.own_words.doers import doer_at
from nlp.own_words.page import Page

_CHECKING = frozenset({"check", "control", "ensure", "verify", "see", "make", "assure", "guarantee", "confirm"})
_DASHES = frozenset({"-", "–", "—", "→", "=", "|", "·", "⇒", "➔", "➡", "~"})


def only_date(page: Page, place: int, end: int) -> bool:
    """Whether nothing but dates, their prepositions and marks stand in the tokens (and at least one date)."""
    seen = False
    while place < end:
        if place in page.date_at:
            place = page.date_at[place][1] + 1
            seen = True
            continue
        stop = min([end, *(first for first in page.date_at if first > place)])
        length = page.match("date_prefix", place, stop) or page.match("date_suffix", place, stop)
        if length:
            place += length
        elif not page.tokens[place].is_word:
            place += 1
        else:
            return False
    return seen


def is_past(page: Page, place: int) -> bool:
    """Whether the word tells something done: "sent", "finished", "hat", "est"."""
    if place >= len(page.tokens):
        return False
    token, grammar = page.tokens[place], page.grammar
    if token.low in grammar.words["past"]:
        return True
    if (
        grammar.lang != "en"
        or not token.low.endswith("ed")
        or len(token.low) < 5
        or (token.capital and not token.text.isupper())
    ):
        return False
    return token.low not in grammar.bases


def is_passive(page: Page, place: int) -> bool:
    """As in "to be signed", and not "yet to be seen"."""
    if page.tokens[place].low != "be" or page.tokens[place - 1].low not in ("to", "must"):
        return False
    return is_past(page, place + 1) and page.tokens[place - 2].low not in page.grammar.words["not_passive"]


def needs_doing(page: Page, place: int) -> bool:
    """As in "the cards need cancelling"."""
    if page.tokens[place].low not in ("need", "needs", "wants") or place + 1 >= len(page.tokens):
        return False
    return page.tokens[place + 1].low in page.grammar.gerunds


def will_be_done(page: Page, place: int) -> bool:
    """As in "will be prepared", "is being checked": a duty only where it is said by whom."""
    led = page.tokens[place - 1].low
    if page.tokens[place].low in ("sera", "seront", "será", "serán"):
        return True
    coming = page.tokens[place].low == "be" and led in ("will", "'ll", "shall", "should", "can")
    coming = coming or (page.tokens[place].low == "being" and led in ("is", "are", "'s"))
    return is_past(page, place + 1) and (coming or is_passive(page, place))


def verb_before(page: Page, begin: int, place: int) -> int:
    """As in "Den Beamer besorgt Ana", "De la sala se encarga Bo": how many tokens the verb behind its object takes."""
    if page.grammar.lang not in ("de", "es"):
        return 0
    verb = place - 1 - (page.tokens[place - 1].low in ("sich", "noch", "dann", "bitte"))
    base = page.grammar.finite.get(page.tokens[verb].low)
    told = base and base not in page.grammar.words["stative"] and not page.tokens[verb].capital
    if verb <= begin or not told or page.tokens[verb].low in page.grammar.words["past"]:
        return 0
    while page.tokens[verb - 1].low in ("se", "lo", "la", "los", "las"):
        verb -= 1
    return place - verb


def dated(page: Page) -> set[int]:
    """The tokens that are part of a date."""
    return {place for first, (_, last) in page.date_at.items() for place in range(first, last + 1)}


def closing_bracket(page: Page, opening: int, end: int) -> int | None:
    for place in range(opening + 1, min(end, opening + 9)):
        if page.tokens[place].text == ")":
            return place
    return None


def negated(page: Page, place: int, end: int) -> bool:
    """As in "not", "won't", "never" among the first words, before anything else is said."""
    for position in range(place, min(end, place + 3)):
        if page.match("negation", position, end):
            return (
                position == place
                or not page.tokens[position].low.startswith("no")
                or page.tokens[position].low == "not"
            )
        if (
            position > place
            and not page.match("commit", position - 1, end)
            and not page.match("skip", position - 1, end)
            and page.tokens[position - 1].low
            not in (
                "ca",
                "wo",
                "do",
                "does",
                "is",
                "are",
                "am",
                "should",
                "must",
                "can",
                "'s",
                "'m",
                "'re",
                "soll",
                "muss",
                "va",
                "doit",
            )
        ):
            return False
    return False


def nothing(page: Page, place: int, end: int) -> bool:
    length = page.match("nothing", place, end)
    if not length:
        return False
    following = place + length
    if page.tokens[place].low in (
        "off",
        "late",
        "done",
        "shared",
        "here",
        "present",
        "no",
        "absent",
        "ok",
        "great",
        "off",
    ):
        return following >= end or not page.tokens[following].is_word or length > 1 or page.tokens[place].low == "no"
    return True


def told_done(page: Page, start: int, end: int) -> bool:
    """As in "- regression suite - Done", "(closed) GST filing", "already sent"."""
    if page.match("done", start, end) and page.tokens[start].low != "sent" and not verb_here(page, start):
        return True
    for position in range(start, end):
        length = page.match("done", position, end)
        if not length:
            continue
        word = page.tokens[position].low
        if word in ("already", "schon", "bereits", "déjà", "✓", "✔", "✅"):
            return True
        if word == "ya" and page.tokens[position - 1].text == "(":
            return True
        before = page.tokens[position - 1].text if position > start else ""
        at_end = position + length >= end or page.tokens[position + length].text in (")", ".", "!", "|", "]")
        if at_end and word in ("done", "completed", "finished", "sorted") and not verb_here(page, start):
            return True
        if at_end and (before in _DASHES or before in ("(", ":", ",", "[")):
            return True
    return False


def tells(page: Page, place: int, end: int) -> bool:
    """A clause with a finite form of "be" or "have" is news, not a task."""
    if (
        page.tokens[place].low in ("that", "it", "this", "there")
        and place + 1 < end
        and page.tokens[place + 1].low in ("'s", "is")
    ):
        return True
    return any(
        page.tokens[position].low
        in ("is", "are", "was", "were", "has", "had", "'s", "ist", "sind", "war", "est", "está", "es")
        and page.tokens[position - 1].is_word
        for position in range(place + 1, min(end, place + 9))
    )


def verb_here(page: Page, place: int) -> str | None:
    """The plain verb that stands at `place`, or None ("vet's" is somebody, not something to do)."""
    if place >= len(page.tokens):
        return None
    low = page.tokens[place].low
    owned = place + 1 < len(page.tokens) and page.tokens[place + 1].low == "'s"
    known = low in page.grammar.bases or (
        low.startswith(("re-", "pre-", "un-")) and low.split("-")[1] in page.grammar.bases
    )
    return low if known and not owned else None


def denied_later(page: Page, start: int, end: int) -> bool:
    """German denies at the end ("übernimmt die Schulung nicht"); English tells what somebody claims ("argues that")."""
    if page.grammar.lang == "en":
        return (
            start + 1 < end
            and page.tokens[start + 1].low == "that"
            and page.grammar.finite.get(page.tokens[start].low, page.tokens[start].low) not in _CHECKING
            and start + 2 < end
            and page.tokens[start + 2].low not in ("one", "by")
        )
    if page.grammar.lang != "de":
        return False
    for place in range(start, end):
        if page.tokens[place].text in ",.;(!?" and place not in page.date_at:
            return False
        if page.tokens[place].low in ("nicht", "nichts", "kein", "keine", "keinen"):
            return True
    return False


def perfect(page: Page, place: int, end: int) -> bool:
    """As in "will have sent", "should have been": nothing to do. "have the letter ready" and "be drafting" stay."""
    following = page.tokens[place + 1] if place + 1 < end else None
    if following is None:
        return True
    if page.tokens[place].low == "have":
        return is_past(page, place + 1)
    return following.low not in page.grammar.gerunds and following.low not in (
        "in",
        "responsible",
        "the",
        "taking",
        "ready",
        "on",
        "there",
        "able",
    )


def gerund(page: Page, place: int, end: int) -> str | None:
    """The plain verb of "sending"; of one no list knows, where a thing follows ("regrooving the track")."""
    low = page.tokens[place].low
    known = page.grammar.gerunds.get(low)
    if known or not low.endswith("ing") or len(low) < 6 or place + 1 >= end:
        return known
    thing = page.tokens[place + 1].low in page.grammar.words["determiners"] | {"with"} or place + 1 in page.mention_at
    return low[:-3] if thing else None


def gap_end(page: Page, place: int, end: int) -> int:
    """A thing without a verb reaches to the next comma, or to "and" before the next doer."""
    for position in range(place + 1, end):
        if page.tokens[position].text in (",", ";", ".", "…", "!"):
            return (
                position
                if position not in {p for f, (_, last) in page.date_at.items() for p in range(f, last + 1)}
                else end
            )
        if page.tokens[position].low in ("and", "und", "et", "y", "then") and doer_at(page, position + 1, end):
            return position
    return end


def closing_comma(page: Page, place: int, end: int) -> bool:
    return page.tokens[place].text == "," and (place + 1 >= end or only_date(page, place, end))
