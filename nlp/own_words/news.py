"""Whether a stretch tells news. It knows words alone, so that whoever looks for doers may ask it too."""

from __future__ import annotations

from nlp.own_words.page import Page


def has_news(page: Page, place: int, end: int) -> bool:
    """Whether something is told of what stands at `place` ("book sales were good"), not in a side clause of it."""
    words = page.grammar.words
    for position in range(place + 1, min(end, place + 10)):
        low = page.tokens[position].low
        if low in words["news"] and (position > place + 1 or low not in ("look", "stay")):
            return True
        if low in words["news_ends"] or page.tokens[position].text in ",;":
            return False
    return False
