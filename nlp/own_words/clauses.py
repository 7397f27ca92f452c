"""Sentences read clause by clause: where somebody's part begins, what it says, where it ends."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.own_words.clause_starts import LINKS, clause_starts, ends_date
from nlp.own_words.doers import Doer, doer_at
from nlp.own_words.heads import Head, by_ending, carried_on, causative, inverted, verb_first, wished
from nlp.own_words.page import Page
from nlp.own_words.phrase import Span
from nlp.own_words.predicate import BARE, PRESENT, REFUSED, Predicate
from nlp.own_words.predicates import predicate_at
from nlp.own_words.signs import closing_bracket, dated, only_date, verb_before

# Before "have Ana check it", "get Bo to call".
_LET_US = frozenset({("let", "'s"), ("can", "we"), ("could", "we"), ("shall", "we"), ("should", "we")})
_GREETINGS = frozenset({"hi", "hello", "hey", "dear", "hiya", "hallo", "bonjour", "hola", "moin", "thanks", "thx"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A doer with what is said of it.

    `lead` is what stands before (a topic or a condition), `body` what is to be done.
    """

    doer: Doer | None
    predicate: Predicate
    lead: Span
    body: Span

    @property
    def refused(self) -> bool:
        """Whether this is no commitment."""
        return self.predicate.kind == REFUSED

    @property
    def noun(self) -> bool:
        """Whether a thing rather than an action stands in the body."""
        return self.predicate.base is None


def read_clauses(page: Page, first: int, end: int) -> list[Clause]:
    """The clauses of the sentence in tokens `first` to `end` that have a doer, in order."""
    begin = skip_lead_in(page, first, end)
    heads = _heads(page, begin, end)
    clauses: list[Clause] = []
    cursor = begin
    for number, head in enumerate(heads):
        stop = heads[number + 1].place if number + 1 < len(heads) else end
        if head.predicate.kind == BARE:
            clause = _bare(page, head, cursor, stop)
            cursor = clause.body.end
        else:
            limit = _before_bare(page, heads, number, stop)
            limit = _before_date(page, head.predicate.start, limit) if limit < end else limit
            body_end = _trim(page, head.predicate.start, limit)
            clause = Clause(head.doer, head.predicate, Span(cursor, head.place), Span(head.predicate.start, body_end))
            cursor = limit
        clauses.append(clause)
    return clauses


def skip_lead_in(page: Page, first: int, end: int) -> int:
    """Past "so", "oh and", "as discussed", marks and emoji, unless that is all there is."""
    place = first
    while place < end:
        if page.tokens[place].text == "@" and place + 1 < end and page.tokens[place + 1].low in ("bot", "potluck"):
            place += 2
            continue
        length = 0 if place in page.date_at else page.match("lead_in", place, end)
        if length and place + length < end and place not in page.mention_at:
            following = page.tokens[place + length]
            if length == 1 and page.tokens[place].capital and following.low == "'s":
                break
            place += length
            if page.tokens[place - 1].low in _GREETINGS and place + 1 < end and place in page.mention_at:
                after = page.mention_at[place].last + 1
                asked = page.match("please", after + 1, end) or page.match("request", after + 1, end)
                if asked or after >= end or page.tokens[after].text not in ",!":
                    break
                place = after + 1
        elif not page.tokens[place].is_word and page.tokens[place].text not in ("(", "@", '"', "“", "[", "¿"):
            place += 1
        else:
            break
    return place if place < end else first


