"""From a text to its items; the reading itself lives in `reader.py`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from nlp.own_words.drafts import Draft
from nlp.own_words.language import OTHER, language_of
from nlp.own_words.page import Page, make_page
from nlp.own_words.people import Directory
from nlp.own_words.reader import Reader
from nlp.own_words.results import FoundItem, PersonRef
from nlp.own_words.segment import lines
from nlp.own_words.tagger import load_tagger
from nlp.own_words.tagging import named_places, tagged

MAX_CHARACTERS = 40_000
TAGGED = "en"
"""The language that the tagger has learnt."""


def find_in_text(
    text: str,
    people: Sequence[PersonRef],
    author: str | None,
    when: date,
    locale: str,
    lang: str | None,
    zone: str,
) -> tuple[FoundItem, ...]:
    """See `nlp.own_words.find_items`."""
    text = text[:MAX_CHARACTERS]
    language = language_of(text, lang, locale)
    page = make_page(text, Directory(people), author, when, locale, language, zone)
    return tuple(_finished(page, draft) for draft in _drafts(page, language))


def _drafts(page: Page, language: str) -> list[Draft]:
    if language == OTHER:
        return _whole_lines(page)
    reader = Reader(page)
    drafts = reader.read()
    if language != TAGGED:
        return drafts
    return tagged(reader.state, drafts, load_tagger().read(page.text, named_places(page)))


def _whole_lines(page: Page) -> list[Draft]:
    """In a language nobody taught us each line is one item without an owner, so that nothing is lost."""
    found: list[Draft] = []
    for line in lines(page.text):
        words = page.original[line.start : line.end].strip()
        if line.quoted or line.box is True or not any(c.isalpha() for c in words):
            continue
        draft = Draft(words, line.start, line.end)
        first, end = page.token_range(line.start, line.end)
        phrase = next((page.date_at[place][0] for place in range(first, end) if place in page.date_at), None)
        if phrase:
            draft.due, draft.due_text = phrase.due(page.when), page.original[phrase.start : phrase.end]
        found.append(draft)
    return found


def _finished(page: Page, draft: Draft) -> FoundItem:
    return FoundItem(
        draft.what,
        page.original[draft.start : draft.end],
        draft.owner,
        draft.owner_text,
        draft.due,
        draft.due_text,
    )
