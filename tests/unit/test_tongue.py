"""Every word that cards mark as theirs is in every catalogue, with the same places for what is filled in."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from bot.domain.tongue import CATALOGUES, ENGLISH, LANGUAGES, NAMES, day_in, language_of, many, nearest, speaking
from tests.unit.every_face import WEDNESDAY, faces

BOT = CATALOGUES.parent.parent
MARKED: dict[str, Any] = {"say": None, "mark": None, "day_in": None, "many": (2, 3)}
OTHERS = [language for language in LANGUAGES if language != ENGLISH]
Words = str | tuple[str, ...]


def marked() -> set[Words]:
    """All that the code marks, as gettext's own tools find it."""
    files = (path for path in BOT.rglob("*.py") if b"bot.domain.tongue" in path.read_bytes())
    return {found[1] for path in files for found in extract("python", BytesIO(path.read_bytes()), keywords=MARKED)}


def catalogue(language: str) -> Catalog:
    with (CATALOGUES / f"{language}.po").open("rb") as source:
        return read_po(source, locale=language)


def places(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


@pytest.mark.parametrize("language", OTHERS)
def test_every_catalogue_says_all_that_is_marked_and_nothing_else(language: str) -> None:
    assert {tuple(m.id) if isinstance(m.id, list) else m.id for m in catalogue(language) if m.id} == marked()


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_untranslated_or_filled_in_otherwise(language: str) -> None:
    told = catalogue(language)
    for message in told:
        if not message.id:
            continue
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(said), message.id
        assert not message.fuzzy, message.id
        assert len(said) == (told.num_plurals if message.pluralizable else 1), message.id
        wanted = places(message.id if isinstance(message.id, str) else message.id[-1])
        assert all(places(str(words)) == wanted for words in said), message.id


def test_whoever_can_choose_a_language_gets_it() -> None:
    assert {language_of(locale) for locale in NAMES} == set(LANGUAGES)
    assert [nearest(told) for told in ("en-us", "de-AT", "pt", "xx", "")] == [
        "en-US",
        "de-DE",
        "pt-BR",
        "en-GB",
        "en-GB",
    ]
    assert [language_of(told) for told in ("de-AT", "pt-PT", "PT_br", "xx", "")] == ["de", "pt_BR", "pt_BR", "en", "en"]


def test_numbers_and_days_follow_the_language() -> None:
    with speaking("de-DE"):
        assert many(1, "{number} person", "{number} people") == "1 Person"
        assert day_in("EEEE d MMMM", WEDNESDAY) == "Mittwoch, 25. November"
        with speaking("ja-JP"):
            assert day_in("EEE d MMM", WEDNESDAY) == "11月25日(水)"
        assert day_in("EEEE", WEDNESDAY) == "Mittwoch"
    assert day_in("EEE d MMM", WEDNESDAY) == "Wed 25 Nov"


SEEN = {"text", "title", "label", "placeholder", "errorMessage", "speak"}


def seen(part: Any) -> set[str]:
    """What can be read on a card or is read out, line by line."""
    if isinstance(part, list):
        return {line for one in part for line in seen(one)}
    if not isinstance(part, dict):
        return set()
    own = {line for key in SEEN for line in str(part.get(key) or "").splitlines()}
    return own | {line for key, one in part.items() if key not in {"data", "fallback"} for line in seen(one)}


def is_words(line: str) -> bool:
    """A number, an id, a language's or our own name, or a macro that the client fills in reads the same everywhere."""
    return line not in {*NAMES.values(), "Potluck", "DE"} and any(
        sign.isalpha() for sign in re.sub(r"\{\{.*?\}\}|T-\d+", "", line)
    )


@pytest.mark.parametrize("language", OTHERS)
def test_no_card_keeps_a_line_of_english(language: str) -> None:
    english = dict(faces())
    with speaking(language):
        for name, card in faces():
            left = {line for line in seen(card) & seen(english[name]) if is_words(line)}
            assert not left, name


FIRST, SECOND = 0, 1
WRITTEN = {
    **dict.fromkeys(("heading", "text", "quiet", "markdown", "judged", "execute", "ShowText", "BadInput"), FIRST),
    **dict.fromkeys(("text_input", "date_input", "time_input", "toggle", "choices", "people_input"), SECOND),
}
"""Which argument of what makes a card, a toast or a refusal is read by people."""
FOR_PROGRAMS = {"see_tasks.py", "see_meetings.py", "manage.py"}  # the API's, which is in English


def unmarked(path: Path) -> Iterator[str]:
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        at = WRITTEN.get(call.func.id) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else None
        if at is None or not isinstance(call, ast.Call) or len(call.args) <= at:
            continue
        words = [
            part for part in (call.args[at], *getattr(call.args[at], "values", ())) if isinstance(part, ast.Constant)
        ]
        yield from (f"{path.name}: {said}" for part in words if is_words(said := str(part.value)))


def test_no_words_reach_people_unmarked() -> None:
    files = [path for path in (BOT / "features").rglob("*.py") if path.name not in FOR_PROGRAMS]
    assert [found for path in files for found in unmarked(path)] == []


def test_the_catalogues_ship_with_the_product() -> None:
    assert {path.stem for path in Path(CATALOGUES).glob("*.po")} == set(OTHERS)
