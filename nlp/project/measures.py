"""Measures, each a pure function of labels and probabilities. No printing, no model."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple


class Interval(NamedTuple):
    """A share and its 95% Wilson interval, all 0..1; share is nan where nothing was counted."""

    share: float
    low: float
    high: float


class Bin(NamedTuple):
    """One row of a reliability table: predicted and observed share of async among `size` invites."""

    low: float
    high: float
    size: int
    predicted: float
    observed: Interval


def wilson(hits: int, count: int, z: float = 1.96) -> Interval:
    """`hits` of `count` with the Wilson score interval."""
    if count == 0:
        return Interval(math.nan, 0.0, 1.0)
    share = hits / count
    centre = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return Interval(share, max(0.0, centre - half), min(1.0, centre + half))


def f1_per_class(gold: Sequence[str], predicted: Sequence[str], classes: Sequence[str]) -> dict[str, float]:
    """F1 of each class; 0 where a class was never right, nan where it occurs on neither side."""
    scores = {}
    for name in classes:
        both = sum(g == p == name for g, p in zip(gold, predicted, strict=True))
        either = sum(g == name for g in gold) + sum(p == name for p in predicted)
        scores[name] = 2 * both / either if either else math.nan
    return scores


def macro(scores: dict[str, float]) -> float:
    """Mean over the classes that occur."""
    known = [score for score in scores.values() if not math.isnan(score)]
    return sum(known) / len(known) if known else math.nan


def confusion(gold: Sequence[str], predicted: Sequence[str], classes: Sequence[str]) -> list[list[int]]:
    """Counts, one row a gold class, one column a predicted class."""
    pairs = list(zip(gold, predicted, strict=True))
    return [[pairs.count((row, column)) for column in classes] for row in classes]


def reliability(positive: Sequence[bool], p: Sequence[float], bins: int = 10) -> list[Bin]:
    """Bins of equal width; empty ones are left out."""
    table = []
    for number in range(bins):
        low, high = number / bins, (number + 1) / bins
        inside = [(hit, value) for hit, value in zip(positive, p, strict=True) if _inside(value, low, high)]
        if inside:
            mean = sum(value for _, value in inside) / len(inside)
            table.append(Bin(low, high, len(inside), mean, wilson(sum(hit for hit, _ in inside), len(inside))))
    return table


def _inside(value: float, low: float, high: float) -> bool:
    return low <= value < high or (high == 1.0 and value >= 1.0)


def expected_calibration_error(positive: Sequence[bool], p: Sequence[float]) -> float:
    """Mean distance between predicted and observed share over ten bins, weighted by their size."""
    table = reliability(positive, p)
    return sum(row.size * abs(row.predicted - row.observed.share) for row in table) / max(1, len(p))


class Nudges(NamedTuple):
    """What a threshold does: how right (precision), how many of the async (recall), how many of the others."""

    threshold: float
    made: int
    precision: Interval
    recall: Interval
    false_nudges: Interval


def nudges_at(threshold: float, positive: Sequence[bool], p: Sequence[float]) -> Nudges:
    """Nudge at p >= threshold."""
    made = [hit for hit, value in zip(positive, p, strict=True) if value >= threshold]
    right, total = sum(made), sum(positive)
    return Nudges(
        threshold,
        len(made),
        wilson(right, len(made)),
        wilson(right, total),
        wilson(len(made) - right, len(positive) - total),
    )
