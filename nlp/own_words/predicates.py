"""What is said of a doer: that something will be done (and where the words for it begin), or that it will not.

The one question here: is this a commitment? Decisions, news, wishes, denials and things done are refused.
"""

from __future__ import annotations

from nlp.own_words.after_names import after_name
from nlp.own_words.commitments import commitment, late_commitment
from nlp.own_words.doers import ANY, JOINT, NOBODY, PERSON, SELF, THIRD, YOU, Doer, doer_at
from nlp.own_words.page import Page
from nlp.own_words.predicate import BARE, COMMIT, GAP, PRESENT, REFUSED, SEPARATED, Predicate
from nlp.own_words.present import present_tense, verbless
from nlp.own_words.signs import (
    closing_bracket,
    closing_comma,
    dated,
    denied_later,
    is_past,
    negated,
    only_date,
    verb_before,
    verb_here,
)
from nlp.own_words.strangers import does
from nlp.own_words.taken_up import taken_up

_CLITICS = frozenset({"le", "la", "les", "l'", "lo", "los", "las"})
_ARROWS = frozenset({">", "→", "=", "⇒", "➔", "➡"})
_DASHES = frozenset({"-", "–", "—", "→", "=", "|", "·", "⇒", "➔", "➡", "~"})


def predicate_at(page: Page, doer: Doer, end: int) -> Predicate | None:
    """How the clause goes on after its doer, up to token `end`; None where that is no predicate."""
    bracketed = _in_bracket(page, doer, end)
    if bracketed is not None:
        return bracketed
    if _leads_bracket(page, doer, end) or (doer.kind == NOBODY and _so_far(page, doer.last + 1, end)):
        return Predicate(BARE, doer.last + 1)
    place = _skip(page, doer.last + 1, end, doer)
    behind = doer.first in page.trailing or (place < end and page.tokens[place].text in ",;" and _is_led(page, doer))
    if behind or place >= end or page.tokens[place].text in ")].!?;…" or closing_comma(page, place, end):
        return Predicate(BARE, place)
    separated = _separator(page, doer, doer.last + 1, end)
    if separated is not None:
        return _after_separator(page, doer, separated, end)
    if negated(page, place, end) and not page.match("commit", place, end):
        return Predicate(REFUSED, place)
    return _told(page, doer, place, end)


def _in_bracket(page: Page, doer: Doer, end: int) -> Predicate | None:
    """As in "(Ana) the slides", "[Bo] order paper": the bracket closes right after the name."""
    after = doer.last + 1
    if doer.first == 0 or page.tokens[doer.first - 1].text not in ("(", "[") or after + 1 >= end:
        return None
    if page.tokens[after].text not in ")]" or not page.tokens[after + 1].is_word:
        return None
    before = page.tokens[doer.first - 2] if doer.first > 1 else None
    joined = before is not None and "\n" not in page.text[before.end : page.tokens[doer.first].start]
    if before is not None and joined and (before.is_word or before.text == ")"):
        return None
    whole = Doer(doer.kind, doer.first, after, doer.owner)
    said = predicate_at(page, whole, end)
    return said if said and said.kind != GAP else after_name(page, doer, after + 1, end)


def _so_far(page: Page, place: int, end: int) -> bool:
    """As in "the folder - nobody yet"."""
    return place < end and page.tokens[place].low == "yet" and (place + 1 >= end or not page.tokens[place + 1].is_word)


def _leads_bracket(page: Page, doer: Doer, end: int) -> bool:
    """As in "licence scan (Ana, next sprint)": whoever is named first in a bracket, with anything behind a comma."""
    opened = doer.first > 0 and page.tokens[doer.first - 1].text == "("
    if not opened or doer.last + 1 >= end or page.tokens[doer.last + 1].text != ",":
        return False
    closing = closing_bracket(page, doer.first - 1, end)
    return closing is not None and not any(is_past(page, place) for place in range(doer.last + 2, closing))


