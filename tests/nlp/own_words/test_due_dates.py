"""The date rules, one by one; the meeting is on Wednesday 2025-09-24 unless a row says otherwise."""

from __future__ import annotations

from datetime import date

import pytest

from nlp.own_words import resolve_due

WEDNESDAY = date(2025, 9, 24)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Friday", "2025-09-26"),
        ("Wednesday", "2025-10-01"),
        ("next Friday", "2025-10-03"),
        ("this Friday", "2025-09-26"),
        ("Tuesday next week", "2025-09-30"),
        ("Friday week", "2025-10-03"),
        ("EOD", "2025-09-24"),
        ("COB", "2025-09-24"),
        ("today", "2025-09-24"),
        ("tonight", "2025-09-24"),
        ("this afternoon", "2025-09-24"),
        ("COB Friday", "2025-09-26"),
        ("tomorrow", "2025-09-25"),
        ("tmrw", "2025-09-25"),
        ("EOW", "2025-09-26"),
        ("nxt wk", "2025-10-03"),
        ("EOM", "2025-09-30"),
        ("before month end", "2025-09-30"),
        ("the 5th", "2025-10-05"),
        ("the 24th", "2025-10-24"),
        ("the 31st", "2025-10-31"),
        ("wk 42", "2025-10-17"),
        ("KW 39", "2025-09-26"),
        ("wk 38", "2026-09-18"),
        ("end of Q3", "2025-09-30"),
        ("Q1", "2026-03-31"),
        ("mid-March", "2026-03-15"),
        ("in two weeks", "2025-10-08"),
        ("in a fortnight", "2025-10-08"),
        ("within 3 days", "2025-09-27"),
        ("in 10 working days", "2025-10-08"),
        ("20 October", "2025-10-20"),
        ("Oct 20th", "2025-10-20"),
        ("2025-12-01", "2025-12-01"),
        ("30.09.2025", "2025-09-30"),
        ("Friday at 3", "2025-09-26T15:00"),
        ("noon on the 30th", "2025-09-30T12:00"),
        ("Nov 7, 17:00", "2025-11-07T17:00"),
        ("by 4.30pm", "2025-09-24T16:30"),
        ("first Monday of November", "2025-11-03"),
        ("1 Sept", "2025-09-01"),
    ],
)
def test_a_typed_date_is_read_by_the_house_rules(text: str, due: str) -> None:
    assert resolve_due(text, WEDNESDAY, "en-GB") == due


@pytest.mark.parametrize(
    "text", ["early October", "late May", "ASAP", "before the board meeting", "the 5th floor", "", "31/02"]
)
def test_what_names_no_day_stays_open(text: str) -> None:
    assert resolve_due(text, WEDNESDAY, "en-GB") is None


@pytest.mark.parametrize(
    ("locale", "due"),
    [
        ("en-GB", "2026-04-03"),
        ("de-DE", "2026-04-03"),
        ("en-AU", "2026-04-03"),
        ("en-US", "2026-03-04"),
        ("ja-JP", "2026-03-04"),
        ("ko-KR", "2026-03-04"),
    ],
)
def test_03_04_is_day_first_except_where_month_comes_first(locale: str, due: str) -> None:
    assert resolve_due("03/04", WEDNESDAY, locale) == due


@pytest.mark.parametrize(
    ("text", "when", "due"),
    [
        ("Friday", date(2025, 9, 26), "2025-10-03"),
        ("EOW", date(2025, 9, 27), "2025-10-03"),
        ("EOM", date(2024, 2, 10), "2024-02-29"),
        ("the 31st", date(2025, 4, 30), "2025-05-31"),
        ("wk 1", date(2025, 12, 29), "2026-01-02"),
        ("end of quarter", date(2025, 12, 31), "2025-12-31"),
        ("next Monday", date(2025, 12, 31), "2026-01-05"),
    ],
)
def test_edges_of_week_month_and_year(text: str, when: date, due: str) -> None:
    assert resolve_due(text, when, "en-GB") == due


@pytest.mark.parametrize(
    ("locale", "text", "due"),
    [
        ("de-DE", "bis Fr", "2025-09-26"),
        ("de-DE", "nächsten Dienstag", "2025-09-30"),
        ("de-DE", "morgen Mittag", "2025-09-25T12:00"),
        ("de-DE", "Ende nächster Woche", "2025-10-03"),
        ("de-DE", "30.10.", "2025-10-30"),
        ("fr-FR", "vendredi prochain", "2025-10-03"),
        ("fr-FR", "d'ici 17h demain", "2025-09-25T17:00"),
        ("fr-FR", "fin du mois", "2025-09-30"),
        ("es-ES", "el día 7 a las 10:00", "2025-10-07T10:00"),
        ("es-ES", "pasado mañana", "2025-09-26"),
    ],
)
def test_german_french_and_spanish_dates(locale: str, text: str, due: str) -> None:
    assert resolve_due(text, WEDNESDAY, locale) == due
