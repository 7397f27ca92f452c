"""What becomes of a job after a try."""

from __future__ import annotations

import pytest

from bot.adapters.redis.fate import Again, Dead, Done, Retries, fate_of
from bot.errors import BadInput, Conflict, GiveUp, MaybeDelivered, NotAllowed, TooBig, TryLater

RETRIES = Retries(tries=6, outage_tries=60, conflict_tries=20, first_s=1, longest_s=600)


def most(failure: Exception, tries: int) -> object:
    return fate_of(failure, tries, RETRIES, jitter=lambda: 1.0)


@pytest.mark.parametrize("failure", [GiveUp("blocked"), TooBig("28kb"), MaybeDelivered("lost")])
def test_what_can_never_succeed_and_what_may_have_arrived_is_not_repeated(failure: Exception) -> None:
    assert most(failure, 1) == Done("given_up")


def test_success_is_done_and_a_malformed_job_is_dead() -> None:
    assert fate_of(None, 1, RETRIES) == Done()
    assert most(BadInput("unknown job"), 1) == Dead("bad_input")


def test_waits_double_up_to_the_longest() -> None:
    assert [most(TryLater("down"), tries) for tries in (1, 2, 3, 11, 59)] == [
        Again(1000),
        Again(2000),
        Again(4000),
        Again(600_000),
        Again(600_000),
    ]


def test_waits_are_spread_so_that_jobs_that_failed_together_do_not_return_together() -> None:
    assert fate_of(TryLater("down"), 3, RETRIES, jitter=lambda: 0.0) == Again(2000)


def test_a_named_wait_is_never_cut_short() -> None:
    assert fate_of(TryLater("throttled", after_s=30), 1, RETRIES, jitter=lambda: 0.0) == Again(30_000)
    assert most(TryLater("throttled", after_s=30), 1) == Again(33_000)


def test_a_wait_that_is_named_for_hours_grows_all_the_same() -> None:
    assert most(TryLater("throttled", after_s=5), 30) == Again(600_000)


@pytest.mark.parametrize(
    ("failure", "last", "reason"),
    [
        (TryLater("down"), 60, "TryLater"),
        (TryLater("throttled", after_s=5), 60, "TryLater"),
        (Conflict("raced"), 20, "Conflict"),
        (KeyError("a person's words"), 6, "KeyError"),
        (NotAllowed("no consent"), 6, "NotAllowed"),
    ],
)
def test_patience_ends_later_for_outages_than_for_defects(failure: Exception, last: int, reason: str) -> None:
    assert isinstance(most(failure, last - 1), Again)
    assert most(failure, last) == Dead(reason)
