"""Whatever is pasted: never an error, always verbatim anchors and real dates; and quick on hostile text."""

from __future__ import annotations

from datetime import date, datetime
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.own_words import find_items, resolve_due
from tests.nlp.own_words.conftest import PEOPLE

# fmt: off
_PIECES = st.sampled_from([
    "Ana", "Bo", "Anna", "I", "will", "to", "send", "the deck", "by", "Friday", "the 31st", "30.2.",
    "3pm", "wk 53", "and", ",", ".", ":", "-", "->", "(", ")", "|", "\t", "\n", "\n- ", "\n> ", "[ ]",
    "☑", "?", "🙄", "not", "if", "<b>", "</li>", "`x`", "\u200b", "İ", "in 99999 days", "the day before",
    "bis", "morgen", "kümmert sich um", "la semaine prochaine", "@", "'s", "/", "1) a 2) b", "\u202e",
])
# fmt: on
_TEXTS = st.one_of(st.text(max_size=120), st.lists(_PIECES, max_size=25).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(text=_TEXTS, when=st.dates(), lang=st.sampled_from(["en", "de", "fr", "es", "ja", None]))
def test_any_text_yields_verbatim_anchors_and_real_dates(text: str, when: date, lang: str | None) -> None:
    for item in find_items(text, PEOPLE, "p3", when, "UTC", "en-US", lang):
        assert item.what
        assert item.anchor in text
        assert item.owner_text is None or item.owner_text in text
        assert item.due_text is None or item.due_text in text
        assert item.owner is None or item.owner in {person.id for person in PEOPLE}
        if item.due is not None:
            assert datetime.fromisoformat(item.due).isoformat().startswith(item.due)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60), when=st.dates())
def test_any_typed_date_is_a_real_day_or_none(text: str, when: date) -> None:
    due = resolve_due(text, when, "en-GB")
    if due is not None:
        assert datetime.fromisoformat(due).isoformat().startswith(due)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "Ana ",
        "Ana, ",
        "(Ana ",
        "by Friday ",
        "> ",
        "| a ",
        "😀",
        "مرحبا ",
        "`",
        "<a ",
        "http://a.",
        "1) 2) ",
        "\n",
        "if ",
    ],
)
def test_ten_thousand_characters_are_read_without_trouble(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    started = process_time()
    find_items(text, PEOPLE, "p1", date(2025, 9, 24))
    assert process_time() - started < 5, "not the square of the length"


def test_the_same_text_gives_the_same_items() -> None:
    text = "Ana sends the report, Bo + Grace: slides by Monday."
    asked = [find_items(text, PEOPLE, "p1", date(2025, 9, 24)) for _ in range(3)]
    assert asked[0] == asked[1] == asked[2]
    assert len(asked[0]) == 2
