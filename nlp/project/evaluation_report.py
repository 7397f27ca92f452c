"""An evaluation in words: plain text tables that fit a terminal and a model card."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nlp.judgement.labels import VERDICTS
from nlp.project.measures import Interval, Nudges
from nlp.project.risk import ALPHA, BASE_RATE, bound, lowest_threshold, precision_at_base_rate

if TYPE_CHECKING:
    from nlp.project.evaluate import Evaluation


def report(evaluation: Evaluation) -> str:
    """All tables, one under the other."""
    parts = [_summary(evaluation), _matrix(evaluation), _curve(evaluation), _risk(evaluation), _reliability(evaluation)]
    if evaluation.slices:
        parts.append(_slices(evaluation))
    return "\n\n".join(parts)


def _summary(evaluation: Evaluation) -> str:
    nudges = evaluation.nudges
    per_class = "  ".join(f"{name} {_number(score)}" for name, score in evaluation.f1.items())
    modes = "  ".join(f"{name} {_number(score)}" for name, score in evaluation.mode_f1.items())
    return "\n".join(
        [
            f"{evaluation.count} invites  accuracy {evaluation.accuracy:.3f}  macro-F1 {evaluation.macro_f1:.3f}",
            f"F1 per verdict: {per_class}",
            f"item mode macro-F1 {_number(evaluation.mode_macro_f1)}: {modes}",
            f"nudges at p >= {nudges.threshold:.3f}: {nudges.made}, precision {_interval(nudges.precision)}",
            f"  recall {_interval(nudges.recall)}, of the others {_interval(nudges.false_nudges)}",
            f"calibration error (ECE, ten bins): {evaluation.calibration_error:.3f}",
        ]
    )


def _matrix(evaluation: Evaluation) -> str:
    head = "gold \\ judged " + "".join(f"{name:>9}" for name in VERDICTS)
    rows = [
        f"{name:<14}" + "".join(f"{count:>9}" for count in row)
        for name, row in zip(VERDICTS, evaluation.matrix, strict=True)
    ]
    return "\n".join([head, *rows])


def _curve(evaluation: Evaluation) -> str:
    head = "threshold  nudges  precision [95%]        recall [95%]           of the others [95%]   at base rate"
    return "\n".join([head, *(_curve_row(nudges) for nudges in evaluation.curve)])


def _curve_row(nudges: Nudges) -> str:
    return (
        f"{nudges.threshold:>9.3f}  {nudges.made:>6}  {_interval(nudges.precision):<22}"
        f" {_interval(nudges.recall):<22} {_interval(nudges.false_nudges):<22}"
        f" {_number(precision_at_base_rate(nudges.recall.share, nudges.false_nudges.share))}"
    ).rstrip()


def _risk(evaluation: Evaluation) -> str:
    """The conformal bound on false nudges, and the lowest threshold that keeps it."""
    lowest = lowest_threshold(evaluation.positive, evaluation.p)
    used = evaluation.nudges.threshold
    held = bound(evaluation.positive, evaluation.p, used)
    found = "none, too few invites" if lowest is None else f"{lowest:.4f}"
    return "\n".join(
        [
            f"conformal, base rate {BASE_RATE:.2f}: at p >= {used:.3f} at most {held:.4f} false nudges per meeting",
            f"  lowest threshold that keeps them at {ALPHA}: {found}",
        ]
    )


def _reliability(evaluation: Evaluation) -> str:
    rows = [
        f"{row.low:.1f}-{row.high:.1f}  {row.size:>6}  {row.predicted:>9.3f}  {_interval(row.observed)}"
        for row in evaluation.bins
    ]
    return "\n".join(["p         count  predicted  observed [95%]", *rows])


def _slices(evaluation: Evaluation) -> str:
    rows = [
        f"{part.name:<22} {part.count:>6}  {_number(part.macro_f1):>8}  "
        f"{_interval(part.nudges.precision):<22} {_interval(part.nudges.recall)}"
        for part in evaluation.slices
    ]
    return "\n".join(["slice                   count  macro-F1  nudge precision [95%]  recall [95%]", *rows])


def _interval(interval: Interval) -> str:
    if math.isnan(interval.share):
        return "-"
    return f"{interval.share:.3f} [{interval.low:.3f}, {interval.high:.3f}]"


def _number(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"
