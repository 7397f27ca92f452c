"""What is said of a doer: that something will be done (and where the words for it begin), or that it will not.

The one question here: is this a commitment? Decisions, news, wishes, denials and things done are refused.
"""

from __future__ import annotations

from dataclasses import dataclass

from nlp.own_words.doers import ANY, JOINT, PERSON, ROLE, SELF, THIRD, WE, YOU, Doer, doer_at
from nlp.own_words.page import Page

COMMIT, PRESENT, NOUN, SEPARATED, BARE, GAP, REFUSED = "commit", "present", "noun", "separated", "bare", "gap", "refused"
_PREPOSITIONS = frozenset({"to", "up", "out", "off", "over", "down", "with", "from", "back", "through", "around"})
_DASHES = frozenset({"-", "–", "—", "→", "=", "|", "·", "⇒", "➔", "➡", "~"})


@dataclass(frozen=True, slots=True)
class Predicate:
    """What is to be done stands from token `start` on; `base` is the plain form of the verb there, if any.

    `owner_is_self`: "Deb wants me to ..." is said of Deb, but it is mine. `detached`: the verb stands before the
    doer ("danach baue ich ..."), and the body begins after both.
    """

    kind: str
    start: int
    base: str | None = None
    owner_is_self: bool = False
    detached: bool = False


def predicate_at(page: Page, doer: Doer, end: int) -> Predicate | None:
    """How the clause goes on after its doer, up to token `end`; None where that is no predicate."""
    place = _skip(page, doer.last + 1, end, doer)
    if place >= end or page.tokens[place].text in ")].!?;…" or _closing_comma(page, place, end):
        return Predicate(BARE, place)
    separated = _separator(page, doer, doer.last + 1, end)
    if separated is not None:
        return _after_separator(page, doer, separated, end)
    if _negated(page, place, end):
        return Predicate(REFUSED, place)
    if doer.kind == PERSON and page.tokens[place].low in ("you", "u") and place + 1 < end and page.tokens[place + 1].low in ("'re", "'ll", "are", "will", "need", "have", "should"):
        return predicate_at(page, Doer(doer.kind, doer.first, place, doer.owner), end)
    if doer.kind == ANY and page.tokens[doer.first].low in ("whoever", "who"):
        return _whoever(page, doer, end)
    asked = doer.kind in (PERSON, JOINT, ANY) and (page.match("request", place, end) or page.match("please", doer.last + 1, end))
    if asked:
        return after_name(page, doer, doer.last + 1, end)
    committed = _commitment(page, doer, place, end)
    if committed:
        return committed
    if page.match("hedge", place, end) or page.match("nothing", place, end) and doer.kind == PERSON \
            and page.tokens[place].low not in ("is", "has", "was", "had"):
        return Predicate(REFUSED, place)
    present = _present(page, doer, place, end)
    if present:
        return Predicate(REFUSED, place, present.base) if _denied_later(page, present.start, end) else present
    if is_past(page, place):
        return Predicate(REFUSED, place)
    return _gap(page, doer, place, end)


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
        length = page.match("skip", place, end)
        if length and not page.match("commit", place, end) and not page.match("negation", place, end):
            place, moved = place + length, True
        elif page.tokens[place].text == "(":
            closing = _closing(page, place, end)
            if closing:
                place, moved = closing + 1, True
        elif page.tokens[place].text == "," and doer.kind in (SELF, PERSON):
            closing = _apposition(page, place, end)
            if closing:
                place, moved = closing + 1, True
    return place


def _whoever(page: Page, doer: Doer, end: int) -> Predicate | None:
    """"whoever owns that milk, throw it out": an order after the description."""
    for place in range(doer.last + 1, min(end - 1, doer.last + 13)):
        if page.tokens[place].text in (":", ",") and _verb_here(page, place + 1):
            return Predicate(COMMIT, place + 1, _verb_here(page, place + 1))
    return None


def _closing_comma(page: Page, place: int, end: int) -> bool:
    return page.tokens[place].text == "," and (place + 1 >= end or only_date(page, place, end))


def _closing(page: Page, opening: int, end: int) -> int | None:
    for place in range(opening + 1, min(end, opening + 9)):
        if page.tokens[place].text == ")":
            return place
    return None


