"""The present tense in which people promise: "sends", "is drafting", and things with the verb left out."""

from __future__ import annotations

from nlp.own_words.doers import ANY, JOINT, PERSON, ROLE, SELF, THIRD, WE, Doer
from nlp.own_words.news import has_news
from nlp.own_words.page import Page
from nlp.own_words.predicate import BARE, COMMIT, GAP, NOUN, PRESENT, REFUSED, SEPARATED, Predicate
from nlp.own_words.signs import closing_bracket, gap_end, gerund, is_past, only_date
from nlp.own_words.strangers import does

_PREPOSITIONS = frozenset({"to", "up", "out", "off", "over", "down", "with", "from", "back", "through", "around"})

_WHEREABOUTS = frozenset({"being", "coming", "leaving", "having", "waiting", "going", "working", "travelling"})
_ATTACHED = frozenset({"attachment", "attached", "attach", "enclosed", "herewith", "hereby"})
_CLITICS = frozenset({"se", "s'", "lo", "la", "los", "las", "l'", "le", "les"})


def present_tense(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    """As in "sends", "is drafting", and "I send": the present tense in which people promise."""
    for read in (_progressive, _bare_gerund, _finite, _stative, _of_several, _plain_form, _unknown_verb):
        found = read(page, doer, place, end)
        if found:
            return found
    return None


def _progressive(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    """As in "is (finally) drafting the report"; "is" with anything else is news."""
    grammar, token = page.grammar, page.tokens[place]
    if token.low not in ("is", "'s", "are", "'re", "am", "'m", "s") or grammar.lang != "en":
        return None
    begin: int = place + 1
    while begin < end and page.match("skip", begin, end):
        begin += page.match("skip", begin, end)
    if begin < end and page.tokens[begin].text == "(":
        begin = (closing_bracket(page, begin, end) or begin - 1) + 1
    if begin < end and begin in page.date_at:
        begin = page.date_at[begin][1] + 1
    base = gerund(page, begin, end) if begin < end else None
    if base:
        alone = begin + 1 >= end or not page.tokens[begin + 1].is_word
        idle = page.tokens[begin].low in ("being", "coming", "waiting", "having") or _goes_on(page, begin, base, end)
        idle = idle or (alone and doer.kind == ROLE)
        refused = idle or base in grammar.words["stative"]
        return Predicate(REFUSED, begin) if refused else Predicate(PRESENT, begin, base)
    ends = begin >= end or not page.tokens[begin].is_word
    return Predicate(NOUN if ends and doer.kind == PERSON and page.tokens[end - 1].text != "?" else REFUSED, begin)


def _goes_on(page: Page, place: int, base: str, end: int) -> bool:
    """As in "the printer is working again", "is moving house"; "is working on the draft" is a task."""
    if _only_happens(page, place, end):
        return True
    following = page.tokens[place + 1] if place + 1 < end else None
    kept = following is not None and (
        following.low in ("on", "with", "through") or following.low in page.grammar.words["determiners"]
    )
    moves = base in ("move", "leave", "join", "retire", "travel", "fly", "meet") and following is not None
    if moves and following is not None and following.low in ("to", "us", "from", "in", "on", "for", "out", "back"):
        return True  # "is moving to Leeds", "is leaving us"
    return base in ("work", "run") and not kept


def _bare_gerund(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    """As in "im sending it", "Ana (new) drafting the report"."""
    token, gerunds = page.tokens[place], page.grammar.gerunds
    if token.low not in gerunds:
        return None
    if doer.kind == SELF and page.tokens[doer.last].low == "im":
        return Predicate(PRESENT, place, gerunds[token.low])
    if doer.kind not in (PERSON, JOINT) or token.capital:
        return None
    if place + 1 >= end or only_date(page, place + 1, end):
        announced = _behind_thing(page, doer, place) or (place + 1 < end and _announces(page, doer, place, end))
    else:
        apart = place > doer.last + 1 or page.tokens[place + 1].low in page.grammar.words["determiners"]
        announced = apart or _announces(page, doer, place, end)
    return Predicate(PRESENT, place, gerunds[token.low]) if announced else None


def _behind_thing(page: Page, doer: Doer, place: int) -> bool:
    """As in "forty bags of sand, Bo ordering"."""
    token = page.tokens[place].low
    idle = token in _WHEREABOUTS or page.grammar.gerunds[token] in page.grammar.words["stative"]
    return not idle and doer.first > 0 and page.tokens[doer.first - 1].text in ",-–—:" and doer.last + 1 == place


def _announces(page: Page, doer: Doer, place: int, end: int) -> bool:
    """As in "Ana ringing estates today": the clause opens so, and nothing is told of it ("Ana leaving is a pity")."""
    before = page.tokens[doer.first - 1] if doer.first else None
    if before is not None and before.is_word and before.low not in ("and", "so", "then"):
        opened = page.text[before.end : page.tokens[doer.first].start].count("\n")
        if not opened:
            return False
    idle = page.tokens[place].low in _WHEREABOUTS
    base = page.grammar.gerunds[page.tokens[place].low]
    return not idle and base not in page.grammar.words["stative"] and not has_news(page, place, end)


def _finite(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    """As in "Ana sends", "ich rufe"; refused where the verb tells a state or something past."""
    grammar, token = page.grammar, page.tokens[place]
    verb = grammar.finite.get(token.low)
    written = token.text.isupper() or not token.capital or (place in page.mention_at and verb)
    if not verb or not written:
        return None
    if token.low in grammar.bases and doer.kind in (PERSON, THIRD) and grammar.lang == "en":
        return None
    following = page.tokens[place + 1].low if place + 1 < end else ""
    state = verb in grammar.words["stative"] or f"{verb} {following}" in grammar.words["stative"]
    alone = not following or not page.tokens[place + 1].is_word
    helped = following in ("him", "her", "them", "me", "us") and (
        place + 2 >= end or not page.tokens[place + 2].is_word
    )
    state = state or (verb in grammar.words["happens"] and _nothing_but_date(page, place + 1, end))
    state = state or page.match("habits", place - 1, place) > 0
    past = is_past(page, place) and token.low not in grammar.words["past_and_present"]
    idle = following in ("nothing", "no", "none", "nobody") or page.has("lasting", place + 1, end)
    if (
        state
        or past
        or idle
        or _only_happens(page, place, end)
        or ((alone or helped) and verb in ("support", "help", "assist"))
    ):
        return Predicate(REFUSED, place)
    return Predicate(PRESENT, place, verb)


def _nothing_but_date(page: Page, place: int, end: int) -> bool:
    """As in "starts on Monday", "closes at 4": it happens, and nobody need do anything."""
    stop = next((p for p in range(place, end) if page.tokens[p].text in ",;."), end)
    return place >= stop or only_date(page, place, stop)


def _only_happens(page: Page, place: int, end: int) -> bool:
    """As in "sends her regards", "takes his leave in May", "starts her new job": life and courtesy, no task."""
    position = place + 1
    while position < end and (
        page.tokens[position].low in page.grammar.words["determiners"] or page.match("skip", position, end)
    ):
        position += 1
    return position < end and page.match("happenings", position, end) > 0


def _stative(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    two = f"{page.tokens[place].low} {page.tokens[place + 1].low}" if place + 1 < end else ""
    told = place < end and (
        page.tokens[place].low in page.grammar.words["stative"] or two in page.grammar.words["stative"]
    )
    return Predicate(REFUSED, place) if told and doer.kind in (SELF, WE, THIRD, PERSON) else None


def _of_several(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    """As in "Ana's guys pull the cable on Monday"."""
    last, token = page.tokens[doer.last], page.tokens[place]
    several = doer.kind == ROLE and last.low.endswith("s") and page.tokens[doer.last - 1].low == "'s"
    said = several and not token.capital and token.low in page.grammar.bases and place + 1 < end
    return Predicate(PRESENT, place, token.low) if said and page.grammar.lang == "en" else None


def _plain_form(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    """As in "I send", "Ana send" of those who leave out the s, "somebody send"."""
    grammar, token = page.grammar, page.tokens[place]
    if token.low not in grammar.bases:
        return None
    if doer.kind == ANY and grammar.lang == "en" and not token.capital:
        noun = page.tokens[doer.first].low in ("all", "each") and token.low in grammar.words["nouns_too"]
        return None if noun else Predicate(COMMIT, place, token.low)
    if (token.capital and not token.text.isupper()) or doer.kind not in (SELF, PERSON, JOINT, WE, THIRD):
        return None
    if doer.kind in (WE, THIRD) and grammar.lang == "en":
        return Predicate(REFUSED, place)
    if doer.kind == SELF and (_asks_somebody(page, place, end) or _hands_over(page, doer, end)):
        return Predicate(REFUSED, place)
    undated = not any(place < first < end for first in page.date_at)
    past = doer.kind in (PERSON, THIRD) and is_past(page, place) and undated
    named = doer.kind == PERSON and place + 1 < end
    noun = named and (is_past(page, place + 1) or page.tokens[place + 1].low in ("is", "was", "ends"))
    return Predicate(REFUSED, place) if past or noun else Predicate(PRESENT, place, token.low)


def _hands_over(page: Page, doer: Doer, end: int) -> bool:
    """As in "in the attachment I send the minutes": done by saying so."""
    return any(token.low in _ATTACHED for token in page.tokens[max(0, doer.first - 2) : end])


def _asks_somebody(page: Page, place: int, end: int) -> bool:
    """As in "I ask Ana to prepare the room": hers, not mine."""
    if page.tokens[place].low != "ask":
        return False
    asked = page.mention_at.get(place + 1)
    return asked is not None and asked.last + 1 < end and page.tokens[asked.last + 1].low == "to"


def _unknown_verb(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    """A verb no list knows, told by its ending and by what follows it: "Cody regrooves the track"."""
    token = page.tokens[place]
    if token.capital or not token.text.isalpha() or is_past(page, place):
        return None
    if doer.kind == SELF:
        return _my_unknown_verb(page, place)
    if doer.kind != PERSON or len(token.low) < 4 or place + 1 >= end:
        return None
    parted = page.grammar.lang == "de" and _particle_ends(page, place, end)  # "hakt beim Bauamt nach"
    if token.low in page.grammar.words["determiners"] or not (parted or _object_near(page, place)):
        return None
    base = _base_by_ending(token.low, page.grammar.lang)
    return Predicate(PRESENT, place, base) if base else None


def _particle_ends(page: Page, place: int, end: int) -> bool:
    stop = next((p for p in range(place + 1, end) if page.tokens[p].text in ",.;!"), end)
    return stop > place + 2 and page.tokens[stop - 1].low in page.grammar.words["particles"]


def _my_unknown_verb(page: Page, place: int) -> Predicate | None:
    token, lang = page.tokens[place], page.grammar.lang
    ending = {"de": "e", "es": "o", "fr": ""}.get(lang)
    if ending is None or not token.low.endswith(ending):
        return None
    if page.tokens[place - 1].low not in ("ich", "yo", "je", "j'"):
        return None
    return Predicate(PRESENT, place, token.low + "n" if lang == "de" else token.low)


def _object_near(page: Page, place: int) -> bool:
    """Whether an object follows the verb, or a French or Spanish one stands before it ("lo manda")."""
    following, lang = page.tokens[place + 1], page.grammar.lang
    if following.low in page.grammar.words["determiners"] or (place + 1) in page.mention_at:
        return True
    if lang == "en":
        return following.low in _PREPOSITIONS
    return lang in ("fr", "es") and page.tokens[place - 1].low in _CLITICS


def _base_by_ending(low: str, lang: str) -> str | None:
    """The plain form guessed from the third person's ending, or None where the word has none."""
    if lang == "en" and low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return low[:-2] if low.endswith(("shes", "ches", "xes", "sses")) else low[:-1]
    if lang == "de" and low.endswith("t"):
        return low[:-1] + "en"
    if (lang == "fr" and low.endswith("e")) or (lang == "es" and low.endswith("a")):
        return low + "r"
    return None


def verbless(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    """As in "Gwen the flowers": a doer and a thing with the verb left out, short and without any other verb."""
    end = gap_end(page, place, min(end, place + 10))  # longer gaps are refused below, unread
    if doer.kind not in (PERSON, JOINT, SELF) or end - place > 8 or not page.tokens[place].is_word:
        return None
    if page.match("self_words", place, end):  # "Ana I need your timesheets"
        return None
    away = page.tokens[place].low in page.grammar.words["particles"] and _nothing_but_date(page, place + 1, end)
    if away or page.match("nothing", place, end) or page.has("done", place, end):
        return Predicate(REFUSED, place)
    if any(
        is_past(page, position)
        or page.tokens[position].low in ("is", "are", "has", "'s", "ends", "means", "to", "will")
        for position in range(place, end)
    ):
        return None
    if page.tokens[place].low in page.grammar.words["subordinators"] or page.tokens[place].low in (
        "and",
        "or",
        "&",
        "+",
    ):
        return None
    return Predicate(GAP, place)


def refuses_role(page: Page, doer: Doer, predicate: Predicate, end: int) -> bool:
    """A role, "we" or "someone" needs a plain word of duty or a plain deed; news about them is no task."""
    if predicate.kind in (COMMIT, SEPARATED, BARE):
        return False
    if doer.kind == ROLE and predicate.kind == PRESENT:
        stop = next((p for p in range(predicate.start, end) if page.tokens[p].text in ",;"), end)
        dated = any(predicate.start < first < stop for first in page.date_at)
        return not dated and not page.tokens[predicate.start].low.endswith("ing")
    if doer.kind == ANY and predicate.kind == PRESENT:
        each = page.tokens[doer.first].low in ("every", "each") and doer.last > doer.first
        anybody = each or page.match("single_anybody", doer.first, doer.last + 1)
        return not (anybody and does(page, predicate.start, end, certain=True))
    return doer.kind in (ROLE, WE, ANY)
