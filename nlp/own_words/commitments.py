"""Plain words of duty: "will", "is to", "on the hook for", and those that only look like them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.own_words.doers import ANY, JOINT, PERSON, ROLE, SELF, STRANGER, WE, Doer
from nlp.own_words.page import Page
from nlp.own_words.predicate import COMMIT, NOUN, PRESENT, REFUSED, Predicate
from nlp.own_words.signs import denied_later, is_past, perfect, verb_here

# fmt: off
_WHEREABOUTS = frozenset({
    "train", "call", "line", "road", "bus", "plane", "way", "fence", "agenda", "list", "invite", "mend", "other",
    "board", "website", "calendar", "shelf", "table", "desk", "roof", "same",
})
# fmt: on
# fmt: off
_TALK = frozenset({
    "discuss", "decide", "think", "know", "see", "agree", "talk", "figure", "keep", "remember", "revisit",
    "continue", "understand", "consider", "wait", "pick", "choose", "meet", "catch", "reconvene", "vote",
})
# fmt: on


_DONE_WITH = frozenset({"leave", "holiday", "vacation", "call", "board", "track", "time", "site", "sick", "duty"})
_PARTICIPLE = re.compile(r"(?:[a-zäöü]{2,4})?ge[a-zäöüß]+(?:t|en)|(?:be|ver|er|zer|ent)[a-zäöüß]+t|[a-zäöüß]+iert")
_PRONOUNS = frozenset({"it", "that", "this", "them", "these", "those", "action", "task"})


def commitment(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    """What the words of duty at `place` make of the doer's part; None where there are none."""
    words = page.match("commit", place, end)
    nouns = page.match("commit_noun", place, end)
    if page.match("hedge", place, end) > max(words, nouns):
        return Predicate(REFUSED, place)
    if nouns > words:
        denied = denied_later(page, place + nouns, end)
        return Predicate(REFUSED, place) if denied else _commit_noun(page, doer, place, place + nouns, end)
    words = words or _around_adverb(page, place, end)
    if not words:
        return None
    duty = _Duty(page, doer, _phrase(page, place, place + words), place, place + words, end)
    begin = duty.verb_at()
    if begin >= end or page.tokens[begin].text in ",.;!–—":
        return duty.echo(begin)
    if duty.refused_at(begin):
        return Predicate(REFUSED, begin)
    return duty.kept(begin)


def _around_adverb(page: Page, place: int, end: int) -> int:
    """As in "has also got to", "is still to", "have volunteered to": words of duty behind another, or an adverb."""
    if page.tokens[place].low not in ("'s", "has", "have", "'ve", "is", "are", "am", "'m", "'re"):
        return 0
    adverb = page.match("skip", place + 1, end)
    agreed = is_past(page, place + 1)
    duty = page.match("commit", place + 1 + adverb, end) if adverb or agreed else 0
    return 1 + adverb + duty if duty else 0


def _phrase(page: Page, place: int, end: int) -> str:
    return " ".join(token.low for token in page.tokens[place:end])


