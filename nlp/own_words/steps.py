"""When "X and Y" of one doer is one item, and when two.

The rule: steps on one matter are one item, tasks with matters of their own are two. The second step carries the first
one on where it works on what the first yields ("redline it and send it round", "sends to all"), tells how it went ("and
report back", "and let Ana know"), or is what somebody is called for ("ring them and get a date"). It is an item of its
own where it has an object of its own ("email the architect and order the doors"), or where both have their dates.
"""

from __future__ import annotations

from collections.abc import Iterator

from nlp.own_words.imperatives import JOINTS, order_follows, points
from nlp.own_words.page import Page
from nlp.own_words.phrase import Span
from nlp.own_words.signs import verb_here
from nlp.own_words.strangers import does

# fmt: off
_YIELDED = frozenset({
    "it", "them", "everything", "results", "result", "findings", "answer", "outcome", "him", "me", "us", "you", "ones",
    "comment", "comments", "feedback", "input", "word",
})
_POINTING = frozenset({"that", "this", "these", "those", "both", "same", "her", "one"})
_CONTACT = frozenset({
    "ask", "call", "contact", "email", "go", "meet", "message", "phone", "ping", "ring", "see", "speak", "talk", "text",
    "visit", "write", "check", "find", "look", "sit",
})
_CALLED_FOR = frozenset({"agree", "ask", "clarify", "confirm", "find", "get", "request", "see", "check", "sort"})
_TELLING = frozenset({"let", "tell", "inform", "notify", "brief"})
_AND = frozenset({"and", "then", "&", "+", "plus"})
_CONTENT = frozenset({"know", "what", "how", "if", "whether", "when", "about", "on", "of", "by", "so"})
# fmt: on


def orders_in(page: Page, place: int, end: int) -> list[Span]:
    """The orders of a sentence, one after the other: "call Ana, send the recap and update the forecast"."""
    spans: list[Span] = []
    start = place
    for cut, after in _joints(page, place, end):
        if cut <= start + (page.grammar.lang == "en") or not order_follows(page, start, cut, after, end):
            continue
        if carries_on(page, start, cut, after, end):
            continue
        spans.append(Span(start, cut))
        start = after
    return [*spans, Span(start, end)]


def _joints(page: Page, place: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a new order may begin: the joint's place, and the first word after it."""
    depth, position = 0, place
    dated = {p for first, (_, last) in page.date_at.items() if place <= first < end for p in range(first, last + 1)}
    while position < end:
        token = page.tokens[position]
        depth += (token.text in "([") - (token.text in ")]" and depth > 0)
        if depth or position in dated or token.low not in JOINTS:
            position += 1
            continue
        after = position + 1
        while after < end and (page.tokens[after].low in JOINTS or page.match("skip", after, end)):
            after += page.match("skip", after, end) or 1
        yield position, after
        position = max(after, position + 1)


def own_task(page: Page, start: int, cut: int, after: int, end: int) -> str | None:
    """The plain verb of a second task that begins at `after`, behind the joint at `cut`; None where it is none.

    The first begins at `start`.
    """
    if after >= end or cut <= start + 1:
        return None
    if page.grammar.lang != "en":
        return _own_object(page, cut, after, end)
    base = verb_here(page, after)
    if base is not None:
        follows = order_follows(page, start, cut, after, end)
        unsure = page.tokens[after].low in page.grammar.words["nouns_too"] and page.tokens[cut].text in ",;"
        follows = follows and (not unsure or points(page, after + 1, end))
    else:
        base = page.grammar.finite.get(page.tokens[after].low)
        follows = base is not None and does(page, after, end, certain=True)
    return base if follows and not carries_on(page, start, cut, after, end) else None


def _own_object(page: Page, cut: int, after: int, end: int) -> str | None:
    """German, French, Spanish: "und schreibe das Protokoll" has an object of its own, "y la manda" has not."""
    token = page.tokens[after]
    base = page.grammar.finite.get(token.low)
    if base is None or token.capital or page.tokens[cut].low not in ("und", "et", "y") or after + 1 >= end:
        return None
    following = page.tokens[after + 1]
    thing = following.low in page.grammar.words["determiners"] or (page.grammar.lang == "de" and following.capital)
    return base if thing and base not in page.grammar.words["stative"] else None


def list_goes_on(page: Page, start: int, end: int) -> bool:
    """Whether a last task joined by "and" follows, so that the comma before `start` stands in a list of tasks."""
    return any(
        page.tokens[place].low in _AND and own_task(page, start, place, place + 1, end) is not None
        for place in range(start + 1, min(end, start + 25))
    )


def carries_on(page: Page, start: int, cut: int, after: int, end: int) -> bool:
    """Whether the step at `after` is the same matter as the one in tokens `start` to `cut`."""
    if page.grammar.lang != "en" or (_dated(page, start, cut) and _dated(page, after, end)):
        return False
    if not any(page.tokens[place].low in _AND for place in range(cut, after)):
        return False  # a bare comma makes a list
    first, second = _verb(page, start), _verb(page, after)
    place = after + 1
    while place < end and (page.tokens[place].low in page.grammar.words["particles"] or page.match("skip", place, end)):
        place += 1
    if place >= end or not page.tokens[place].is_word or place in page.date_at:
        return True
    if second in _TELLING:
        return _tells_how_it_went(page, place, end)
    return _is_yielded(page, place, end) or (first in _CONTACT and second in _CALLED_FOR)


def _is_yielded(page: Page, place: int, end: int) -> bool:
    """Whether the second step has no object, or one that stands for what the first yields."""
    low = page.tokens[place].low
    if low in page.grammar.words["prepositions"]:
        return low != "for"
    return low in _YIELDED or (low in _POINTING and _stands_alone(page, place, end))


def _verb(page: Page, place: int) -> str:
    low = page.tokens[place].low
    return page.grammar.finite.get(low) or page.grammar.gerunds.get(low) or low


def _tells_how_it_went(page: Page, place: int, end: int) -> bool:
    """As in "let the farmer know", "tell Ana what they said"; "tell José the crane is booked" is news of its own."""
    known = range(place, min(end, place + 6))
    return place + 1 >= end or any(page.tokens[position].low in _CONTENT for position in known)


def _stands_alone(page: Page, place: int, end: int) -> bool:
    """Whether "her", "that" is the object itself, not "her account", "that slide"."""
    following = page.tokens[place + 1] if place + 1 < end else None
    if following is None or not following.is_word or place + 1 in page.date_at:
        return True
    return following.low in page.grammar.words["prepositions"] or following.low in page.grammar.words["particles"]


def _dated(page: Page, first: int, end: int) -> bool:
    return any(first <= place < end for place in page.date_at)
