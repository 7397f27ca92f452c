"""People's own words after a meeting: what, who, by when. The two functions the rest of Potluck calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from nlp.own_words.find import find_in_text
from nlp.own_words.find_dates import find_dates
from nlp.own_words.language import language_of
from nlp.own_words.results import FoundItem, PersonRef

__all__ = ["FoundItem", "PersonRef", "find_items", "resolve_due"]


def find_items(
    text: str,
    people: Sequence[PersonRef],
    author: str | None,
    when: date,
    zone: str = "UTC",
    locale: str = "en-GB",
    lang: str | None = None,
) -> tuple[FoundItem, ...]:
    """The action items in `text`, in reading order; empty where there is none. Never raises on any text.

    `when` is the meeting's date in `zone`, an IANA name. Due times are wall-clock times there, also where the text
    names another zone ("5pm ET"). A time that the clocks skip is moved on by as much as they are.
    """
    return find_in_text(text, people, author, when, locale, lang, zone)


def resolve_due(text: str, when: date, locale: str) -> str | None:
    """A typed due date ("Friday", "3/4", "KW 42") as "YYYY-MM-DD[THH:MM]", or None where no day can be told."""
    for lang in (
        locale.replace("_", "-").split("-")[0].lower(),
        language_of(text, None, locale),
        "en",
        "de",
        "fr",
        "es",
    ):
        for phrase in find_dates(text[:500], when, locale, lang):
            due = phrase.due(when)
            if due:
                return due
    return None
