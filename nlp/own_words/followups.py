"""What one sentence says of an item in another: its date, or the thing meant by "it"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.own_words.clauses import Clause
from nlp.own_words.drafts import Draft
from nlp.own_words.dues import any_date, due_in
from nlp.own_words.page import Page
from nlp.own_words.phrase import Span
from nlp.own_words.signs import only_date

# fmt: off
_ALL = frozenset({
    "all", "both", "everyone", "everybody", "each", "alle", "beide", "beides", "alles", "tous", "tout", "deux",
    "todo", "todos", "ambos",
})
# fmt: on
_TWO = frozenset({"both", "beide", "beides", "deux", "ambos"})
_CORRECTING = frozenset(
    [
        "make",
        "that",
        "sorry",
        "no",
        "correction",
        "actually",
        "pardon",
        "i",
        "mean",
        "meant",
        "rather",
        "wait",
        "it",
        "or",
    ]
)
_WHOLE = re.compile(
    r"(?:(?:do|take|handle|own|make|have|get|cover|tackle|it|machen|faire|hacer)\s*)?"
    r"(?:it|that|that one|this|this one|them|both|likewise|the same|the lot|so|es|ça|cela|lo|'s)",
    re.IGNORECASE,
)
_OBJECT = re.compile(r"\b(?:it|them|that one)\b(?!\s+(?:is|was|will|has))", re.IGNORECASE)


def is_date_only(page: Page, first: int, end: int) -> bool:
    """As in "By noon Thursday.", "ETA: 2 weeks from today"."""
    return only_date(page, first, end)


def add_shared_date(page: Page, drafts: Sequence[Draft], first: int, end: int) -> None:
    """Give the date to the item before it, or to all that lack one where the sentence says "all" or "both"."""
    due = any_date(page, Span(first, end))
    if due is None:
        return
    open_drafts = [draft for draft in drafts if draft.due is None and draft.due_text is None]
    lows = {page.tokens[place].low for place in range(first, end)}
    if lows & _ALL:
        chosen = open_drafts[-2:] if lows & _TWO else open_drafts
    else:
        last = drafts[-1].sentence
        chosen = [draft for draft in open_drafts if draft.sentence == last][-1:]
    for draft in chosen:
        draft.due, draft.due_text = due.phrase.due(page.when), due.text(page)
        if draft is drafts[-1] and len(chosen) == 1:
            draft.end = page.tokens[end - 1].end


def corrected(page: Page, drafts: Sequence[Draft], first: int, end: int) -> bool:
    """As in "Make that Thursday.", "Sorry, Friday.": the date before was wrong."""
    place = first
    while place < end and (page.tokens[place].low in _CORRECTING or page.tokens[place].text in ",:-–—"):
        place += 1
    if place == first or not only_date(page, place, end):
        return False
    due = any_date(page, Span(place, end))
    if due:
        drafts[-1].due, drafts[-1].due_text = due.phrase.due(page.when), due.text(page)
    return True


def has_time_until(page: Page, drafts: Sequence[Draft], clause: Clause) -> bool:
    """As in "she has time until March", "he says by Sunday": a date for the item before."""
    lows = {page.tokens[place].low for place in range(clause.predicate.start - 1, clause.body.end)}
    wanted = bool(lows & {"need", "needs", "want", "brauchen"}) and bool(lows & {"it", "them", "that", "es"})
    told = wanted or bool(lows & {"time", "zeit", "says", "said", "promised"})
    due = due_in(page, clause.body, None) if told else None
    if due is None or not drafts or drafts[-1].due:
        return False
    drafts[-1].due, drafts[-1].due_text = due.phrase.due(page.when), due.text(page)
    return True


def borrowed_date(page: Page, drafts: Sequence[Draft], first: int, end: int) -> None:
    """As in "Deck due next Fri", "needs it done by Weds", "keys needed Thursday": a date for something said before."""
    due = due_in(page, Span(first, end), None)
    if due is None or end - first > 14:
        return
    lows = [page.tokens[place].low for place in range(first, end)]
    announced = any(
        word in lows
        for word in (
            "due",
            "deadline",
            "by",
            "need",
            "needs",
            "needed",
            "eta",
            "proposal",
            "target",
            "draft",
            "fällig",
            "frist",
            "bis",
        )
    )
    if not announced:
        return
    open_drafts = [draft for draft in drafts if draft.due is None and draft.due_text is None]
    if set(lows) & _ALL:
        chosen = open_drafts[-2:] if set(lows) & _TWO else open_drafts
    else:
        named = [draft for draft in open_drafts if set(lows) & {w for w in draft.what.lower().split() if len(w) > 3}]
        chosen = (named or [draft for draft in open_drafts if draft is drafts[-1]])[-1:]
    for draft in chosen:
        draft.due, draft.due_text = due.phrase.due(page.when), due.text(page)


def resolve_pronouns(page: Page, what: str, thing: str) -> str:
    """As in "check it" after "make the English manual" is "check the English manual"."""
    if not thing:
        return what
    if _WHOLE.fullmatch(what) or not what:
        return thing
    noun = _noun(page, thing)
    if noun and len(noun) <= 50 and len(_OBJECT.findall(what)) == 1:
        return _OBJECT.sub(lambda _: noun, what)
    return what


def is_pronoun(what: str) -> bool:
    """Whether nothing but "it", "do that", "likewise" is said."""
    return not what or bool(_WHOLE.fullmatch(what))


def share_within(page: Page, drafts: Sequence[Draft]) -> None:
    """As in "Tomek the carpet, Pawel the lights, both until the 10th"; "revisa y firma, para el 15"."""
    if len(drafts) < 2 or drafts[-1].due is None or not drafts[-1].dated_last:
        return
    if any(draft.due or draft.due_text for draft in drafts[:-1]):
        return
    words = page.original[drafts[-1].start : drafts[-1].end]
    shared = re.search(
        r"(?:^|[,;(–-])\s*(?:both|all|each|beide|beides|alle|alles|tous|todos|ambos|les deux)\b",
        words,
        re.IGNORECASE,
    )
    listed = re.search(r",\s*[^,]{1,40}$", words) and re.search(
        r"\b(?:y|and|und|et)\s*$", page.original[drafts[-2].end : drafts[-1].start]
    )
    if shared or listed or _joined_before(page, drafts):
        for draft in drafts[:-1]:
            draft.due, draft.due_text = drafts[-1].due, drafts[-1].due_text


_FIRM = re.compile(
    r"\b(?:by|before|until|till?|no later than|due|bis|spätestens|avant|d'ici|antes del?|hasta)\b", re.IGNORECASE
)


def _joined_before(page: Page, drafts: Sequence[Draft]) -> bool:
    """As in "order the sheets and return the hoist by the 24th": a firm day at the end of one doer's joined tasks."""
    last, others = drafts[-1], drafts[:-1]
    if any((draft.owner, draft.owner_text) != (last.owner, last.owner_text) for draft in others):
        return False
    joined = re.search(r"\b(?:and|und|et|y)\s*$", page.original[others[-1].end : last.start])
    return bool(joined and _FIRM.search(page.original[last.start : last.end]))


def _noun(page: Page, thing: str) -> str:
    first, _, rest = thing.partition(" ")
    return rest if first.lower() in page.grammar.bases and rest else thing
