"""Whether a clause of its own begins where a doer stands, rather than a name mentioned within one."""

from __future__ import annotations

from nlp.own_words.doers import ANY, JOINT, PERSON, ROLE, SELF, STRANGER, THIRD, WE, Doer
from nlp.own_words.heads import Head
from nlp.own_words.page import Page
from nlp.own_words.predicate import BARE, COMMIT, GAP, NOUN, PRESENT, REFUSED, SEPARATED, Predicate
from nlp.own_words.present import refuses_role
from nlp.own_words.signs import verb_before, will_be_done

# fmt: off
LINKS = frozenset({
    "and", "but", "so", "while", "then", "or", "und", "aber", "dann", "sowie", "et", "mais", "puis", "y", "e",
    "pero", "plus", "whereas", "n", "also", "too", "afterwards", "danach", "während", "entonces",
    "luego", "meanwhile",
})
# fmt: on
_BEFORE_BARE = frozenset({"-", "–", "—", ">", "→", "=", ":", "|", "@", "[", "/", "("})
_STATES = frozenset({"is", "are", "'s", "goes", "falls", "stays", "sits", "lies", "go", "stay"})
_TO_OWNER = frozenset({"to", "by", "owner", "responsible", "von", "durch", "par", "por"})
_BEFORE_GAP = frozenset({",", ";", ":", "(", "–", "—", "@"})


def clause_starts(
    page: Page, begin: int, place: int, end: int, doer: Doer, predicate: Predicate, heads: list[Head]
) -> bool:
    """Whether a clause of its own begins here, rather than a name mentioned within one."""
    open_head = heads[-1] if heads and heads[-1].predicate.kind not in (BARE, REFUSED) else None
    before = page.tokens[place - 1] if place > begin else None
    if predicate.kind == BARE:
        return _bare_starts(page, begin, place, open_head)
    same = before is not None and before.text == "(" and heads and _same_person(page, heads[-1].doer, doer)
    if same or (doer.kind == ROLE and predicate.kind != REFUSED and refuses_role(page, doer, predicate, end)):
        return False
    if predicate.kind == GAP:
        return before is None or before.text in _BEFORE_GAP or before.low in ("and", "und", "et", "y")
    if before is None or before.low in LINKS or before.low in page.grammar.words["please"]:
        return True
    if before.low in page.grammar.words["thanking"] and predicate.kind not in (COMMIT, SEPARATED):
        return False
    rule = _after_word if before.is_word else _after_mark
    return rule(page, begin, place, doer, predicate)


def _after_mark(page: Page, begin: int, place: int, doer: Doer, predicate: Predicate) -> bool:
    mark = page.tokens[place - 1].text
    if mark in ("-", "/") and place > begin and not page.spaced(place - 1):
        return False
    if mark == "," and doer.kind == ROLE and predicate.kind not in (COMMIT, PRESENT):
        return False
    return mark not in ("'", "’", "&", "+")


def _after_word(page: Page, begin: int, place: int, doer: Doer, predicate: Predicate) -> bool:
    """Whether a clause begins in the middle of words: after a date, "it's", "thinks", but not after "for"."""
    before, words = page.tokens[place - 1], page.grammar.words
    earlier = page.tokens[place - 2].low if place - 2 >= begin else ""
    if before.low == "need" and earlier in ("no", "not", "n't"):
        return ends_date(page, begin, place)
    led = before.low in ("both", "either") or ends_date(page, begin, place) or _ends_lead_in(page, begin, place)
    if (
        led
        or (before.low in ("'s", "is", "est") and earlier in ("it", "c'"))
        or _told_whose(page, begin, place, doer, predicate)
    ):
        return True
    wished = before.low == "like" and earlier in ("'d", "would")  # "I'd like Wes to ..."
    wished = wished or (before.low == "ask" and earlier in ("i", "kindly"))
    wished = wished or (before.low == "que" and earlier in ("faut", "faudra"))
    wished = wished or (before.low in ("that", "que", "qu'") and _agreed_that(page, begin, place - 1))
    reported = range(max(begin, place - 6), place - 1)
    wished = wished or (
        before.low == "that"
        and predicate.kind == COMMIT
        and any(page.tokens[p].low in words["reporting"] for p in reported)
    )
    if not wished and (before.low in words["subordinators"] or before.low in words["determiners"]):
        return False
    told = page.grammar.finite.get(before.low) in words["stative"]
    if doer.kind in (ROLE, STRANGER, ANY, WE, THIRD):
        wanted = doer.kind == ANY and (told or before.low in ("need", "needs", "want", "seek"))
        after = doer.kind == THIRD and page.match("conditions", begin, place) > 0  # "once Ana has it she'll ..."
        return predicate.kind == COMMIT and (wanted or after)
    noun = earlier in words["determiners"]  # "after the visit Ana reserves a table"
    verb_before = (
        not (wished or noun) and before.low in page.grammar.bases and before.low not in ("need", "want", "like")
    )
    spoken = predicate.kind in (PRESENT, NOUN) and doer.kind in (PERSON, SELF)
    return not verb_before and (predicate.kind == COMMIT or spoken)