def _told(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    """What is said right after the doer: the first reader that knows it answers."""
    again = taken_up(page, doer, place, end)
    if again:
        return predicate_at(page, again, end)
    if doer.kind == ANY and page.tokens[doer.first].low in ("whoever", "who"):
        return _whoever(page, doer, end)
    for read in (
        _whose_turn,
        _wanted_who,
        _date_alone,
        _asked,
        late_commitment,
        commitment,
        _doubt,
        _present,
        _past,
        verbless,
    ):
        found = read(page, doer, place, end)
        if found:
            return found
    return None


def _whose_turn(page: Page, doer: Doer, place: int, _end: int) -> Predicate | None:
    """As in "c'est à Bo d'appeler", "le toca a Bo llamar"."""
    if doer.first < 2 or page.tokens[doer.first - 1].low not in ("à", "a"):
        return None
    begin = place + (page.tokens[place].low in ("d'", "de"))
    base = (
        verb_here(page, begin) if page.tokens[doer.first - 2].low in ("est", "toca", "corresponde", "revient") else None
    )
    return Predicate(COMMIT, begin, base) if base else None


def _instead(page: Page, place: int, end: int) -> int:
    """As in "Bo instead of Ana": how many tokens name the other."""
    other = page.mention_at.get(place + 2) if page.tokens[place].low == "instead" else None
    return other.last + 1 - place if other and other.last + 1 < end else 0


def _wanted_who(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    """As in "we need somebody who makes the budget"."""
    if doer.kind == ANY and _wanted(page, doer, place, end):
        return Predicate(COMMIT, place + 1, page.grammar.finite.get(page.tokens[place + 1].low))
    return None


def _date_alone(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    """As in "the slides: Ana on Friday": nothing but a date follows."""
    stop = next((p for p in range(place, end) if page.tokens[p].text in ",;" and p not in dated(page)), end)
    alone = only_date(page, place, stop) and page.tokens[place].text not in ":-–—"
    return Predicate(BARE, place) if alone and doer.kind in (PERSON, SELF, JOINT) else None


def _asked(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    if doer.kind not in (PERSON, JOINT, ANY):
        return None
    asked = page.match("request", place, end) or page.match("please", doer.last + 1, end)
    return after_name(page, doer, doer.last + 1, end) if asked else None


def _doubt(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    """As in "Ana might", "Ana nothing this time"."""
    nothing_said = page.match("nothing", place, end) and doer.kind == PERSON
    nothing_said = nothing_said and page.tokens[place].low not in ("is", "has", "was", "had")
    return Predicate(REFUSED, place) if page.match("hedge", place, end) or nothing_said else None


def _present(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    present = present_tense(page, doer, place, end)
    if present and denied_later(page, present.start, end):
        return Predicate(REFUSED, place, present.base)
    return present


def _past(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    done = doer.last < place < end and is_past(page, place)
    return Predicate(REFUSED, place) if done else None


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
        length = _instead(page, place, end) or page.match("skip", place, end)
        telling = page.match("commit", place, end) or page.match("commit_noun", place, end)
        if length and not telling and not page.match("negation", place, end):
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
        ordered = verb_here(page, place + 1) if page.tokens[place].text in (":", ",") else None
        asked = page.match("please", place, end)
        if asked and verb_here(page, place + asked):
            return Predicate(COMMIT, place + asked, verb_here(page, place + asked))
        opens = page.tokens[doer.first].low == "whoever" and place > doer.last + 1
        if opens and does(page, place, end, certain=True):  # "whoever opens up checks the pump"
            return Predicate(COMMIT, place, page.grammar.finite[page.tokens[place].low])
        if ordered and ordered not in page.grammar.words["stative"]:
            return Predicate(COMMIT, place + 1, verb_here(page, place + 1))
    return None


def _wanted(page: Page, doer: Doer, place: int, end: int) -> bool:
    """As in "we need somebody who makes the budget"."""
    before = page.tokens[doer.first - 1].low if doer.first else ""
    if before not in ("need", "needs", "want", "seek") or page.tokens[place].low not in ("who", "that"):
        return False
    return place + 2 < end and page.tokens[place + 1].low in page.grammar.finite


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
        elif page.tokens[place + 1].low in page.grammar.words["whose_jobs"]:  # "Ana's job for this week: ..."
            place = next((p for p in range(place + 2, min(end, place + 7)) if page.tokens[p].text == ":"), place)
    if place < end and page.tokens[place].text == "(":
        closing = closing_bracket(page, place, end)
        place = closing + 1 if closing else place
    if place < end and page.tokens[place].text == "]":
        return place + 1
    start = place
    while place < end and _is_separator(page, place, doer):
        place += 1
    return place if place > start else None


def _is_led(page: Page, doer: Doer) -> bool:
    """As in "slides -> Ana", "goes to Ana", "besorgt Ana": what she is to do stands before her."""
    before = page.tokens[doer.first - 1] if doer.first else None
    if before is None:
        return False
    return before.text in _ARROWS or before.low == "to" or bool(verb_before(page, 0, doer.first))


def _is_separator(page: Page, place: int, doer: Doer) -> bool:
    token = page.tokens[place]
    if token.text == ":":
        return True
    if token.text == ",":
        return doer.kind in (PERSON, JOINT) and place == doer.last + 1 and not _is_led(page, doer)
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
    inner = doer_at(page, place, end) if not page.match("request", place, end) else None
    if inner and inner.kind != YOU and inner.last + 1 < end:
        if inner.kind == THIRD:
            return predicate_at(page, Doer(doer.kind, doer.first, inner.last, doer.owner), end)
        said = predicate_at(page, inner, end)
        if (said and said.kind in (COMMIT, PRESENT, SEPARATED)) or (
            said and said.kind == REFUSED and inner.kind != ANY
        ):
            return None
    return after_name(page, doer, place, end, comma)
