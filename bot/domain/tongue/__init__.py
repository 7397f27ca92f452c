"""The language that people read Potluck in: English in the code, the others in one catalogue each beside this file.

Whoever is about to draw a card says for whom (`with speaking(locale)`); the card's file marks its own words with `say`,
`many` and `mark`, and writes days with `day_in`. People's own words are never translated. A test extracts what is
marked and holds every catalogue against it; in a catalogue, `msgid` is what stands in the code, word for word.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ENGLISH = "en"
CATALOGUES = Path(__file__).parent
LANGUAGES = (ENGLISH, "de", "es", "fr", "ja", "pt_BR")
DEFAULT = "en-GB"
NAMES = {
    DEFAULT: "English",
    "en-US": "English (US)",
    "de-DE": "Deutsch",
    "es-ES": "Español",
    "fr-FR": "Français",
    "ja-JP": "日本語",
    "pt-BR": "Português (Brasil)",
}
"""The locales that people choose from, each by its own name."""
_SPOKEN: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def language_of(locale: str) -> str:
    """The nearest language that there is a catalogue of; English where there is none."""
    wanted = locale.replace("-", "_").partition("_")[0].lower()
    return next((known for known in LANGUAGES if known.partition("_")[0] == wanted), ENGLISH)


def nearest(locale: str) -> str:
    """The locale of NAMES that is closest to any other."""
    same = [known for known in NAMES if known.lower() == locale.lower()]
    return next(iter(same), None) or next(known for known in NAMES if language_of(known) == language_of(locale))


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """What is drawn inside is drawn in the language of this locale, as BCP 47 names it."""
    token = _SPOKEN.set(language_of(locale))
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def mark(words: str) -> str:
    """Words that are written down here and said elsewhere."""
    return words


def say(words: str, **values: Any) -> str:
    """Our own words in the reader's language, with `values` in their places."""
    told = _catalogue(_SPOKEN.get()).gettext(words)
    return told.format(**values) if values else told


def many(number: int, one: str, more: str, **values: Any) -> str:
    """`one` or `more`, as the language counts; `{number}` stands for the number."""
    return _catalogue(_SPOKEN.get()).ngettext(one, more, number).format(number=number, **values)


def day_in(pattern: str, day: date) -> str:
    """A day by a pattern of Unicode CLDR, which is itself translated: languages order a date differently."""
    return format_date(day, say(pattern), locale=_SPOKEN.get())


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == ENGLISH:
        return gettext.NullTranslations()
    compiled = BytesIO()
    with (CATALOGUES / f"{language}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
