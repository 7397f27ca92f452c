"""Measures on cases small enough to count by hand."""

from __future__ import annotations

import math

import pytest

from nlp.project.measures import (
    confusion,
    expected_calibration_error,
    f1_per_class,
    macro,
    nudges_at,
    reliability,
    wilson,
)


def test_wilson_of_eight_in_ten() -> None:
    interval = wilson(8, 10)
    assert interval.share == 0.8
    assert interval.low == pytest.approx(0.4902, abs=1e-3)
    assert interval.high == pytest.approx(0.9433, abs=1e-3)


def test_wilson_of_nothing_knows_nothing() -> None:
    interval = wilson(0, 0)
    assert math.isnan(interval.share)
    assert (interval.low, interval.high) == (0.0, 1.0)


def test_f1_counts_per_class_and_leaves_out_what_never_occurs() -> None:
    scores = f1_per_class(["a", "a", "b"], ["a", "b", "b"], ["a", "b", "c"])
    assert scores["a"] == pytest.approx(2 / 3)
    assert scores["b"] == pytest.approx(2 / 3)
    assert math.isnan(scores["c"])
    assert macro(scores) == pytest.approx(2 / 3)


def test_confusion_has_gold_in_rows() -> None:
    assert confusion(["a", "a", "b"], ["a", "b", "b"], ["a", "b"]) == [[1, 1], [0, 1]]


def test_nudges_at_a_threshold() -> None:
    nudges = nudges_at(0.9, [True, True, False, False], [0.95, 0.5, 0.9, 0.1])
    assert nudges.made == 2
    assert nudges.precision.share == nudges.recall.share == nudges.false_nudges.share == 0.5


def test_calibration_error_is_zero_for_honest_probabilities_and_large_for_boasts() -> None:
    assert expected_calibration_error([True, False] * 50, [0.5] * 100) == pytest.approx(0.0)
    assert expected_calibration_error([True, False] * 50, [1.0] * 100) == pytest.approx(0.5)


def test_reliability_counts_everyone_once() -> None:
    assert sum(row.size for row in reliability([True] * 11, [n / 10 for n in range(11)])) == 11
