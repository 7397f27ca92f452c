"""What is said of a doer: that something will be done (and where the words for it begin), or that it will not.

The one question here: is this a commitment? Decisions, news, wishes, denials and things done are refused.
"""

from __future__ import annotations

from nlp.own_words.commitments import commitment, late_commitment
from nlp.own_words.doers import ANY, JOINT, PERSON, SELF, THIRD, YOU, Doer, doer_at
from nlp.own_words.page import Page
from nlp.own_words.predicate import BARE, COMMIT, PRESENT, REFUSED, SEPARATED, Predicate
from nlp.own_words.present import present_tense, verbless
from nlp.own_words.signs import (
    closing_bracket,
    closing_comma,
    dated,
    denied_later,
    is_past,
    negated,
    nothing,
    only_date,
    tells,
    told_done,
    verb_here,
)

_CLITICS = frozenset({"le", "la", "les", "l'", "lo", "los", "las"})
_DASHES = frozenset({"-", "–", "—", "→", "=", "|", "·", "⇒", "➔", "➡", "~"})


def predicate_at(page: Page, doer: Doer, end: int) -> Predicate | None:  # noqa: C901, PLR0911, PLR0912 - a ladder of cases, read top to bottom
    """How the clause goes on after its doer, up to token `end`; None where that is no predicate."""
    bracket = page.tokens[doer.first - 1].text if doer.first > 0 else ""
    after = doer.last + 1
    if (
        bracket in ("(", "[")
        and after + 1 < end
        and page.tokens[after].text in ")]"
        and page.tokens[after + 1].is_word
        and (
            doer.first == 1
            or (not page.tokens[doer.first - 2].is_word and page.tokens[doer.first - 2].text != ")")
        )
    ):
        return predicate_at(page, Doer(doer.kind, doer.first, after, doer.owner), end) or after_name(
            page, doer, after + 1, end
        )
    place = _skip(page, doer.last + 1, end, doer)
    if place >= end or page.tokens[place].text in ")].!?;…" or closing_comma(page, place, end):
        return Predicate(BARE, place)
    separated = _separator(page, doer, doer.last + 1, end)
    if separated is not None:
        return _after_separator(page, doer, separated, end)
    if negated(page, place, end):
        return Predicate(REFUSED, place)
    if (
        doer.kind == PERSON
        and page.tokens[place].low in ("you", "u")
        and place + 1 < end
        and page.tokens[place + 1].low in ("'re", "'ll", "are", "will", "need", "have", "should")
    ):
        return predicate_at(page, Doer(doer.kind, doer.first, place, doer.owner), end)
    if doer.kind == ANY and page.tokens[doer.first].low in ("whoever", "who"):
        return _whoever(page, doer, end)
    stop = next((p for p in range(place, end) if page.tokens[p].text in ",;" and p not in dated(page)), end)
    if (
        only_date(page, place, stop)
        and doer.kind in (PERSON, SELF, JOINT)
        and page.tokens[place].text not in ":-–—"
    ):
        return Predicate(BARE, place)
    asked = doer.kind in (PERSON, JOINT, ANY) and (
        page.match("request", place, end) or page.match("please", doer.last + 1, end)
    )
    if asked:
        return after_name(page, doer, doer.last + 1, end)
    late = late_commitment(page, doer, place, end)
    if late:
        return late
    committed = commitment(page, doer, place, end)
    if committed:
        return committed
    if page.match("hedge", place, end) or (
        page.match("nothing", place, end)
        and doer.kind == PERSON
        and page.tokens[place].low not in ("is", "has", "was", "had")
    ):
        return Predicate(REFUSED, place)
    present = present_tense(page, doer, place, end)
    if present:
        return Predicate(REFUSED, place, present.base) if denied_later(page, present.start, end) else present
    if is_past(page, place):
        return Predicate(REFUSED, place)
    return verbless(page, doer, place, end)


def _skip(page: Page, place: int, end: int, doer: Doer) -> int:
    """Past adverbs, a bracket or an apposition after the doer, and a date put before the verb."""
    moved = True
    while moved and place < end:
        moved = False
        if place in page.date_at:
            following = page.date_at[place][1] + 1
            if following < end and doer.kind != ANY:
                place, moved = following, True
                continue
        if (
            page.tokens[place].low in _CLITICS
            and place + 1 < end
            and (
                page.tokens[place + 1].low in page.grammar.finite
                or page.tokens[place + 1].low in _CLITICS | {"lui", "leur"}
            )
        ):
            place, moved = place + 1, True
            continue
        length = page.match("skip", place, end)
        if length and not page.match("commit", place, end) and not page.match("negation", place, end):
            place, moved = place + length, True
        elif page.tokens[place].text == "(":
            closing = closing_bracket(page, place, end)
            if closing:
                place, moved = closing + 1, True
        elif page.tokens[place].text == "," and doer.kind in (SELF, PERSON):
            closing = _apposition(page, place, end)
            if closing:
                place, moved = closing + 1, True
    return place


def _whoever(page: Page, doer: Doer, end: int) -> Predicate | None:
    """As in "whoever owns that milk, throw it out": an order after the description."""
    for place in range(doer.last + 1, min(end - 1, doer.last + 13)):
        if page.tokens[place].text in (":", ",") and verb_here(page, place + 1):
            return Predicate(COMMIT, place + 1, verb_here(page, place + 1))
    return None


