"""How long an organizer is left to write, whatever the two clocks say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as some

from bot.features.invite_nudge.which_event import still_written_until
from tests.unit.test_never_touch import NOW, ORDINARY

QUIET = timedelta(minutes=2)


def test_two_minutes_after_the_last_save_it_is_judged() -> None:
    saved = replace(ORDINARY, modified=NOW - timedelta(seconds=90))
    assert still_written_until(saved, NOW, QUIET) == NOW + timedelta(seconds=30)
    assert still_written_until(replace(saved, modified=NOW - QUIET), NOW, QUIET) is None
    assert still_written_until(replace(saved, modified=None), NOW, QUIET) is None


@given(some.timedeltas(min_value=timedelta(minutes=-60), max_value=timedelta(minutes=60)))
def test_clocks_that_differ_never_make_it_wait_longer_than_the_quiet_time(ahead: timedelta) -> None:
    until = still_written_until(replace(ORDINARY, modified=NOW + ahead), NOW, QUIET)
    assert until is None or NOW < until <= NOW + QUIET
