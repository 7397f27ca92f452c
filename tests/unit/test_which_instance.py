"""Starts and ends of meetings come twice, late, out of order, or alone: still one sitting each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.conversation import Conversation, MessageRef
from bot.domain.meeting import MeetingInstance
from bot.features.meeting_outcomes.which_instance import after_end, after_start

NINE = datetime(2026, 11, 25, 9, tzinfo=UTC)
CHAT = Conversation("t", "19:meeting_x@thread.v2", "https://s.example", "group")


def fresh(at: datetime) -> MeetingInstance:
    return MeetingInstance("t", "m", at, CHAT, "Planning")


def told(*events: tuple[str, datetime]) -> list[str]:
    """Keys of the instances that were ended, over a sequence of events, without repeats."""
    latest: MeetingInstance | None = None
    ended: dict[str, None] = {}
    for kind, at in events:
        if kind == "start":
            latest = after_start(latest, fresh(at)) or latest
        else:
            latest = after_end(latest, fresh(at), at)
            ended[latest.key] = None
    return list(ended)


def test_an_end_without_a_start_is_one_sitting_however_often_it_is_told() -> None:
    assert len(told(("end", NINE), ("end", NINE), ("end", NINE + timedelta(seconds=3)))) == 1


def test_a_start_that_arrives_after_its_end_changes_nothing() -> None:
    assert len(told(("end", NINE + timedelta(hours=1)), ("start", NINE), ("end", NINE + timedelta(hours=1)))) == 1


def test_two_occurrences_of_a_series_are_two_sittings() -> None:
    week = timedelta(days=7)
    hour = timedelta(hours=1)
    assert len(told(("start", NINE), ("end", NINE + hour), ("start", NINE + week), ("end", NINE + week + hour))) == 2


def test_people_who_leave_and_come_back_are_still_in_the_same_meeting() -> None:
    minutes = timedelta(minutes=1)
    events = [
        ("start", NINE),
        ("end", NINE + 20 * minutes),
        ("start", NINE + 25 * minutes),
        ("end", NINE + 40 * minutes),
    ]
    assert len(told(*events)) == 1


def test_who_comes_back_and_stays_long_is_still_in_the_same_meeting() -> None:
    minutes = timedelta(minutes=1)
    back = [("start", NINE), ("end", NINE + 20 * minutes), ("start", NINE + 25 * minutes)]
    assert len(told(*back, ("end", NINE + 120 * minutes), ("end", NINE + 120 * minutes))) == 1


def test_ends_that_come_in_the_wrong_order_are_one_sitting() -> None:
    hours = timedelta(hours=1)
    assert len(told(("start", NINE), ("end", NINE + 2 * hours), ("end", NINE + hours))) == 1


def test_an_end_that_never_came_does_not_swallow_the_next_occurrence() -> None:
    week, hour = timedelta(days=7), timedelta(hours=1)
    assert after_start(fresh(NINE), fresh(NINE + week)) == replace(fresh(NINE + week), previous=fresh(NINE).key)
    assert told(("start", NINE), ("end", NINE + week + hour)) == [fresh(NINE + week + hour).key]


def test_an_end_told_for_a_closed_instance_opens_nothing() -> None:
    closed = replace(fresh(NINE), ended=NINE + timedelta(hours=1), closed=True)
    for minutes in (30, 60, 80):
        assert after_end(closed, fresh(NINE), NINE + timedelta(minutes=minutes)).key == closed.key


@given(seed=st.integers(0, 10_000), weeks=st.integers(1, 5))
def test_each_occurrence_ends_once_whatever_is_doubled_or_swapped_within_it(seed: int, weeks: int) -> None:
    random = Random(seed)  # noqa: S311 - a seed to replay, no secret
    events: list[tuple[str, datetime]] = []
    for week in range(weeks):
        start = NINE + timedelta(days=7 * week)
        end = start + timedelta(hours=1)
        sitting = [("start", start)] * random.randint(0, 3) + [("end", end)] * random.randint(1, 3)
        random.shuffle(sitting)
        events += sitting
    assert len(told(*events)) == weeks


def test_a_start_after_a_card_without_an_end_is_the_next_occurrence() -> None:
    asked = replace(fresh(NINE), card=MessageRef(fresh(NINE).chat, "1"))
    later = after_start(asked, fresh(NINE + timedelta(hours=3)))
    assert later is not None
    assert later.previous == asked.key
