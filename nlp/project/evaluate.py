"""Evaluate a pipeline on labelled invites: `python -m nlp.project.evaluate FILE [--threshold P] [--plots FOLDER]`.

FILE holds JSON lines as `potluck assess` reads them, with `verdict` and, where known, `items`. Lines without a
verdict (readers disagreed) are left out. `evaluate` returns the numbers, `report` words them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.judgement.judge import DEFAULT_THRESHOLD, Judge, load
from nlp.judgement.labels import MODES, VERDICTS
from nlp.project.corpus_reader import TRADES, read_records
from nlp.project.evaluation_report import report
from nlp.project.measures import (
    Bin,
    Nudges,
    confusion,
    expected_calibration_error,
    f1_per_class,
    macro,
    nudges_at,
    reliability,
)
from nlp.results import Invite, Judgement

CURVE = (0.5, 0.7, 0.8, 0.9, 0.925, 0.95, 0.96, 0.965, 0.97, 0.975, 0.98, 0.99)


@dataclass(frozen=True, slots=True)
class Slice:
    """Scores of a part of the invites."""

    name: str
    count: int
    macro_f1: float
    nudges: Nudges


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All numbers of one evaluation."""

    count: int
    accuracy: float
    f1: dict[str, float]
    macro_f1: float
    matrix: list[list[int]]
    mode_f1: dict[str, float]
    mode_macro_f1: float
    nudges: Nudges
    curve: tuple[Nudges, ...]
    calibration_error: float
    bins: tuple[Bin, ...]
    slices: tuple[Slice, ...]
    positive: tuple[bool, ...]
    p: tuple[float, ...]


def evaluate(
    records: Sequence[dict[str, Any]], judge: Judge | None = None, threshold: float = DEFAULT_THRESHOLD
) -> Evaluation:
    """Judge every labelled record and score the judgements."""
    judge = judge or load()
    labelled = [record for record in records if record.get("verdict")]
    return score(labelled, [judge.judge(invite_of(record)) for record in labelled], threshold)


def score(
    labelled: Sequence[dict[str, Any]], judged: Sequence[Judgement], threshold: float = DEFAULT_THRESHOLD
) -> Evaluation:
    """Score judgements of labelled records, whoever made them."""
    gold = [record["verdict"] for record in labelled]
    predicted = [judgement.verdict for judgement in judged]
    positive, p = [verdict == "async" for verdict in gold], [judgement.p for judgement in judged]
    f1 = f1_per_class(gold, predicted, VERDICTS)
    mode_f1 = _mode_f1(labelled, judged)
    return Evaluation(
        count=len(labelled),
        accuracy=sum(g == q for g, q in zip(gold, predicted, strict=True)) / max(1, len(gold)),
        f1=f1,
        macro_f1=macro(f1),
        matrix=confusion(gold, predicted, VERDICTS),
        mode_f1=mode_f1,
        mode_macro_f1=macro(mode_f1),
        nudges=nudges_at(threshold, positive, p),
        curve=tuple(nudges_at(at, positive, p) for at in CURVE),
        calibration_error=expected_calibration_error(positive, p),
        bins=tuple(reliability(positive, p)),
        slices=_slices(labelled, judged, threshold),
        positive=tuple(positive),
        p=tuple(p),
    )


def invite_of(record: dict[str, Any]) -> Invite:
    """A record of the `assess` shape (public agendas say `title` for subject) as an invite."""
    return Invite(
        subject=record.get("subject") or record.get("title") or "",
        body=record.get("body") or "",
        body_type=record.get("body_type", "text"),
        duration_min=record.get("duration_min"),
        required=record.get("required"),
        optional=record.get("optional"),
        recurring=record.get("recurring", "none"),
    )


def _mode_f1(records: Sequence[dict[str, Any]], judged: Sequence[Judgement]) -> dict[str, float]:
    """Modes of the gold items; an item that nothing overlaps by half counts as missed."""
    gold, predicted = [], []
    for record, judgement in zip(records, judged, strict=True):
        at = 0
        for item in record.get("items", []):
            if isinstance(item, dict) and (start := judgement.text.find(item["text"], at)) >= 0:
                at = start + len(item["text"])
                gold.append(item["mode"])
                predicted.append(_mode_at(judgement, start, at))
    return f1_per_class(gold, predicted, MODES[1:])


def _mode_at(judgement: Judgement, start: int, end: int) -> str:
    """The mode of the items that share the stretch; collaboration wins where several do."""
    modes = [
        item.mode
        for item in judgement.items
        if min(end, item.end) - max(start, item.start) >= 0.5 * min(end - start, item.end - item.start)
    ]
    return max(modes, key=MODES.index, default="none")


def _voice(record: dict[str, Any]) -> str:
    return str(record.get("id", "")).partition("-")[0]


_SLICES: dict[str, Callable[[dict[str, Any]], str]] = {
    "voice": _voice,
    "trade": lambda record: str(record.get("org_kind") or TRADES.get(_voice(record), "mixed")),
    "words": lambda record: _length_band(len(str(record.get("body") or "").split())),
    "hard": lambda record: str(record.get("hard", "unknown")),
    "recurring": lambda record: str(record.get("recurring", "unknown")),
}


def _length_band(words: int) -> str:
    return next((name for limit, name in ((10, "0-9"), (30, "10-29"), (80, "30-79")) if words < limit), "80+")


def _slices(records: Sequence[dict[str, Any]], judged: Sequence[Judgement], threshold: float) -> tuple[Slice, ...]:
    slices = []
    for name, key in _SLICES.items():
        parts: dict[str, list[int]] = {}
        for at, record in enumerate(records):
            parts.setdefault(key(record), []).append(at)
        for value in sorted(parts) if len(parts) > 1 else ():
            part = parts[value]
            gold = [records[at]["verdict"] for at in part]
            f1 = f1_per_class(gold, [judged[at].verdict for at in part], VERDICTS)
            nudges = nudges_at(threshold, [g == "async" for g in gold], [judged[at].p for at in part])
            slices.append(Slice(f"{name}={value}", len(part), macro(f1), nudges))
    return tuple(slices)


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m nlp.project.evaluate", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--threshold", type=float, default=DEFAULT_THRESHOLD)
    parser.add_argument("--plots", type=Path, metavar="FOLDER", help="also draw the curves, as PNG")
    options = parser.parse_args(arguments)
    evaluation = evaluate(read_records(options.file), threshold=options.threshold)
    print(report(evaluation))
    return 0 if options.plots is None else _plotted(evaluation, options.plots)


def _plotted(evaluation: Evaluation, folder: Path) -> int:
    try:
        from nlp.project.plots import draw
    except ModuleNotFoundError:
        print("plots need matplotlib: pip install 'potluck-meeting-hygiene[plots]'", file=sys.stderr)
        return 2
    for picture in draw(evaluation, folder):
        print(picture)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
