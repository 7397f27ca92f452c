"""An evaluation in two pictures: precision over recall, and predicted over observed. Needs matplotlib."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from nlp.project.measures import nudges_at

if TYPE_CHECKING:
    from nlp.project.evaluate import Evaluation

_INCHES, _DOTS = (5.0, 4.0), 144


def draw(evaluation: Evaluation, folder: Path) -> list[Path]:
    """Write precision-recall.png and reliability.png into `folder` (made if missing); their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {"precision-recall.png": _precision_recall(evaluation), "reliability.png": _reliability(evaluation)}
    for name, figure in pictures.items():
        figure.savefig(folder / name, dpi=_DOTS)
    return [folder / name for name in pictures]


def _precision_recall(evaluation: Evaluation) -> Figure:
    """The whole curve, and the threshold in use with its Wilson intervals."""
    figure = Figure(figsize=_INCHES, layout="constrained")
    axes = figure.add_subplot(xlabel="recall of the async invites", ylabel="precision of the nudges")
    steps = [nudges_at(value, evaluation.positive, evaluation.p) for value in sorted(set(evaluation.p), reverse=True)]
    axes.plot([step.recall.share for step in steps], [step.precision.share for step in steps], color="tab:blue")
    used = evaluation.nudges
    if used.made and any(evaluation.positive):
        axes.errorbar(
            used.recall.share,
            used.precision.share,
            xerr=[[used.recall.share - used.recall.low], [used.recall.high - used.recall.share]],
            yerr=[[used.precision.share - used.precision.low], [used.precision.high - used.precision.share]],
            fmt="o",
            color="tab:red",
            label=f"p >= {used.threshold:.3f}, 95% intervals",
        )
        axes.legend(loc="lower left")
    axes.set_xlim(0, 1)
    axes.set_ylim(min(0.5, *(step.precision.share for step in steps), 1.0), 1.005)
    axes.grid(alpha=0.3)
    return figure


def _reliability(evaluation: Evaluation) -> Figure:
    """Each bin's observed share with its interval; honest probabilities lie on the diagonal."""
    figure = Figure(figsize=_INCHES, layout="constrained")
    axes = figure.add_subplot(xlabel="predicted probability of async", ylabel="observed share of async")
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1, linestyle="--")
    for row in evaluation.bins:
        axes.plot([row.predicted] * 2, [row.observed.low, row.observed.high], color="tab:blue", linewidth=1)
        axes.plot(row.predicted, row.observed.share, "o", color="tab:blue")
        axes.annotate(str(row.size), (row.predicted, row.observed.high), fontsize=7, ha="center", va="bottom")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.05)
    axes.set_title(f"calibration error {evaluation.calibration_error:.3f}; numbers are invites", fontsize=9)
    axes.grid(alpha=0.3)
    return figure
