"""Who a clause is about: a person of the meeting, the speaker, several at once, a role, or nobody in particular."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nlp.own_words.page import Page
from nlp.own_words.strangers import does, length_before_verb, stranger_length

PERSON, JOINT, SELF, THIRD, WE, ANY, NOBODY, ROLE, STRANGER, YOU = (
    "person",
    "joint",
    "self",
    "third",
    "we",
    "any",
    "nobody",
    "role",
    "stranger",
    "you",
)


@dataclass(frozen=True, slots=True)
class Doer:
    """Tokens `first` to `last` name the doer; `owner` is a person's id where exactly one is meant."""

    kind: str
    first: int
    last: int
    owner: str | None = None

    def words(self, page: Page) -> str:
        """How the doer is called in the text."""
        return page.words(self.first, self.last + 1)


def doer_at(page: Page, place: int, end: int) -> Doer | None:
    """The doer that begins at `place`, several names joined being one; None where there is none."""
    if place + 1 < end and page.tokens[place].text == "@":
        place += 1
        if place not in page.mention_at and page.tokens[place].is_word and not page.match("anybody", place, end):
            return Doer(ROLE, place, place)  # a handle nobody here goes by
    single = single_doer(page, place, end)
    if single is not None and single.kind == ANY:
        return replace(single, last=_described(page, single.last, end))
    if single is None or single.kind in (NOBODY, YOU):
        return single
    return _joined(page, single, end)


def _described(page: Page, last: int, end: int) -> int:
    """As in "somebody from the night crew has to": up to where the duty or the colon follows."""
    if last + 1 >= end or page.tokens[last + 1].low not in ("from", "with", "in", "of", "on", "at", "who"):
        return last
    for place in range(last + 2, min(end, last + 8)):
        if page.tokens[place].text == ":" or page.match("please", place, end) or _duty_follows(page, place, end):
            return place - 1
        if not page.tokens[place].is_word:
            return last
    return last


def single_doer(page: Page, place: int, end: int) -> Doer | None:
    """One doer at `place`: a name, "I", "someone", "finance"."""
    if place >= end:
        return None
    mention = page.mention_at.get(place)
    if (
        mention
        and mention.last + 2 < end
        and page.tokens[mention.last + 1].low == "'s"
        and page.match("roles", mention.last + 2, end)
    ):
        return Doer(ROLE, place, mention.last + 1 + page.match("roles", mention.last + 2, end))
    if mention and mention.last < end:
        return Doer(PERSON, mention.first, mention.last, mention.person)
    if _all_of_a_kind(page, place, end):
        return Doer(ANY, place, place + 1)
    for name, kind in (
        ("nobody", NOBODY),
        ("anybody", ANY),
        ("self_words", SELF),
        ("we", WE),
        ("third", THIRD),
    ):
        length = page.match(name, place, end)
        if length and kind == SELF:  # "me I go", "moi je prends"
            length += page.match(name, place + length, end)
        if length:
            return Doer(kind, place, place + length - 1, page.author if kind == SELF else None)
    return _not_on_the_list(page, place, end)


def _all_of_a_kind(page: Page, place: int, end: int) -> bool:
    """As in "all colleagues have to", "every driver must"."""
    if page.tokens[place].low not in ("all", "every", "each") or place + 2 >= end:
        return False
    told = page.match("commit", place + 2, end) > 0
    told = told or (page.tokens[place].low != "all" and does(page, place + 2, end, certain=True))
    return page.tokens[place + 1].text.isalpha() and told


def _not_on_the_list(page: Page, place: int, end: int) -> Doer | None:
    """A role, or a stranger by name."""
    pronoun = page.tokens[place].low == "it" and not page.tokens[place].text.isupper()
    length = (0 if pronoun else _role_length(page, place, end)) or stranger_length(page, place, end)
    if length:
        return Doer(ROLE, place, place + length - 1)
    length = length_before_verb(page, place, end)
    return Doer(STRANGER, place, place + length - 1) if length else None


