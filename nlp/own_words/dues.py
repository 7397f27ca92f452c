"""Which of the dates in a clause is the day it is due, and which belong to something else."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.own_words.date_phrases import DatePhrase
from nlp.own_words.page import Page
from nlp.own_words.phrase import Span

# fmt: off
_FIRM = frozenset({
    "by", "b4", "until", "till", "til", "due", "deadline", "before", "bis", "spätestens", "avant", "d'ici", "antes",
    "hasta", "latest", "eta", "within",
})
# fmt: on
# fmt: off
_NOT_DUE = frozenset({
    "from", "since", "after", "ab", "seit", "dès", "depuis", "desde", "starting", "last", "of", "between", "not",
})
# fmt: on
# fmt: off
_CORRECTIONS = frozenset({
    "pardon", "sorry", "correction", "rather", "wait", "mean", "actually", "perdón", "quatsch", "moment", "nein",
    "no",
})
# fmt: on
# fmt: off
_MAY_FOLLOW = frozenset({
    "and", "or", "but", "so", "if", "at", "by", "with", "for", "to", "on", "in", "because", "since", "as", "via",
    "please", "pls", "plz", "latest", "sharp", "when", "while", "then", "after", "before", "ok", "thanks", "thx",
    "the", "a", "an", "per", "from", "though", "until", "else", "otherwise", "unless", "instead", "too", "also",
    "about", "und", "mit", "um", "zu", "für", "aus", "ins", "im", "auf", "bei", "vom", "zum", "beim", "et", "à",
    "pour", "avec", "y", "con", "para", "al", "noch", "can", "lah", "ideally", "who", "we", "i", "he", "she",
    "they", "it", "our", "my", "his", "her", "their", "these", "those", "this", "all", "both", "over", "into",
    "max", "already", "now", "again", "every", "each", "der", "die", "das", "den", "dem", "ein", "eine", "le",
    "la", "les", "un", "une", "el", "los", "las", "una", "another", "some", "any", "comma", "new", "full",
    "obviously", "which", "that", "where", "not", "no", "only", "itself", "sorry", "pardon", "lol", "haha", "x",
    "without", "through", "between", "under",
})
# fmt: on


@dataclass(frozen=True, slots=True)
class DueFound:
    """The date phrase in tokens `first` to `last`, with the words that lead to it from `cut_from` on."""

    phrase: DatePhrase
    first: int
    last: int
    cut_from: int

    def text(self, page: Page) -> str:
        """The words of the date, as written."""
        return page.original[self.phrase.start : self.phrase.end]


def due_in(page: Page, span: Span, base: str | None) -> DueFound | None:
    """The due date within `span`; a date firmly announced ("by", "until") wins over one merely standing there."""
    candidates: list[tuple[int, DueFound]] = []
    for first, (phrase, last) in sorted(page.date_at.items()):
        if not span.first <= first or last >= span.end:
            continue
        rank = _rank(page, span, first, last, base, phrase)
        if rank:
            candidates.append((rank, DueFound(phrase, first, last, prefix_start(page, span.first, first))))
    if not candidates:
        return None
    best = max(rank for rank, _ in candidates)
    chosen = [found for rank, found in candidates if rank == best]
    if len(chosen) > 1 and any(
        page.tokens[place].low in _CORRECTIONS for place in range(chosen[0].last + 1, chosen[-1].first)
    ):
        return chosen[-1]
    return chosen[0]


def any_date(page: Page, span: Span) -> DueFound | None:
    """The first date in the tokens, whatever stands around it: where the sentence is about nothing else."""
    for first, (phrase, last) in sorted(page.date_at.items()):
        if span.first <= first and last < span.end:
            return DueFound(phrase, first, last, prefix_start(page, span.first, first))
    return None


def prefix_start(page: Page, begin: int, first: int) -> int:
    """Where the words that lead to the date begin: "no later than" before "Friday"."""
    for length in range(min(5, first - begin), 0, -1):
        if page.match("date_prefix", first - length, first) == length:
            start = first - length
            return prefix_start(page, begin, start) if start > begin and length else start
    return first


def _rank(page: Page, span: Span, first: int, last: int, base: str | None, phrase: DatePhrase) -> int:
    """0: not a due date; 1: vague; 2: it stands there; 3: firmly announced."""
    low = page.tokens[first - 1].low if first > span.first else ""
    start = prefix_start(page, span.first, first)
    lead = {page.tokens[place].low for place in range(start, first)}
    if _in_condition(page, span, first) or (low in _NOT_DUE and not lead & (_FIRM | {"week", "c"})):
        return 0
    if not (phrase.day or phrase.clock):
        return 1
    if _is_told(page, span, first, base, firm=bool(lead & _FIRM)):
        return 0
    if low == "before" and first - 2 >= span.first and page.tokens[first - 2].low == "not":
        return 0
    if lead & _FIRM:
        return 3
    return 0 if _belongs_elsewhere(page, span, Span(first, last + 1), base, phrase, bool(lead)) else 2


def _is_told(page: Page, span: Span, first: int, base: str | None, *, firm: bool) -> bool:
    """As in "let the bank know we're two down on Friday": the day of the news, not of the telling."""
    if base not in ("let", "tell", "inform", "remind", "warn", "explain"):
        return False
    within = range(span.first + 2, first)
    if firm and not any(page.tokens[place].low == "that" for place in within):
        return False
    return any(
        page.tokens[place].low in ("'re", "'s", "are", "is", "will", "'ll", "can", "have", "has") for place in within
    )


def _belongs_elsewhere(page: Page, span: Span, found: Span, base: str | None, phrase: DatePhrase, led: bool) -> bool:
    """Whether the date is the event's ("book the hall for the 5th") or says which thing ("Friday's deck")."""
    first = found.first
    before = page.tokens[first - 1] if first > span.first else None
    low = before.low if before else ""
    if _modifies_noun(page, span, found.end - 1):
        return True
    words = page.grammar.words
    arranged = base in words["event_verbs"] or (
        low == "for" and any(page.tokens[p].low in words["event_nouns"] for p in range(span.first, first))
    )
    if arranged and (low in words["event_prepositions"] or phrase.clock):
        own_day = low == "on" and page.tokens[first - 2].low in ("it", "them")  # "changes it on Saturday"
        return not own_day and low in ("for", "to", "für", "auf", "pour", "para", "of", "on")
    bare_quarter = page.tokens[first].low[:1] == "q" and page.tokens[first].low[1:].isdigit()
    lone_quarter = bare_quarter and not led and before is not None and before.is_word
    pointed = page.tokens[first].low in ("this", "next", "today", "tomorrow", "tonight")  # "bay two this afternoon"
    return (low in words["determiners"] and not pointed) or lone_quarter


