"""What must hold of due dates whatever day the meeting was on, wherever it was."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.own_words import PersonRef, find_items, resolve_due

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTH_FIRST = ["en-US", "ja-JP", "ko-KR"]
DAY_FIRST = ["en-GB", "de-DE", "fr-FR", "es-ES", "en-AU", "pt-BR"]
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Sydney", "America/Sao_Paulo", "Asia/Kolkata", "UTC"]
_DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def _day(text: str, when: date, locale: str = "en-GB") -> date:
    due = resolve_due(text, when, locale)
    assert due is not None, text
    return date.fromisoformat(due)


def _due_time(text: str, when: date, zone: str) -> datetime:
    (item,) = find_items(text, [PersonRef("p1", "Ana Souza")], "p1", when, zone, "en-GB", "en")
    assert item.due is not None
    return datetime.fromisoformat(item.due)


@given(when=_DAYS, number=st.integers(0, 6))
def test_a_weekday_is_the_next_one_and_never_the_meetings_own_day(when: date, number: int) -> None:
    due = _day(WEEKDAYS[number], when)
    assert due.weekday() == number
    assert timedelta(days=1) <= due - when <= timedelta(days=7)


@given(when=_DAYS, number=st.integers(0, 6))
def test_this_and_next_keep_to_the_calendar_week(when: date, number: int) -> None:
    monday = when - timedelta(days=when.weekday())
    assert _day(f"this {WEEKDAYS[number]}", when) == monday + timedelta(days=number)
    assert _day(f"next {WEEKDAYS[number]}", when) == monday + timedelta(days=number + 7)


@given(when=_DAYS, week=st.integers(1, 53), word=st.sampled_from(["wk", "week", "KW"]))
def test_a_week_number_is_the_friday_of_that_iso_week_not_yet_past(when: date, week: int, word: str) -> None:
    due = resolve_due(f"{word} {week}", when, "en-GB")
    if due is None:
        assert week == 53, "not every year has one"
        return
    day = date.fromisoformat(due)
    assert (day.isocalendar().week, day.weekday()) == (week, 4)
    assert day >= when


@given(when=_DAYS, quarter=st.integers(1, 4))
def test_a_quarter_is_its_last_day_not_yet_past(when: date, quarter: int) -> None:
    due = _day(f"end of Q{quarter}", when)
    assert due.month == quarter * 3
    assert (due + timedelta(days=1)).day == 1
    assert timedelta(0) <= due - when < timedelta(days=366)


@given(when=_DAYS)
def test_ends_of_month_quarter_and_year_hold_the_meeting(when: date) -> None:
    month, quarter, year = (_day(text, when) for text in ("EOM", "end of quarter", "end of the year"))
    assert when <= month <= quarter <= year
    assert (month.year, month.month) == (when.year, when.month)
    assert (year.month, year.day, year.year) == (12, 31, when.year)


@given(when=_DAYS, locale=st.sampled_from(MONTH_FIRST + DAY_FIRST), first=st.integers(1, 12), second=st.integers(1, 12))
def test_which_of_two_numbers_is_the_month_is_the_locales(when: date, locale: str, first: int, second: int) -> None:
    month, day = (first, second) if locale in MONTH_FIRST else (second, first)
    due = _day(f"{first:02d}/{second:02d}", when, locale)
    assert (due.month, due.day) == (month, day)
    written = _day(f"{first:02d}/{second:02d}/{when.year}", when, locale)
    assert written == date(when.year, month, day), "with its year it stays where it is, be it past"


@given(when=_DAYS, back=st.integers(1, 900))
def test_a_day_that_is_past_is_kept(when: date, back: int) -> None:
    past = when - timedelta(days=back)
    (item,) = find_items(f"Ana sends the report by {past.isoformat()}", [PersonRef("p1", "Ana")], None, when)
    assert item.due == past.isoformat()


@given(when=_DAYS, hour=st.integers(0, 23), minute=st.sampled_from([0, 15, 30]), zone=st.sampled_from(ZONES))
def test_every_time_is_one_that_the_clocks_show(when: date, hour: int, minute: int, zone: str) -> None:
    due = _due_time(f"Ana sends the report today {hour:02d}:{minute:02d}", when, zone)
    there = due.replace(tzinfo=ZoneInfo(zone))
    assert there.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == due
    assert timedelta(0) <= due - datetime.combine(when, time(hour, minute)) <= timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "when", "due"),
    [
        ("Ana restarts the server on 28 March at 02:30", date(2027, 3, 24), "2027-03-28T03:30"),  # the gap
        ("Ana restarts the server on 31 October at 02:30", date(2027, 10, 27), "2027-10-31T02:30"),  # comes twice
        ("Ana restarts the server on 28 March at 04:00", date(2027, 3, 24), "2027-03-28T04:00"),
    ],
)
def test_a_time_that_the_clocks_skip_is_moved_on_and_one_that_comes_twice_stays(
    text: str, when: date, due: str
) -> None:
    assert _due_time(text, when, "Europe/Berlin") == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    ("text", "zone", "due"),
    [
        ("Ana sends it by 5pm ET on Friday", "Europe/London", "2025-09-26T22:00"),
        ("Ana sends it by Friday 17:00 (CET)", "Europe/Berlin", "2025-09-26T17:00"),
        ("Ana sends it Friday 9am UTC", "Asia/Tokyo", "2025-09-26T18:00"),
        ("Ana sends it Friday 8pm PT", "Australia/Sydney", "2025-09-27T13:00"),
        ("Ana sends it by Friday 5pm", "No/Where", "2025-09-26T17:00"),
    ],
)
def test_a_time_in_another_zone_is_told_in_the_meetings_own(text: str, zone: str, due: str) -> None:
    assert _due_time(text, date(2025, 9, 24), zone) == datetime.fromisoformat(due)