def _role_length(page: Page, place: int, end: int) -> int:
    """As in "finance", "the accountant", "his nephew", "our web team", "Kenji's secretary"."""
    begin = place
    if page.tokens[begin].low in page.grammar.words["determiners"]:
        begin += 1
    elif page.mention_at.get(place) and place + 1 < end and page.tokens[place + 1].low == "'s":
        begin += 2
    for skipped in (0, 1, 2):
        if begin + skipped >= end or not page.tokens[begin + skipped].is_word:
            break
        length = page.match("roles", begin + skipped, end)
        alone = skipped and begin == place  # "night sister" with no article: only where a duty follows
        if alone and not (length and _duty_follows(page, begin + skipped + length, end)):
            if not page.tokens[place].capital:
                break
            length = 0
        if length:
            last = begin + skipped + length
            if last + 1 < end and page.tokens[last].text.isupper() and page.match("commit", last + 1, end):
                last += 1
            return last - place
    return 0


def _duty_follows(page: Page, place: int, end: int) -> bool:
    duty = page.match("commit", place, end)
    return duty > 0 and place + duty < end and page.tokens[place + duty].low in page.grammar.bases


def _joined(page: Page, first: Doer, end: int) -> Doer:
    """The doer with whoever is joined to it ("Ana + Bo", "Bo/Cy", "X & team")."""
    doer = first
    place = doer.last + 1
    while place < end:
        length = page.match("joiners", place, end)
        tagged = page.tokens[place].text == "@" and place + 1 in page.mention_at  # "@Ana @Bo"
        if not length and not tagged:
            break
        team = page.match("with_team", place + length, end)
        if team:
            after = place + length + team
            return replace(doer, last=after - 1)
        begin = place + length
        if page.tokens[place].text == "," and page.match("joiners", begin, end):
            begin += page.match("joiners", begin, end)
        if begin < end and page.tokens[begin].text == "@":
            begin += 1
        other = single_doer(page, begin, end) or _unnamed(page, place, begin, end, behind=doer.first in page.trailing)
        if other is None or other.kind in (THIRD, WE, NOBODY):
            break
        if page.tokens[place].text == "," and not _list_goes_on(page, other, end):
            break
        if page.tokens[place].text == "-" or page.tokens[place].low == "with":
            break
        other = replace(other, last=_with_belonging(page, other, end))
        doer = Doer(JOINT, doer.first, other.last)
        place = doer.last + 1
    return doer


def _with_belonging(page: Page, other: Doer, end: int) -> int:
    """As in "Lukas' trainee", "Ana's assistant": up to the one who is meant."""
    mark = other.last + 1
    if mark + 2 < end and page.tokens[mark].low in ("'", "’", "'s") and page.tokens[mark + 1].text.isalpha():
        after = mark + 2
        if (
            page.match("commit", after, end)
            or page.tokens[after].text == ":"
            or page.tokens[after].low in page.grammar.bases
        ):
            return mark + 1
    return other.last


def _unnamed(page: Page, joiner: int, begin: int, end: int, *, behind: bool) -> Doer | None:
    """As in "Tyrone + two seasonal hires:", "Lukas and Lukas' trainee make": company without a name of its own."""
    if page.tokens[joiner].text == "," or begin >= end:
        return None
    if behind:  # "refreshments Ana and the PTA"
        return Doer(ROLE, begin, next((p for p in range(begin + 1, end) if not page.tokens[p].is_word), end) - 1)
    for place in range(begin + 1, min(end, begin + 5)):
        token = page.tokens[place]
        if token.text == ":" and place > begin:
            return Doer(ROLE, begin, place - 1)
        if (
            page.match("commit", place, end)
            and token.low != "can"
            and place + 1 < end
            and page.tokens[place + 1].low in page.grammar.bases
        ):
            return Doer(ROLE, begin, place - 1)
        if (
            token.low in page.grammar.bases
            and begin in page.mention_at
            and page.tokens[place - 1].low not in ("to", "'")
        ):
            return Doer(ROLE, begin, place - 1)
    return None


def _list_goes_on(page: Page, other: Doer, end: int) -> bool:
    """After "Sanne, Ruben": only a third name, a joiner, a colon, a dash or a common verb makes it a list."""
    following = other.last + 1
    if following >= end:
        return True
    token = page.tokens[following]
    if token.text in (":", "–", "—", "→", ",") or (token.text == "-" and page.spaced(following)):
        if token.text == ",":
            after = single_doer(page, following + 1, end)
            return after is not None or (following + 1 in page.date_at)
        return True
    return bool(page.match("joiners", following, end)) and single_doer(page, following + 1, end) is not None
