"""What the words around a finished item still say of it: whom "you" means, and a deadline told behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.own_words.drafts import Draft
from nlp.own_words.dues import DueFound, any_date
from nlp.own_words.page import Page
from nlp.own_words.phrase import Span

_YOU = re.compile(r"\W*(?:please |pls )?(?:(?:can|could|would|will|may) )?(?:you|u)\b", re.IGNORECASE)
_GREETINGS = frozenset({"hi", "hello", "hey", "dear", "morning"})
_STOPS = frozenset({".", "!", "?"})
_REACH = 90
"""Characters behind an item within which its deadline is told."""
_BOTH = re.compile(r"\bboth\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:all of (?:it|them|that)|all)\b", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?:(?:and|so|but|as|because|i'd say|i think|please|that) )*"
    r"(?:it|that|this|they|these|those|which|he|she|them|both|all|should|must|needed|due|aim|target|deadline|has|needs"
    r"|let's say|i'd like (?:it|them)|i (?:need|want) (?:it|them)|i target|i told (?:her|him|them)"
    r"|(?:that|this|the) [\w-]+ (?:has|have|needs?) to be)\b",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    r"\b(?:due|need(?:s|ed)?|deadline|aim|target|ha(?:s|ve) to be|must be|should be|wants?|i'd like|let's say|figures"
    r"|reckons|thinks|hopes|promised|(?:has|have) (?:until|till)|(?:both|all)(?: of (?:it|them|that))?)\b",
    re.IGNORECASE,
)
_ENOUGH = re.compile(r"\s+(?:is|would be) (?:early enough|soon enough|in time|fine|ok)\b", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:if|when|once|not|unless|last|was|were)\b|n't\b", re.IGNORECASE)


def settle(page: Page, drafts: Sequence[Draft]) -> None:
    """Fill in what is said around the items, which stand in reading order; nothing found already is changed."""
    for draft in drafts:
        if draft.owner is None and _speaks_to(page, draft):
            draft.owner = _addressed(page, draft)
    stops = [draft.start for draft in drafts[1:]] + [len(page.text)]
    for number, stop in enumerate(stops[: len(drafts)], start=1):
        _take_deadline(page, drafts, number, stop)


def once(drafts: Sequence[Draft]) -> list[Draft]:
    """As in "The stand has to be booked, Ana's on it": what is told again with its owner is one item."""
    kept: list[Draft] = []
    for draft in drafts:
        last = kept[-1] if kept else None
        if last and draft.owner and not (last.owner or last.owner_text) and last.what.lower() == draft.what.lower():
            last.owner, last.owner_text, last.end = draft.owner, draft.owner_text, max(last.end, draft.end)
        else:
            kept.append(draft)
    return kept


def _speaks_to(page: Page, draft: Draft) -> bool:
    """As in "you call the landlord" and "could you call the landlord?"."""
    if draft.owner_text is not None:
        return draft.owner_text.lower() in ("you", "u")
    return bool(_YOU.match(page.text, draft.start, draft.end))


def _addressed(page: Page, draft: Draft) -> str | None:
    """Whom the sentence calls by name before it says "you", or whom the text greets; None where that is open."""
    first, _ = page.token_range(draft.start, draft.end)
    for place in range(first - 1, -1, -1):
        token = page.tokens[place]
        if token.text in _STOPS or "\n" in page.text[token.end : page.tokens[place + 1].start]:
            break
        called = page.mention_at.get(place)
        if called and page.tokens[called.last + 1].text == "," and _begins(page, called.first):
            return called.person
    return _greeted(page)


def _begins(page: Page, place: int) -> bool:
    """Whether the token opens a sentence, or follows but "and", "so" or a greeting there."""
    if place == 0 or "\n" in page.text[page.tokens[place - 1].end : page.tokens[place].start]:
        return True
    before = page.tokens[place - 1]
    return before.text in (*_STOPS, ",") or before.low in _GREETINGS | {"and", "so"}


def _greeted(page: Page) -> str | None:
    """As in "Hi Ana, from today: ..." and "Ana," above a letter."""
    place = int(bool(page.tokens) and page.tokens[0].low in _GREETINGS)
    named = page.mention_at.get(place)
    if named is None or named.last + 1 >= len(page.tokens) or page.tokens[named.last + 1].text not in ",–—!":
        return None
    return named.person if named.person != page.author else None


def _take_deadline(page: Page, drafts: Sequence[Draft], number: int, stop: int) -> None:
    """Give the last of the first `number` items, or both or all, the deadline told before character `stop`."""
    last = drafts[number - 1]
    first, end = page.token_range(last.end, min(stop, last.end + _REACH))
    dates = [place for place in range(first, end) if place in page.date_at]
    found = [any_date(page, Span(place, page.date_at[place][1] + 1)) for place in dates]
    due = next((date for date in reversed(found) if date and _tells_deadline(page, last.end, date)), None)
    if due is None:
        return
    said = page.text[last.end : due.phrase.start]
    count = 2 if _BOTH.search(said) else number if _ALL.search(said) else 1
    for draft in drafts[max(0, number - count) : number]:
        if draft.due is None and draft.due_text is None:
            draft.due, draft.due_text = due.phrase.due(page.when), due.text(page)


def _tells_deadline(page: Page, start: int, due: DueFound) -> bool:
    """As in "It has to be in by the 3rd.", "both of them by Friday", "I told her the 19th is early enough"."""
    said = page.text[start : due.phrase.start]
    if "\n\n" in said or len(re.findall(r"[.!?]\s", said)) > 1 or _OPEN.search(said):
        return False
    clause = re.split(r"[,;:.!?()–—]\s*|\n", said)[-1].strip()
    if not _SUBJECT.match(clause):
        return False
    return bool(_DEADLINE.search(clause) or _ENOUGH.match(page.text, due.phrase.end))