def _heads(page: Page, begin: int, end: int) -> list[Head]:
    heads: list[Head] = []
    place = begin
    while place < end:
        impersonal = page.match("impersonal", place, end)
        if impersonal:
            place += impersonal
            continue
        opens = (
            place == begin
            or not page.tokens[place - 1].is_word
            or page.tokens[place - 1].low in page.grammar.words["please"]
            or page.tokens[place - 1].low in LINKS
            or page.grammar.lang == "de"
            or ends_date(page, begin, place)
            or (page.tokens[place - 2].low == "we" and page.tokens[place - 1].low in ("'ll", "will"))
            or (page.tokens[place - 2].low, page.tokens[place - 1].low) in _LET_US
        )
        head = (
            (
                inverted(page, place, end)
                or causative(page, place, end)
                or by_ending(page, place, begin, end)
                or verb_first(page, place, end)
                or carried_on(page, heads, place, end)
            )
            if opens
            else None
        )
        head = head or wished(page, begin, place, end)
        if head is None:
            doer = doer_at(page, place, end)
            if doer is None or (not page.tokens[place].is_word and page.tokens[place].text != "@"):
                place = page.date_at[place][1] + 1 if place in page.date_at else place + 1
                continue
            predicate = predicate_at(page, doer, end)
            head = (
                Head(place, doer, predicate)
                if predicate and clause_starts(page, begin, place, end, doer, predicate, heads)
                else None
            )
            if head is None:
                place = doer.last + 1
                continue
        heads.append(head)
        spoken = head.predicate.base is not None and not head.predicate.detached and head.predicate.kind == PRESENT
        place = max(head.doer.last + 1, min(head.predicate.start + spoken, end))
    return heads


def _bare(page: Page, head: Head, cursor: int, stop: int) -> Clause:
    """As in "Programme copy - Hector, mid-October": the task stands before its owner."""
    lead_end, dates = head.place, dated(page)
    lead_end -= verb_before(page, cursor, head.place)
    while (
        lead_end > cursor
        and lead_end - 1 not in dates
        and (
            not page.tokens[lead_end - 1].is_word
            or page.tokens[lead_end - 1].low
            in (
                "from",
                "on",
                "with",
                "is",
                "are",
                "'s",
                "goes",
                "falls",
                "stays",
                "sits",
                "lies",
                "go",
                "stay",
                "owner",
                "responsible",
                "assigned",
                "to",
                "by",
                "verantwortlich",
                "responsable",
            )
        )
    ):
        lead_end -= 1
    lead_start = cursor
    while lead_start < lead_end and (
        (not page.tokens[lead_start].is_word and page.tokens[lead_start].text not in ("(", '"'))
        or page.tokens[lead_start].low in ("and", "und", "et", "y")
    ):
        lead_start += 1
    after = head.doer.last + 1
    tail = after
    while tail < stop and (
        (not page.tokens[tail].is_word and page.tokens[tail].text in ")!?.,]") or page.match("skip", tail, stop)
    ):
        tail += max(1, page.match("skip", tail, stop))
        if only_date(page, tail, stop):
            tail = stop
    if only_date(page, after, stop):
        tail = stop
    if lead_end < head.place and page.tokens[head.place - 1].text == "(":
        closing = closing_bracket(page, head.place - 1, stop)
        tail = max(tail, closing + 1) if closing else tail
    return Clause(head.doer, head.predicate, Span(lead_start, lead_end), Span(after, max(after, tail)))


def _before_bare(page: Page, heads: list[Head], number: int, stop: int) -> int:
    """A clause before a trailing owner ends at the mark before the other's task: "..., QA pass (Bob)"."""
    following = heads[number + 1] if number + 1 < len(heads) else None
    if following is None or following.predicate.kind != BARE:
        return stop
    for place in range(stop - 1, heads[number].predicate.start, -1):
        if page.tokens[place].text in (",", ";"):
            return place
    return stop


def _before_date(page: Page, start: int, end: int) -> int:
    """As in "Bo rings them and on Thursday | Ana checks": the date behind the link opens the next clause."""
    if not page.tokens[end - 1].is_word:
        return end
    for place in range(end - 1, max(start, end - 7), -1):
        if page.tokens[place].low in LINKS or page.tokens[place].text in (",", ";"):
            return place + 1 if only_date(page, place + 1, end) else end
    return end


def _trim(page: Page, start: int, end: int) -> int:
    """Without the link to the next clause at the end."""
    dated = {last for _, last in page.date_at.values()}
    while (
        end > start
        and end - 1 not in dated
        and (
            page.tokens[end - 1].low in LINKS
            or page.tokens[end - 1].text in (",", ";", "-", "–", "—", "(", ":", "@", '"', ".")
        )
    ):
        end -= 1
    return end