@dataclass(frozen=True, slots=True)
class _Duty:
    """The words of duty `said` in tokens `place` to `after`, within a sentence that ends at `end`."""

    page: Page
    doer: Doer
    said: str
    place: int
    after: int
    end: int

    def verb_at(self) -> int:
        """Where the verb stands, past adverbs and a date put before it."""
        page, begin, end = self.page, self.after, self.end
        while begin < end and page.match("skip", begin, end) and not page.match("negation", begin, end):
            begin += page.match("skip", begin, end)
        if begin in page.date_at and page.grammar.lang == "en" and page.date_at[begin][1] + 1 < end:
            begin = page.date_at[begin][1] + 1
        return begin

    def echo(self, begin: int) -> Predicate:
        """As in "Bill will.": what was asked before."""
        alone = begin == self.after and self.said in ("will", "shall", "'ll")
        answers = alone and self.doer.kind in (SELF, PERSON) and self.page.tokens[self.end - 1].text != "?"
        return Predicate(NOUN if answers else REFUSED, begin)

    def refused_at(self, begin: int) -> bool:
        """Whether it is but talk, whereabouts, a past told later, or nothing at all."""
        page, end, said = self.page, self.end, self.said
        return (
            (self.doer.kind == WE and self._only_talk(begin))
            or _only_whereabouts(page, said, begin, end)
            or (said.endswith("offered to") and page.has("but_words", begin, end))
            or self._past(begin)
            or page.match("nothing_at_all", begin + 1, end) > 0
        )

    def _only_talk(self, begin: int) -> bool:
        if verb_here(self.page, begin) in _TALK:
            return True
        dated = any(first > begin for first in self.page.date_at if first < self.end)
        return self.said in ("'ll", "will", "can") and not dated

    def _past(self, begin: int) -> bool:
        would = self.said.endswith((" be", "'d", "would"))
        known = self.page.grammar.words["past_and_present"]
        return would and is_past(self.page, begin) and self.page.tokens[begin].low not in known

    def kept(self, begin: int) -> Predicate | None:
        """The promise itself, unless it is denied or doubted after all."""
        page, end, said = self.page, self.end, self.said
        base = verb_here(page, begin)
        doubted = page.match("hedge", begin, end) and said != "to"
        denied = page.match("negation", begin, end) or (page.grammar.lang == "de" and denied_later(page, begin, end))
        if doubted or denied or self._only_felt(begin) or self._is_german_passive(begin):
            return Predicate(REFUSED, begin)
        if said.endswith("going to") and base is None and self.place + 1 < end:
            return Predicate(PRESENT, begin - 2 if said != "going to" else self.place, "go")
        if self._is_no_duty(begin, base):
            return None
        if said in ("can", "would", "kann", "peut", "puede", "should") and self._only_able():
            return Predicate(REFUSED, begin)
        helps = base in ("help", "support", "assist") and self._alone(begin + 1)  # whose task it is has been said
        if helps or (not (said == "can" and self.doer.kind == SELF) and self._is_perfect(begin)):
            return Predicate(REFUSED, begin)
        mine = said.endswith(" me to") and "promised" not in said
        return Predicate(COMMIT, begin, base, owner_is_self=mine)

    def _is_german_passive(self, begin: int) -> bool:
        """As in "die Küche wird im Herbst geliefert"."""
        page = self.page
        if page.grammar.lang != "de" or self.said not in ("wird", "werden"):
            return False
        stop = next((p for p in range(begin, self.end) if page.tokens[p].text in ",;."), self.end)
        last = page.tokens[stop - 1].low
        return bool(_PARTICIPLE.fullmatch(last)) and last not in page.grammar.bases

    def _is_no_duty(self, begin: int, base: str | None) -> bool:
        """As in "to Berlin", "2 boxes", and "client to be chased", whose doer is named elsewhere."""
        place = base is None and self.said in ("to", "à", "a", "de", "'d") and self._is_place(begin)
        receives = self.doer.kind in (ROLE, STRANGER) and self.said in ("will", "'ll") and base in ("get", "receive")
        if receives and self.page.tokens[min(begin + 1, self.end - 1)].low in ("a", "an"):
            return True  # "the carrier will get a bill"
        passive = self.doer.kind == ROLE and self.page.tokens[begin].low == "be" and self._is_perfect(begin)
        return place or passive or (self.said == "2" and base is None)

    def _only_felt(self, begin: int) -> bool:
        """As in "will know", "must say", "can confirm that", "will turn 40": said, felt or grown, and nothing to do."""
        page, said, verb = self.page, self.said, self.page.tokens[begin].low
        following = page.tokens[begin + 1] if begin + 1 < self.end else None
        told = verb in ("say", "admit") and said.endswith(("must", "have to", "has to"))
        stated = said == "can" and following is not None and following.low == "that"
        aged = verb == "turn" and following is not None and following.text.isdigit()
        happens = verb in ("have", "take") and page.match("happenings", begin + 1, self.end) > 0
        return verb in page.grammar.words["felt"] or told or stated or aged or happens

    def _alone(self, place: int) -> bool:
        """Whether nothing but a person follows: "I'll help", "Bo will help her"."""
        page, end = self.page, self.end
        if place < end and (page.match("third", place, end) or page.tokens[place].low in ("him", "her", "them", "out")):
            place += 1
        return place >= end or not page.tokens[place].is_word

    def _is_place(self, begin: int) -> bool:
        """As in "to Berlin", "a la oficina": where, to whom or when, and nothing to do."""
        page, token = self.page, self.page.tokens[begin]
        return (
            not token.is_word
            or token.capital
            or token.low in page.grammar.words["determiners"]
            or begin in page.mention_at
            or begin in page.date_at
            or not token.text.replace("-", "").isalpha()
        )

    def _only_able(self) -> bool:
        """As in "Ana can help": no promise, unless it is mine, asked for, or anybody's."""
        if self.said not in ("can", "would") or (self.said == "can" and self.doer.kind == SELF):
            return False
        page, before = self.page, range(max(0, self.doer.first - 12), self.doer.first)
        polite = page.has("please", self.after, min(self.end, self.after + 2))
        freed = any(page.match("conditions", p, self.doer.first) for p in before)  # "once that's merged Bo can cut it"
        freed = freed or (
            self.doer.last - self.doer.first > 1
            and any(  # "Ana says she can do it"
                page.tokens[p].low in page.grammar.words["reporting"] for p in range(self.doer.first, self.doer.last)
            )
        )
        freed = freed or (  # "I'll bring the cake and Ana can bring plates"
            bool(before) and page.tokens[before[-1]].low == "and" and page.has("commit", before[0], before[-1])
        )
        return not polite and not freed and page.tokens[self.end - 1].text != "?" and self.doer.kind != ANY

    def _is_perfect(self, begin: int) -> bool:
        return self.page.tokens[begin].low in ("have", "be", "been") and perfect(self.page, begin, self.end)


