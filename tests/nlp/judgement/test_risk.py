"""Conformal risk control: the threshold it gives keeps its promise, exactly, whatever the scores."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nlp.project.risk import bound, lowest_threshold, precision_at_base_rate

SCORES = st.lists(st.floats(0, 1, allow_subnormal=False), min_size=1, max_size=60)


def test_it_counts_by_hand() -> None:
    others = [n / 100 for n in range(99)]  # allowed at alpha 0.045 and base rate 0.1: 0.05 * 100 - 1 = 4 of 99
    threshold = lowest_threshold([False] * 99 + [True], [*others, 1.0], alpha=0.045, base_rate=0.1)
    assert threshold is not None
    assert sum(score >= threshold for score in others) == 4
    assert threshold == pytest.approx(0.94)


def test_too_few_meetings_promise_nothing() -> None:
    assert lowest_threshold([False] * 50, [0.1] * 50, alpha=0.005) is None
    assert lowest_threshold([], [], alpha=0.005) is None


@given(scores=SCORES, alpha=st.floats(0.01, 0.9), base_rate=st.floats(0, 0.5))
def test_the_bound_holds_at_the_threshold_and_at_none_below_the_next_score(
    scores: list[float], alpha: float, base_rate: float
) -> None:
    positive = [False] * len(scores)
    threshold = lowest_threshold(positive, scores, alpha, base_rate)
    if threshold is None:
        assert (1 - base_rate) / (len(scores) + 1) > alpha - 1e-6
        return
    assert bound(positive, scores, threshold, base_rate) <= alpha + 1e-6
    lower = max((score for score in scores if score < threshold), default=None)
    if lower is not None:
        assert bound(positive, scores, lower, base_rate) > alpha - 1e-6


@given(scores=SCORES, alpha=st.floats(0.02, 0.9))
def test_over_all_ways_to_set_one_meeting_aside_the_risk_stays_within_alpha(scores: list[float], alpha: float) -> None:
    """The guarantee itself: n calibration meetings and one more, any of which may be the one that comes next."""
    assume(len(scores) > 1)
    wrong = 0
    for at, score in enumerate(scores):
        rest = scores[:at] + scores[at + 1 :]
        threshold = lowest_threshold([False] * len(rest), rest, alpha, base_rate=0.0)
        wrong += threshold is not None and score >= threshold
    assert wrong / len(scores) <= alpha + 1e-6


@given(scores=SCORES, low=st.floats(0.02, 0.9), more=st.floats(0, 0.5))
def test_allowing_more_never_raises_the_threshold(scores: list[float], low: float, more: float) -> None:
    positive = [False] * len(scores)
    strict, lax = lowest_threshold(positive, scores, low), lowest_threshold(positive, scores, low + more)
    assert strict is None or (lax is not None and lax <= strict)


def test_precision_falls_where_async_is_rare() -> None:
    assert precision_at_base_rate(0.5, 0.005, 0.5) == pytest.approx(0.990, abs=1e-3)
    assert precision_at_base_rate(0.5, 0.005, 0.1) == pytest.approx(0.917, abs=1e-3)
    assert math.isnan(precision_at_base_rate(0.0, 0.0))
