"""400 days in 12 zones: every working day has its digest once, whatever happens to clocks, schedulers and settings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.team import DigestTime
from bot.domain.when import LATEST, first_due, next_due, turn
from tests.unit.test_when import ZONES

START = datetime(2026, 1, 5, 0, 30, tzinfo=UTC)
DAYS = timedelta(days=400)
TICK = timedelta(seconds=1)


@dataclass
class Schedule:
    """What the schedule's store does, told in a few lines: one planned moment, and each date fired once."""

    team: DigestTime
    planned: datetime | None = None
    sent: Counter[date] = field(default_factory=Counter)
    missed: set[date] = field(default_factory=set)
    settled: set[date] = field(default_factory=set)

    def plan(self, now: datetime, *, today: bool = False) -> None:
        found = (first_due if today else next_due)(self.team, now)
        self.planned = found.at if found else None

    def tick(self, now: datetime, *, tries: int = 1) -> None:
        """`tries`: so many schedulers fire the same claim, for those before them died or were slow."""
        if self.planned is None or self.planned > now:
            return
        found = turn(self.team, self.planned, now)
        for _ in range(tries):
            if found.day not in self.settled:
                self.settled.add(found.day)
                if found.missed:
                    self.missed.add(found.day)
                else:
                    self.sent[found.day] += 1
        self.planned = found.next_at


def working_days(team: DigestTime, first: datetime, last: datetime) -> dict[date, datetime]:
    """Every working day between two moments, with its own moment."""
    zone = ZoneInfo(team.zone)
    day, found = first.astimezone(zone).date(), dict[date, datetime]()
    while day <= last.astimezone(zone).date():
        at = datetime.combine(day, team.at, tzinfo=zone).astimezone(UTC)
        if day in team.works and first < at <= last:
            found[day] = at
        day += timedelta(days=1)
    return found


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", [time(9), time(2, 30), time(0), time(23, 59)])
def test_400_days_of_one_zone_with_slow_schedulers(zone: str, at: time) -> None:
    team = DigestTime(zone, at, country="DE")
    schedule, now = Schedule(team), START
    schedule.plan(now)
    while now < START + DAYS and schedule.planned:
        now = max(now, schedule.planned) + TICK
        schedule.tick(now, tries=3)
    expected = working_days(team, START, now)
    assert schedule.sent == Counter(expected.keys())
    assert not schedule.missed


@settings(max_examples=60, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    at=st.sampled_from([time(9), time(2, 30), time(0), time(23, 59)]),
    outages=st.lists(st.tuples(st.integers(1, 400 * 24), st.integers(1, 96)), max_size=6),
)
def test_after_an_outage_it_comes_late_on_its_day_or_not_at_all(
    zone: str, at: time, outages: list[tuple[int, int]]
) -> None:
    """Down for some hours, some times. What could be sent late on its own local date is; the rest is never sent."""
    team = DigestTime(zone, at)
    down = [(START + timedelta(hours=h), START + timedelta(hours=h + length)) for h, length in sorted(outages)]

    def up_from(moment: datetime) -> datetime:
        for begin, end in down:
            if begin <= moment < end:
                moment = end
        return moment

    schedule, now = Schedule(team), START
    schedule.plan(now)
    while schedule.planned and (now < START + DAYS or schedule.planned <= now):  # an outage may end after the last day
        now = up_from(max(now, schedule.planned)) + TICK
        schedule.tick(now)
    for day, due in working_days(team, START, now - TICK).items():
        looked = up_from(due) + TICK
        in_time = looked - due <= LATEST and looked.astimezone(ZoneInfo(zone)).date() == day
        assert schedule.sent[day] == int(in_time), day


@settings(max_examples=100, deadline=None)
@given(
    zones=st.lists(st.tuples(st.sampled_from(ZONES), st.sampled_from([time(7), time(9), time(17)])), min_size=2),
    gaps=st.lists(st.integers(1, 24 * 9), min_size=1, max_size=20),
    backwards=st.integers(0, 120),
)
def test_a_team_that_travels_has_no_date_twice_and_its_dates_again_once_it_rests(
    zones: list[tuple[str, time]], gaps: list[int], backwards: int
) -> None:
    """Zone and hour change at odd moments, and the clock is set back when they do."""
    schedule, now = Schedule(DigestTime(*zones[0])), START
    schedule.plan(now)
    for number, gap in enumerate(gaps):
        until = now + timedelta(hours=gap)
        while schedule.planned and schedule.planned < until:
            now = max(now, schedule.planned) + TICK
            schedule.tick(now, tries=2)
        now = until - timedelta(minutes=backwards)
        schedule.team = DigestTime(*zones[number % len(zones)])
        schedule.plan(now, today=True)
    rested = now + timedelta(days=1)
    while now < rested + timedelta(days=14) and schedule.planned:
        now = max(now, schedule.planned) + TICK
        schedule.tick(now)
    assert set(schedule.sent.values()) <= {1}
    assert working_days(schedule.team, rested, now).keys() <= schedule.sent.keys()
