"""Whether and when somebody is reminded of a promise: never at a bad time, never twice in two days."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calm import days_of
from bot.domain.jobs import RemindOwner
from bot.domain.person import Preferences
from bot.domain.reminder import first_look
from bot.domain.task import Step, Task
from bot.domain.team import DigestTime
from bot.features.reminders.decide import QUIET_AFTER_A_TOUCH, Now, Silence, Wait, decide

TEAM = DigestTime("Europe/Berlin", country="DE")
OLD = datetime(2026, 11, 2, 9, tzinfo=UTC)
FRIDAY = date(2026, 11, 27)
TASK = Task("T-1", "t", "team", "x", "accepted", proposer="ana", created=OLD, owner="bo", due=FRIDAY)
JOB = RemindOwner("t", "team", "T-1", "bo", FRIDAY.isoformat())
THURSDAY_NINE = datetime(2026, 11, 26, 8, tzinfo=UTC)


def at(now: datetime, task: Task = TASK, wishes: Preferences = Preferences()) -> Now | Wait | Silence:  # noqa: B008 - frozen
    return decide(JOB, task, days_of(wishes, TEAM), now)


def test_a_promise_nobody_touched_is_asked_about_the_working_day_before() -> None:
    look = first_look(TASK)
    assert look is not None
    assert look.job == JOB
    assert at(look.at) == Wait(THURSDAY_NINE)
    assert at(THURSDAY_NINE) == Now()


def test_what_is_due_on_monday_is_asked_about_on_friday() -> None:
    monday = replace(TASK, due=date(2026, 11, 30))
    job = replace(JOB, due="2026-11-30")
    assert decide(job, monday, days_of(Preferences(), TEAM), OLD) == Wait(datetime(2026, 11, 27, 8, tzinfo=UTC))


def test_what_is_due_after_holidays_is_asked_about_before_them() -> None:
    after = replace(TASK, due=date(2026, 12, 28))
    job = replace(JOB, due="2026-12-28")
    assert decide(job, after, days_of(Preferences(), TEAM), OLD) == Wait(datetime(2026, 12, 24, 8, tzinfo=UTC))


def test_who_touched_it_within_two_days_is_left_alone() -> None:
    touched = replace(TASK, history=(Step(THURSDAY_NINE - timedelta(hours=47), "bo", "new_date"),))
    assert at(THURSDAY_NINE, touched) == Silence("just_moved")


def test_another_date_another_owner_and_a_done_task_are_other_promises() -> None:
    for other in (
        replace(TASK, due=date(2026, 12, 4)),
        replace(TASK, owner="cy"),
        replace(TASK, state="done"),
        replace(TASK, state="proposed"),
        replace(TASK, due=None),
    ):
        assert at(THURSDAY_NINE, other) == Silence("other_promise")


def test_who_opted_out_in_any_way_is_not_reminded() -> None:
    for wishes in (Preferences(reminders=False), Preferences(may_write=False), Preferences(blocked=True)):
        assert at(THURSDAY_NINE, TASK, wishes) == Silence("opted_out")


def test_a_pause_that_ends_before_the_date_only_delays() -> None:
    back = datetime(2026, 11, 26, 13, tzinfo=UTC)
    assert at(THURSDAY_NINE, TASK, Preferences(paused_until=back)) == Wait(back)
    long = Preferences(paused_until=datetime(2026, 12, 24, tzinfo=UTC))
    assert at(THURSDAY_NINE, TASK, long) == Silence("too_late")


def _naive(year: int) -> datetime:
    return datetime(year, 11, 1)  # noqa: DTZ001 - bounds


ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Pacific/Apia"]
wishes = st.builds(
    Preferences,
    zone=st.none() | st.sampled_from(ZONES),
    quiet_from=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    quiet_until=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    days=st.lists(st.integers(0, 6), unique=True).map(tuple),
    country=st.none() | st.sampled_from(["DE", "JP", "US"]),
    paused_until=st.none() | st.datetimes(timezones=st.just(UTC), min_value=_naive(2026), max_value=_naive(2027)),
)


@settings(max_examples=400)
@given(
    wishes=wishes,
    due=st.dates(date(2026, 11, 10), date(2027, 3, 1)),
    now=st.datetimes(_naive(2026), _naive(2027), timezones=st.just(UTC)),
)
def test_nobody_is_asked_in_quiet_hours_on_days_off_or_after_the_date(
    wishes: Preferences, due: date, now: datetime
) -> None:
    """Whatever the settings: a wait ends at a moment when they may be asked, or in silence."""
    task, job = replace(TASK, due=due), replace(JOB, due=due.isoformat())
    days = days_of(wishes, TEAM)
    found = decide(job, task, days, now)
    asked = found.at if isinstance(found, Wait) else now
    if isinstance(found, Silence):
        return
    wall = asked.astimezone(ZoneInfo(wishes.zone or "Europe/Berlin"))
    assert wall.weekday() in wishes.days
    assert wall.date() in days.works
    assert not wishes.is_quiet(wall.time())
    assert not (wishes.paused_until and asked < wishes.paused_until)
    assert wall.date() <= due
    assert asked >= now
    if isinstance(found, Wait):
        assert not isinstance(decide(job, task, days, asked), Wait)


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 10)), max_size=12))
def test_a_task_is_asked_about_at_most_once_in_two_days(moves: list[tuple[int, int]]) -> None:
    """The owner moves the date at odd hours; each new date is looked at every hour, and asked about once."""
    days = days_of(Preferences(days=tuple(range(7)), quiet_from=time(0), quiet_until=time(0)), DigestTime())
    task, now, asked, done = TASK, OLD, list[datetime](), set[str]()
    for hours, ahead in [*moves, (24 * 14, 0)]:
        for _ in range(hours):
            now += timedelta(hours=1)
            job = replace(JOB, due=str(task.due))
            if job.due not in done and decide(job, task, days, now) == Now():
                asked.append(now)
                done.add(job.due)
        moved = replace(task, due=now.date() + timedelta(days=ahead))
        task = replace(moved, history=(*task.history, Step(now, "bo", "new_date")))
    gaps = [later - earlier for earlier, later in itertools.pairwise(asked)]
    assert all(gap >= QUIET_AFTER_A_TOUCH for gap in gaps)