def _agreed_that(page: Page, begin: int, that: int) -> bool:
    """As in "we need that Bo ...", "what we agreed was that I ... and that Bo ...": nothing but duties follow."""
    if page.tokens[that - 1].low in ("and", "et", "y"):
        that = next((p for p in range(that - 2, begin, -1) if page.tokens[p].low in ("that", "que")), begin)
    return any(page.tokens[p].low in page.grammar.words["agreeing"] for p in range(max(begin, that - 5), that))


def _told_whose(page: Page, begin: int, place: int, doer: Doer, predicate: Predicate) -> bool:
    """As in "On Ana: the slides", "last one for Bo: ...", "it's on Bo to ...", "the plan is for Ana to ..."."""
    jobs = page.grammar.words["whose_jobs"]
    if page.tokens[place - 1].low == "of" and page.tokens[place - 2].low in jobs and predicate.kind == COMMIT:
        return True  # "the task of Ana is to"
    if page.tokens[place - 1].low in ("à", "a") and page.tokens[place - 2].low in ("est", "toca", "revient"):
        return predicate.kind == COMMIT
    opened = page.tokens[place - 1].low == "from" and place - 1 == begin
    if not (opened or page.tokens[place - 1].low in ("for", "on", "to")) or doer.kind not in (PERSON, SELF, JOINT):
        return False
    following = page.tokens[doer.last + 1].low if doer.last + 1 < len(page.tokens) else ""
    if following == ":":
        return place - begin <= 5 and predicate.kind in (SEPARATED, COMMIT)
    led = page.tokens[place - 2].low if place - 2 >= begin else ""
    return following == "to" and predicate.kind == COMMIT and led in ("is", "'s", "up", "down", "waiting")


def _same_person(page: Page, one: Doer, other: Doer) -> bool:
    """As in "Chris ... (Yamada, that is)": the bracket says which Chris, and begins nothing."""
    first, second = page.mention_at.get(one.first), page.mention_at.get(other.first)
    return bool(first and second and first.ids & second.ids)


def _bare_starts(page: Page, begin: int, place: int, open_head: Head | None) -> bool:
    mark = page.tokens[place - 1]
    if place == begin or place in page.trailing:
        return True
    if mark.text in _BEFORE_BARE:
        return mark.text not in "-/" or page.spaced(place - 1)
    if open_head is not None or place - 1 == begin:
        return open_head is None and mark.is_word and _is_tag(page, place) and mark.low not in page.grammar.bases
    if page.tokens[place].text == "@" and mark.is_word:
        return _is_tag(page, place)
    return mark.text == "," or verb_before(page, begin, place) > 0 or _leads_to_owner(page, begin, place)


def _is_tag(page: Page, place: int) -> bool:
    """As in "rotate the keys @Ana", but not "ask with @Ana"."""
    tagged, before = page.tokens[place].text == "@", page.tokens[place - 1].low
    return tagged and before not in page.grammar.words["subordinators"]


def _leads_to_owner(page: Page, begin: int, place: int) -> bool:
    """As in "the slides are on Ana", "to be done by Bo", "assigned to Ana"."""
    led, earlier = page.tokens[place - 1].low, page.tokens[place - 2].low
    if led in ("on", "with", "to") and earlier in _STATES:
        return True
    if led in ("from", "by", "par", "por") and not _needs(page, begin, place):
        return _comes_from(page, begin, place)
    return led in _TO_OWNER and earlier in ("assigned", "owner", "updated", "done", "responsible", "belongs")


def _comes_from(page: Page, begin: int, place: int) -> bool:
    """As in "slides from Ana by Friday", "drawings by Ana, manuals by Bo": with a date, or told of two."""
    owed = any(will_be_done(page, p) for p in range(begin + 1, place - 1))
    if page.tokens[place - 1].low in ("by", "par", "por") and owed:
        return True
    told_of = [p for p in page.mention_at if p > begin and page.tokens[p - 1].low == "by"]
    if page.tokens[place - 1].low == "by" and len(told_of) > 1:
        return True
    if place not in page.mention_at:  # "float from the bank (me, Friday)"
        return False
    after = page.mention_at[place].last + 1
    return any(after <= first <= after + 6 for first in page.date_at)


def _needs(page: Page, begin: int, place: int) -> bool:
    """As in "I need the logo from Ana": the whole says what is needed, and from whom."""
    return any(page.tokens[position].low in ("need", "needs", "want") for position in range(begin, place))


def ends_date(page: Page, begin: int, place: int) -> bool:
    return any(last == place - 1 for first, (_, last) in page.date_at.items() if begin <= first < place)


def _ends_lead_in(page: Page, begin: int, place: int) -> bool:
    return any(page.match("lead_in", start, place) == place - start for start in range(max(begin, place - 4), place))
