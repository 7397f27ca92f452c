"""Conformal risk control for the nudge threshold: a bound on false nudges that holds for any model and any scores.

The loss of a meeting is 1 where it is nudged and should not have been. It can only fall as the threshold rises, so the
lowest threshold whose corrected mean loss over n exchangeable calibration meetings is at most alpha keeps the expected
loss of the next meeting at alpha or below (Angelopoulos et al., Conformal Risk Control, 2022). Calibration sets hold
far more async meetings than calendars do; the others alone are therefore counted, and weighed by their share in a
calendar, which is right as long as meetings differ in how often the kinds occur, not in what each kind looks like.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

BASE_RATE = 0.1
"""Share of meetings in real calendars that are clear-cut cooperation (6 to 14 in 100 by the readings so far)."""
ALPHA = 0.005
"""Most false nudges per meeting."""


def lowest_threshold(
    positive: Sequence[bool], p: Sequence[float], alpha: float = ALPHA, base_rate: float = BASE_RATE
) -> float | None:
    """The lowest threshold (0..1, nudge at p >= threshold) at which `bound` is at most `alpha`.

    None where there are too few calibration meetings for any threshold to hold.
    """
    others = sorted((value for hit, value in zip(positive, p, strict=True) if not hit), reverse=True)
    allowed = math.floor(alpha / (1.0 - base_rate) * (len(others) + 1) + 1e-9) - 1
    if allowed < 0:
        return None
    return math.nextafter(others[allowed], math.inf) if allowed < len(others) else 0.0


def bound(positive: Sequence[bool], p: Sequence[float], threshold: float, base_rate: float = BASE_RATE) -> float:
    """What the expected share of falsely nudged meetings cannot exceed at this threshold, 0..1."""
    others = [value for hit, value in zip(positive, p, strict=True) if not hit]
    nudged = sum(value >= threshold for value in others)
    return (1.0 - base_rate) * (nudged + 1) / (len(others) + 1)


def precision_at_base_rate(recall: float, false_nudges: float, base_rate: float = BASE_RATE) -> float:
    """Share of right nudges in a calendar with this base rate; nan where nothing is nudged."""
    right, wrong = base_rate * recall, (1.0 - base_rate) * false_nudges
    return right / (right + wrong) if right + wrong > 0 else math.nan