def _apposition(page: Page, comma: int, end: int) -> int | None:
    """"I, Saleh, will" and "I, being the only one who reads mail, will": the second comma's place."""
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
        closing = _closing(page, place, end)
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
        return page.spaced(place) or page.text[token.end:token.end + 1] == ">"
    if token.text == ">":
        return page.text[token.start - 1:token.start] in ("-", "=")
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
        if said and said.kind in (COMMIT, PRESENT, SEPARATED) or (said and said.kind == REFUSED and inner.kind != ANY):
            return None
    return after_name(page, doer, place, end, comma)


def after_name(page: Page, doer: Doer, place: int, end: int, vocative: bool = False) -> Predicate:
    """What follows a name and a separator: an order, a thing, or nothing to do."""
    moved = page.match("skip", place, end) if not page.match("done", place, end) else 0
    while moved:
        place += moved
        moved = page.match("skip", place, end) if not page.match("done", place, end) else 0
    asked = page.match("request", place, end)
    if not asked and (_nothing(page, place, end) or _told_done(page, place, end)):
        return Predicate(REFUSED, place)
    if asked:
        begin = place + asked
        while begin < end and page.match("skip", begin, end):
            begin += page.match("skip", begin, end)
        if page.match("negation", begin, end) or page.tokens[min(begin, end - 1)].low == "stop":
            return Predicate(REFUSED, place)
        if begin < end and page.tokens[begin].low in ("note", "remember") and begin + 1 < end and page.tokens[begin + 1].low == "that":
            return Predicate(REFUSED, place)
        gerund = page.grammar.gerunds.get(page.tokens[begin].low) if begin < end else None
        return Predicate(COMMIT, begin, gerund or _verb_here(page, begin))
    if page.tokens[min(place, end - 1)].low in ("note", "remember") and place + 1 < end and page.tokens[place + 1].low == "that":
        return Predicate(REFUSED, place)
    if page.match("commit", place, end):
        after = place + page.match("commit", place, end)
        return Predicate(REFUSED, after) if _negated(page, after, end) else Predicate(COMMIT, after, _verb_here(page, after))
    if _negated(page, place, min(end, place + 2)) or page.match("hedge", place, end):
        return Predicate(REFUSED, place)
    if is_past(page, place) or _tells(page, place, end) and (vocative or _news(page, place, end) or page.tokens[place].low in ("that", "it", "this", "there")):
        return Predicate(REFUSED, place)
    token = page.tokens[place]
    base = page.grammar.finite.get(token.low) if doer.kind == PERSON else None
    if base and token.low not in page.grammar.bases and token.low not in page.grammar.words["stative"] and not token.capital:
        following = page.tokens[place + 1].low if place + 1 < end else ""
        if following in page.grammar.words["determiners"]:
            return Predicate(SEPARATED, place, base)
    return Predicate(SEPARATED, place, _verb_here(page, place))


def _nothing(page: Page, place: int, end: int) -> bool:
    length = page.match("nothing", place, end)
    if not length:
        return False
    following = place + length
    if page.tokens[place].low in ("off", "late", "done", "shared", "here", "present", "no", "absent", "ok", "great", "off"):
        return following >= end or not page.tokens[following].is_word or length > 1 or page.tokens[place].low == "no"
    return True


def _told_done(page: Page, place: int, end: int) -> bool:
    """"- regression suite - Done", "(closed) GST filing", "already sent"."""
    if page.match("done", place, end) and (page.tokens[place].low != "sent") and not _verb_here(page, place):
        return True
    for position in range(place, end):
        length = page.match("done", position, end)
        if not length:
            continue
        word = page.tokens[position].low
        if word in ("already", "schon", "bereits", "déjà", "✓", "✔", "✅"):
            return True
        if word == "ya" and page.tokens[position - 1].text == "(":
            return True
        before = page.tokens[position - 1].text if position > place else ""
        at_end = position + length >= end or page.tokens[position + length].text in (")", ".", "!", "|", "]")
        if at_end and (before in _DASHES or before in ("(", ":", ",", "[")):
            return True
    return False


def _tells(page: Page, place: int, end: int) -> bool:
    """A clause with a finite form of "be" or "have" is news, not a task."""
    if page.tokens[place].low in ("that", "it", "this", "there") and place + 1 < end and page.tokens[place + 1].low in ("'s", "is"):
        return True
    return any(page.tokens[position].low in ("is", "are", "was", "were", "has", "had", "'s", "ist", "sind", "war", "est", "está", "es")
               and page.tokens[position - 1].is_word for position in range(place + 1, min(end, place + 9)))


def _news(page: Page, place: int, end: int) -> bool:
    subject = doer_at(page, place, end)
    return bool(subject) and subject is not None and subject.kind not in (SELF,)


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


