"""Digest moments: 400 days in 12 zones, through every change of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.team import DigestTime
from bot.domain.when import due_now, next_due

ZONES = [
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Apia",
    "Africa/Cairo",
    "Africa/Casablanca",
]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", [time(9), time(2, 30), time(0), time(23, 59)])
def test_every_working_day_has_exactly_one_digest_on_its_own_local_date(zone: str, at: time) -> None:
    team = DigestTime(zone, at)
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    days: list[date] = []
    while len(days) < 286:  # 400 days of a five-day week
        found = next_due(team, moment)
        assert found is not None
        assert found.at > moment
        assert found.at.astimezone(ZoneInfo(zone)).date() == found.day
        days.append(found.day)
        moment = found.at
    expected = [day for day in (days[0] + timedelta(n) for n in range(410)) if day.weekday() < 5][: len(days)]
    assert days == expected


def test_an_hour_that_the_clocks_jump_over_comes_that_much_later() -> None:
    found = next_due(DigestTime("Europe/Berlin", time(2, 30), (6,)), datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert found is not None
    assert found.at.astimezone(ZoneInfo("Europe/Berlin")).strftime("%d %H:%M") == "29 03:30"


def test_an_hour_that_comes_twice_counts_once_and_first() -> None:
    team = DigestTime("Europe/Berlin", time(2, 30), (6,))
    found = next_due(team, datetime(2026, 10, 24, 12, tzinfo=UTC))
    assert found is not None
    assert found.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    again = next_due(team, found.at)
    assert again is not None
    assert again.day == date(2026, 11, 1)


def test_public_holidays_of_the_team_s_country_are_days_off() -> None:
    found = next_due(DigestTime("Europe/Berlin", country="DE"), datetime(2026, 12, 24, 12, tzinfo=UTC))
    assert found is not None
    assert found.day == date(2026, 12, 28)


def test_a_country_nobody_knows_has_no_holidays_rather_than_no_digest() -> None:
    assert next_due(DigestTime(country="ZZ"), datetime(2026, 12, 24, tzinfo=UTC)) is not None


def test_no_working_day_means_no_digest() -> None:
    assert next_due(DigestTime(days=()), datetime(2026, 1, 1, tzinfo=UTC)) is None


NINE_IN_BERLIN = datetime(2026, 11, 25, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("late", "sent"),
    [(timedelta(), True), (timedelta(hours=3), True), (timedelta(hours=16), False), (timedelta(days=9), False)],
)
def test_late_is_fine_the_same_day_and_never_after(late: timedelta, sent: bool) -> None:
    assert (due_now(DigestTime("Europe/Berlin"), NINE_IN_BERLIN, NINE_IN_BERLIN + late) is not None) == sent


@settings(max_examples=200)
@given(
    zone=st.sampled_from(ZONES),
    at=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    after=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
)
def test_the_next_moment_is_after_now_and_within_a_week_and_a_day(zone: str, at: time, after: datetime) -> None:
    found = next_due(DigestTime(zone, at), after)
    assert found is not None
    assert timedelta() < found.at - after < timedelta(days=4, hours=2)