def _apposition(page: Page, comma: int, end: int) -> int | None:
    """As in "I, Saleh, will" and "I, being the only one who reads mail, will": the second comma's place."""
    for place in range(comma + 1, min(end, comma + 12)):
        if page.tokens[place].text == ",":
            following = place + 1
            said = page.match("commit", following, end) or page.match("please", following, end)
            return place if said and (place - comma > 1) else None
    return None


def _separator(page: Page, doer: Doer, place: int, end: int) -> int | None:
    """Where the task begins after "Ana:", "Ana -", "Ana's task:", "Ana (QA):"; None without a separator."""
    if place < end and page.tokens[place].low == "'s" and place + 1 < end:
        label = page.match("action_labels", place + 1, end)
        if label:
            place += 1 + label
    if place < end and page.tokens[place].text == "(":
        closing = closing_bracket(page, place, end)
        place = closing + 1 if closing else place
    if place < end and page.tokens[place].text == "]":
        return place + 1
    start = place
    while place < end and _is_separator(page, place, doer):
        place += 1
    return place if place > start else None


def _is_separator(page: Page, place: int, doer: Doer) -> bool:
    token = page.tokens[place]
    if token.text == ":":
        return True
    if token.text == ",":
        return doer.kind in (PERSON, JOINT) and place == doer.last + 1
    if token.text in ("-", "/", "|", "~"):
        return page.spaced(place) or page.text[token.end : token.end + 1] == ">"
    if token.text == ">":
        return page.text[token.start - 1 : token.start] in ("-", "=")
    return token.text in _DASHES


def _after_separator(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    comma = page.tokens[place - 1].text == ","
    if place >= end:
        return Predicate(BARE, end)
    if only_date(page, place, end):
        return Predicate(BARE, place)
    if page.match("lead_in", place, end) and doer_at(page, place + page.match("lead_in", place, end), end):
        return None
    inner = doer_at(page, place, end)
    if inner and inner.kind != YOU and inner.last + 1 < end:
        if inner.kind == THIRD:
            return predicate_at(page, Doer(doer.kind, doer.first, inner.last, doer.owner), end)
        said = predicate_at(page, inner, end)
        if (said and said.kind in (COMMIT, PRESENT, SEPARATED)) or (
            said and said.kind == REFUSED and inner.kind != ANY
        ):
            return None
    return after_name(page, doer, place, end, comma)


def after_name(page: Page, doer: Doer, place: int, end: int, vocative: bool = False) -> Predicate:  # noqa: C901, PLR0911, PLR0912 - a ladder of cases, read top to bottom
    """What follows a name and a separator: an order, a thing, or nothing to do."""
    moved = page.match("skip", place, end) if not page.match("done", place, end) else 0
    while moved:
        place += moved
        moved = page.match("skip", place, end) if not page.match("done", place, end) else 0
    if vocative and page.match("conditions", place, end):
        comma = next((p for p in range(place, min(end, place + 12)) if page.tokens[p].text == ","), None)
        if comma and (
            verb_here(page, comma + 1)
            or page.match("request", comma + 1, end)
            or page.match("please", comma + 1, end)
        ):
            return after_name(page, doer, comma + 1, end)
    asked = page.match("request", place, end)
    if not asked and (
        nothing(page, place, end)
        or page.has("nothing_at_all", place, min(end, place + 3))
        or told_done(page, place, end)
    ):
        return Predicate(REFUSED, place)
    if asked:
        begin = place + asked
        while begin < end and page.match("skip", begin, end):
            begin += page.match("skip", begin, end)
        if page.match("negation", begin, end) or page.tokens[min(begin, end - 1)].low == "stop":
            return Predicate(REFUSED, place)
        if (
            begin < end
            and page.tokens[begin].low in ("note", "remember")
            and begin + 1 < end
            and page.tokens[begin + 1].low == "that"
        ):
            return Predicate(REFUSED, place)
        gerund = page.grammar.gerunds.get(page.tokens[begin].low) if begin < end else None
        return Predicate(COMMIT, begin, gerund or verb_here(page, begin))
    if (
        page.tokens[min(place, end - 1)].low in ("note", "remember")
        and place + 1 < end
        and page.tokens[place + 1].low == "that"
    ):
        return Predicate(REFUSED, place)
    if page.match("commit", place, end):
        after = place + page.match("commit", place, end)
        return (
            Predicate(REFUSED, after)
            if negated(page, after, end)
            else Predicate(COMMIT, after, verb_here(page, after))
        )
    if negated(page, place, min(end, place + 2)) or page.match("hedge", place, end):
        return Predicate(REFUSED, place)
    if is_past(page, place) or (
        tells(page, place, end)
        and (vocative or _news(page, place, end) or page.tokens[place].low in ("that", "it", "this", "there"))
    ):
        return Predicate(REFUSED, place)
    token = page.tokens[place]
    base = page.grammar.finite.get(token.low) if doer.kind == PERSON else None
    if (
        base
        and token.low not in page.grammar.bases
        and token.low not in page.grammar.words["stative"]
        and not token.capital
    ):
        following = page.tokens[place + 1].low if place + 1 < end else ""
        if following in page.grammar.words["determiners"]:
            return Predicate(SEPARATED, place, base)
    return Predicate(SEPARATED, place, verb_here(page, place))


def _news(page: Page, place: int, end: int) -> bool:
    subject = doer_at(page, place, end)
    return bool(subject) and subject is not None and subject.kind != SELF