def _negated(page: Page, place: int, end: int) -> bool:
    """"not", "won't", "never" among the first words, before anything else is said."""
    for position in range(place, min(end, place + 3)):
        if page.match("negation", position, end):
            return position == place or not page.tokens[position].low.startswith("no") or page.tokens[position].low == "not"
        if position > place and not page.match("commit", position - 1, end) and not page.match("skip", position - 1, end) \
                and page.tokens[position - 1].low not in ("ca", "wo", "do", "does", "is", "are", "am", "should", "must", "can", "'s", "'m", "'re", "soll", "muss", "va", "doit"):
            return False
    return False


def _commitment(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    words = page.match("commit", place, end)
    nouns = page.match("commit_noun", place, end)
    if page.match("hedge", place, end) > max(words, nouns):
        return Predicate(REFUSED, place)
    if nouns > words:
        return Predicate(REFUSED, place) if _denied_later(page, place + nouns, end) else _commit_noun(page, doer, place, place + nouns, end)
    if not words:
        return None
    phrase = " ".join(token.low for token in page.tokens[place:place + words])
    begin = place + words
    while begin < end and page.match("skip", begin, end) and not page.match("negation", begin, end):
        begin += page.match("skip", begin, end)
    if begin in page.date_at and page.grammar.lang == "en" and page.date_at[begin][1] + 1 < end:
        begin = page.date_at[begin][1] + 1
    if begin >= end or page.tokens[begin].text in ",.;!–—":
        echo = phrase in ("will", "shall", "'ll") and doer.kind in (SELF, PERSON) and page.tokens[end - 1].text != "?"
        return Predicate(NOUN if echo else REFUSED, begin)
    if phrase.endswith("offered to") and page.has("but_words", begin, end):
        return Predicate(REFUSED, begin)
    if phrase.endswith((" be", "'d", "would")) and is_past(page, begin) and page.tokens[begin].low not in page.grammar.words["past_and_present"]:
        return Predicate(REFUSED, begin)
    if page.match("nothing_at_all", begin + 1, end):
        return Predicate(REFUSED, begin)
    if phrase.endswith("going to") and _verb_here(page, begin) is None and place + 1 < end:
        return Predicate(PRESENT, begin - 2 if phrase != "going to" else place, "go")
    if page.match("negation", begin, end) or page.match("hedge", begin, end) and phrase != "to":
        return Predicate(REFUSED, begin)
    base = _verb_here(page, begin)
    token = page.tokens[begin]
    if phrase in ("to", "à", "a", "de", "'d"):
        if base is None and (not token.is_word or token.capital or token.low in page.grammar.words["determiners"]
                             or begin in page.mention_at or begin in page.date_at or not token.text.replace("-", "").isalpha()):
            return None
    if phrase in ("can", "kann", "peut", "puede", "should", "would"):
        if phrase in ("can", "would") and page.tokens[end - 1].text != "?" and doer.kind != ANY:
            return Predicate(REFUSED, begin)
    if token.low in ("have", "be", "been") and _perfect(page, begin, end):
        return Predicate(REFUSED, begin)
    return Predicate(COMMIT, begin, base, owner_is_self=phrase.endswith(" me to"))


def _denied_later(page: Page, start: int, end: int) -> bool:
    """German denies at the end ("übernimmt die Schulung nicht"); English tells what somebody claims ("argues that")."""
    if page.grammar.lang == "en":
        return start + 1 < end and page.tokens[start + 1].low == "that" and start + 2 < end and page.tokens[start + 2].low not in ("one", "by")
    if page.grammar.lang != "de":
        return False
    for place in range(start, end):
        if page.tokens[place].text in ",.;(!?" and place not in page.date_at:
            return False
        if page.tokens[place].low in ("nicht", "nichts", "kein", "keine", "keinen"):
            return True
    return False


def _perfect(page: Page, place: int, end: int) -> bool:
    """"will have sent", "should have been": nothing to do. "have the letter ready" and "be drafting" stay."""
    following = page.tokens[place + 1] if place + 1 < end else None
    if following is None:
        return True
    if page.tokens[place].low == "have":
        return is_past(page, place + 1)
    return following.low not in page.grammar.gerunds and following.low not in (
        "in", "responsible", "the", "taking", "ready", "on", "there", "able")


def _commit_noun(page: Page, doer: Doer, place: int, begin: int, end: int) -> Predicate | None:
    phrase = " ".join(token.low for token in page.tokens[place:begin])
    if begin >= end or page.match("negation", begin, end):
        return Predicate(REFUSED, place)
    if phrase in ("has", "have", "'ve got", "'s got", "has got", "owns", "own"):
        if begin < end and page.tokens[begin].low == "to" or is_past(page, begin):
            return None
        if phrase.startswith(("has", "have", "'")):
            pronoun = page.tokens[begin].low in ("it", "that", "this") or page.tokens[begin].low in ("action", "task")
            rest = page.tokens[begin + 1] if begin + 1 < end else None
            pronoun = pronoun and (rest is None or not rest.is_word or rest.low in ("then", "on", "now", "for"))
            if "got" in phrase and page.tokens[begin].low in page.grammar.words["determiners"]:
                return Predicate(NOUN, begin)
            return Predicate(NOUN, begin) if pronoun and doer.kind in (SELF, PERSON) else Predicate(REFUSED, begin)
    if phrase == "on" and doer.kind not in (PERSON, JOINT, SELF):
        return None
    if begin in page.date_at or page.tokens[begin].low in ("leave", "holiday", "vacation", "call", "board", "track", "time", "site", "sick", "duty"):
        return Predicate(REFUSED, begin)
    if phrase in ("'s on the", "is on the", "'m on the") and page.tokens[begin].low != "phone":
        return Predicate(REFUSED, begin) if page.tokens[begin].low not in ("case", "hook") else Predicate(NOUN, begin)
    if phrase.startswith("promised") and (page.match("third", begin, end) or page.tokens[begin].low in ("this", "that", "it")):
        return Predicate(REFUSED, begin)
    if phrase in ("is on", "'s on", "'m on", "on") and (begin + 1 >= end and page.tokens[begin].low not in ("it", "that", "this")) and False:
        return None
    return Predicate(NOUN, begin)


def _verb_here(page: Page, place: int) -> str | None:
    if place >= len(page.tokens):
        return None
    low = page.tokens[place].low
    return low if low in page.grammar.bases else None


def _present(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    """"sends", "is drafting", and "I send": the present tense in which people promise."""
    grammar, token = page.grammar, page.tokens[place]
    if token.low in ("is", "'s", "are", "'re", "am", "'m", "s") and grammar.lang == "en":
        begin = place + 1
        while begin < end and page.match("skip", begin, end):
            begin += page.match("skip", begin, end)
        if begin < end and page.tokens[begin].text == "(":
            begin = (_closing(page, begin, end) or begin - 1) + 1
        if begin < end and begin in page.date_at:
            begin = page.date_at[begin][1] + 1
        if begin < end and _gerund(page, begin, end):
            base = _gerund(page, begin, end) or ""
            if base in grammar.words["stative"] or page.tokens[begin].low in ("being", "coming", "waiting", "having"):
                return Predicate(REFUSED, begin)
            return Predicate(PRESENT, begin, base)
        ends = begin >= end or not page.tokens[begin].is_word
        return Predicate(NOUN if ends and doer.kind == PERSON and page.tokens[end - 1].text != "?" else REFUSED, begin)
    if doer.kind == SELF and page.tokens[doer.last].low in ("im",) and token.low in grammar.gerunds:
        return Predicate(PRESENT, place, grammar.gerunds[token.low])
    if doer.kind in (PERSON, JOINT) and token.low in grammar.gerunds and not token.capital and place + 1 < end \
            and (place > doer.last + 1 or page.tokens[place + 1].low in grammar.words["determiners"]):
        return Predicate(PRESENT, place, grammar.gerunds[token.low])
    base = grammar.finite.get(token.low)
    if token.text.isupper() or not token.capital or place in page.mention_at and token.low in grammar.finite:
        if base and (token.low not in grammar.bases or doer.kind not in (PERSON, THIRD) or grammar.lang != "en"):
            following = page.tokens[place + 1].low if place + 1 < end else ""
            if base in grammar.words["stative"] or f"{base} {following}" in grammar.words["stative"]:
                return Predicate(REFUSED, place)
            if is_past(page, place) and token.low not in grammar.words["past_and_present"]:
                return Predicate(REFUSED, place)
            return Predicate(PRESENT, place, base)
    if token.low in grammar.words["stative"] and doer.kind in (SELF, WE, THIRD, PERSON):
        return Predicate(REFUSED, place)
    if doer.kind == ANY and token.low in grammar.bases and grammar.lang == "en" and not token.capital:
        return Predicate(COMMIT, place, token.low)
    if token.low in grammar.bases and (not token.capital or token.text.isupper()) and doer.kind in (SELF, PERSON, JOINT, WE, THIRD):
        if doer.kind in (WE, THIRD) and grammar.lang == "en":
            return Predicate(REFUSED, place)
        if doer.kind == PERSON and place + 1 < end and (is_past(page, place + 1) or page.tokens[place + 1].low in ("is", "was", "ends")):
            return Predicate(REFUSED, place)
        return Predicate(PRESENT, place, token.low)
    return _unknown_verb(page, doer, place, end)


def _gerund(page: Page, place: int, end: int) -> str | None:
    """The plain verb of "sending"; of one no list knows, where a thing follows ("regrooving the track")."""
    low = page.tokens[place].low
    known = page.grammar.gerunds.get(low)
    if known or not low.endswith("ing") or len(low) < 6 or place + 1 >= end:
        return known
    return low[:-3] if page.tokens[place + 1].low in page.grammar.words["determiners"] else None


def _unknown_verb(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    """A verb no list knows, told by its ending and by what follows it: "Cody regrooves the track"."""
    token = page.tokens[place]
    if doer.kind != PERSON or token.capital or not token.text.isalpha() or len(token.low) < 4 or place + 1 >= end:
        return None
    following = page.tokens[place + 1]
    known = following.low in page.grammar.words["determiners"] or (place + 1) in page.mention_at
    known = known or page.grammar.lang == "en" and following.low in _PREPOSITIONS
    known = known or page.grammar.lang in ("fr", "es") and page.tokens[place - 1].low in ("lo", "la", "los", "las", "l'", "le", "les")
    if not known or token.low in page.grammar.words["determiners"] or is_past(page, place):
        return None
    low, lang = token.low, page.grammar.lang
    if lang == "en" and low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return Predicate(PRESENT, place, low[:-2] if low.endswith(("shes", "ches", "xes", "sses")) else low[:-1])
    if lang == "de" and low.endswith("t"):
        return Predicate(PRESENT, place, low[:-1] + "en")
    if lang == "fr" and low.endswith("e"):
        return Predicate(PRESENT, place, low + "r")
    if lang == "es" and low.endswith("a"):
        return Predicate(PRESENT, place, low + "r")
    return None


def is_past(page: Page, place: int) -> bool:
    """Whether the word tells something done: "sent", "finished", "hat", "est"."""
    if place >= len(page.tokens):
        return False
    token, grammar = page.tokens[place], page.grammar
    if token.low in grammar.words["past"]:
        return True
    if grammar.lang != "en" or not token.low.endswith("ed") or len(token.low) < 5 or token.capital and not token.text.isupper():
        return False
    return token.low not in grammar.bases


def _gap(page: Page, doer: Doer, place: int, end: int) -> Predicate | None:
    """"Gwen the flowers": a doer and a thing with the verb left out, short and without any other verb."""
    end = _gap_end(page, place, end)
    if doer.kind not in (PERSON, JOINT, SELF) or end - place > 8 or not page.tokens[place].is_word:
        return None
    if page.match("nothing", place, end) or page.has("done", place, end):
        return Predicate(REFUSED, place)
    if any(is_past(page, position) or page.tokens[position].low in ("is", "are", "has", "'s", "ends", "means", "to", "will")
           for position in range(place, end)):
        return None
    if page.tokens[place].low in page.grammar.words["subordinators"] or page.tokens[place].low in ("and", "or", "&", "+"):
        return None
    return Predicate(GAP, place)


def _gap_end(page: Page, place: int, end: int) -> int:
    """A thing without a verb reaches to the next comma, or to "and" before the next doer."""
    for position in range(place + 1, end):
        if page.tokens[position].text in (",", ";", ".", "…", "!"):
            return position if position not in {p for f, (_, last) in page.date_at.items() for p in range(f, last + 1)} else end
        if page.tokens[position].low in ("and", "und", "et", "y", "then") and doer_at(page, position + 1, end):
            return position
    return end


def refuses_role(page: Page, doer: Doer, predicate: Predicate) -> bool:
    """A role, "we" or "someone" needs a plain word of duty; news about them is no task."""
    if doer.kind == ROLE and predicate.kind == PRESENT and page.tokens[predicate.start].low.endswith("ing"):
        return False
    if doer.kind == ROLE:
        return predicate.kind not in (COMMIT, SEPARATED, BARE)
    return doer.kind in (WE, ANY) and predicate.kind not in (COMMIT, SEPARATED, BARE)