def _commit_noun(page: Page, doer: Doer, place: int, begin: int, end: int) -> Predicate | None:
    """As in "is in charge of the catering", "has it", "on it": the thing follows the words of duty."""
    said = _phrase(page, place, begin)
    if begin >= end or page.match("negation", begin, end):
        return Predicate(REFUSED, place)
    if said in ("has", "have", "'ve got", "'s got", "has got", "owns", "own"):
        if page.tokens[begin].low == "to" or is_past(page, begin):
            return None
        if said.startswith(("has", "have", "'")):
            return Predicate(NOUN if _takes(page, doer, said, begin, end) else REFUSED, begin)
    if said == "on" and doer.kind not in (PERSON, JOINT, SELF):
        return None
    undated = not any(begin < first < end for first in page.date_at)
    where = begin + (said == "on" and page.tokens[begin].low == "the" and undated)
    placed = said in ("'s on the", "is on the", "'m on the") or where > begin
    placed = (
        placed
        and where < end
        and page.tokens[where].low in (_WHEREABOUTS | {"phone"} if where > begin else _WHEREABOUTS)
    )
    if placed or begin in page.date_at or page.tokens[begin].low in _DONE_WITH:
        return Predicate(REFUSED, begin)
    vague = page.match("third", begin, end) or page.tokens[begin].low in ("this", "that", "it")
    return Predicate(REFUSED if vague and said.startswith("promised") else NOUN, begin)


def _takes(page: Page, doer: Doer, said: str, begin: int, end: int) -> bool:
    """As in "Ana has it", "Ana's got the flowers"; to have a thing is no task."""
    if "got" in said and page.tokens[begin].low in page.grammar.words["determiners"]:
        return True
    rest = page.tokens[begin + 1] if begin + 1 < end else None
    alone = rest is None or not rest.is_word or rest.low in ("then", "on", "now", "for", "from")
    return page.tokens[begin].low in _PRONOUNS and alone and doer.kind in (SELF, PERSON)


def _only_whereabouts(page: Page, phrase: str, begin: int, end: int) -> bool:
    """ "will be in Berlin", "is going to be late", "has to leave early": where somebody is, not what is to be done."""
    low = page.tokens[begin].low
    following = page.tokens[begin + 1].low if begin + 1 < end else ""
    if low == "join" and following not in page.grammar.words["determiners"]:
        return True
    if low == "leave":
        return following not in page.grammar.words["determiners"] and begin + 1 not in page.mention_at
    if phrase.endswith(" be") or low == "be":
        told = low if phrase.endswith(" be") else following
        kept = (
            told.endswith("ing")
            or told in page.grammar.bases
            or told in ("responsible", "the", "his", "her", "our", "ready", "able")
        )
        return page.grammar.lang == "en" and not kept
    return False


def late_commitment(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    """A duty that comes a little later: "agreed, reluctantly, to chair", "has until the 30th to file"."""
    low = page.tokens[place].low
    following = page.tokens[place + 1].low if place + 1 < end else ""
    if low in ("'d", "would") and verb_here(page, place + 1):
        told = {page.tokens[p].low for p in range(max(0, doer.first - 4), doer.last)}
        offered = doer.kind == SELF and low == "would" and any(place < first < end for first in page.date_at)
        offered = offered and not (
            page.has("conditions", max(0, doer.first - 40), end) or page.has("but_words", place, end)
        )
        told_of = told & page.grammar.words["reporting"]
        return Predicate(COMMIT, place + 1, following) if told_of or offered else None
    delayed = low in ("agreed", "promised", "volunteered") and following == ","
    given = {low, following} & {"has", "have", "got", "'s", "'ve"} and {
        page.tokens[p].low for p in range(place, min(end, place + 3))
    } & {"until", "till", "til", "days", "weeks", "hours", "months", "week", "day"}
    if delayed or given:
        for position in range(place + 2, min(end - 1, place + 9)):
            if page.tokens[position].low == "to" and verb_here(page, position + 1):
                return Predicate(COMMIT, position + 1, verb_here(page, position + 1))
    return None