def _modifies_noun(page: Page, span: Span, last: int) -> bool:
    """As in "the 14 March workshop", "Friday's deck": the date says which one, not by when."""
    if last + 1 >= span.end:
        return False
    following = page.tokens[last + 1]
    if following.low == "'s":
        return True
    if (
        not following.is_word
        or following.low in _MAY_FOLLOW
        or page.match("skip", last + 1, span.end)
        or page.match("date_suffix", last + 1, span.end)
    ):
        return False
    if page.text[page.tokens[last].end : following.start].count("\n"):
        return False
    gap_noun = following.text.isalpha() and (last + 1) not in page.mention_at
    return gap_noun and page.grammar.lang == "en" and following.low not in page.grammar.bases


def _in_condition(page: Page, span: Span, first: int) -> bool:
    """Whether the date stands in a side clause ("if nobody answers by Wed")."""
    for place in range(first - 1, span.first - 1, -1):
        token = page.tokens[place]
        if token.text in (",", ";", ")", "–", "—") or (token.text == "-" and page.spaced(place)):
            return False
        if token.low in ("who", "which") and first - place > 2:
            return True
        if page.match("conditions", place, first) and first - place > 2:
            happening = any(page.tokens[p].low in page.grammar.finite for p in range(place + 2, first))
            return happening or token.low not in (
                "before",
                "until",
                "till",
                "by",
                "bis",
                "avant",
                "as",
                "after",
                "since",
                "while",
            )
    return False
