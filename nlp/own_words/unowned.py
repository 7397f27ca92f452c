"""Sentences in which nobody does anything: an order, a date for something before, a duty told without its doer."""

from __future__ import annotations

from nlp.own_words.awaited import read_awaited
from nlp.own_words.duties import read_passive, read_whose_job
from nlp.own_words.followups import borrowed_date
from nlp.own_words.orders import read_order
from nlp.own_words.reading import Reading
from nlp.own_words.segment import Line


def read_unowned(state: Reading, first: int, end: int, kind: str | None, question: bool, line: Line) -> None:
    """The first reading that yields an item, or a date for one, is the right one."""
    page, before = state.page, len(state.drafts)
    if not question and read_awaited(state, first, end):
        return
    read_order(state, first, end, kind, question, line)
    if len(state.drafts) > before:
        return
    if not question and before:
        borrowed_date(page, state.drafts, first, end)
    if not question and kind != "info":
        read_passive(state, first, end)
    if len(state.drafts) == before:
        read_whose_job(state, first, end)


def read_asked_behind(state: Reading, first: int, end: int, kind: str | None, line: Line) -> None:
    """As in "I sent you the minutes, please check them": news, and behind it an order."""
    page = state.page
    for place in range(first + 3, end - 2):
        if page.tokens[place].text in ",-–—" and page.match("please", place + 1, end):
            read_order(state, place + 1, end, kind, False, line)
            return
