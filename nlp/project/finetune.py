"""Fine-tuning the encoder on labelled invites. Needs the packages of requirements-training.txt."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from nlp.agenda.model_view import model_view
from nlp.components.encoding import MAX_TOKENS, Encoded, encode
from nlp.judgement.labels import MODES, QUESTIONS, VERDICTS
from nlp.project.augment import recombine
from nlp.project.corpus_reader import Example, examples
from nlp.project.encoder import AgendaEncoder, pretrained

_WIDTHS = (16, 32, 48, 64, 80, 96, 128, 160, 224, MAX_TOKENS)
"""Tokens to which rows are padded."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that shapes a training run."""

    epochs: int = 4
    batch_tokens: int = 2048
    rate: float = 8e-5
    head_rate: float = 5e-4
    recombined: float = 0.8
    item_weight: float = 1.0
    smoothing: float = 0.05
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Row:
    """One example in numbers: token ids, item token ranges, labels (-100: not scored)."""

    encoded: Encoded
    verdict: int
    answers: tuple[tuple[int, int, int, int], ...]


def row_of(example: Example, tokenizer: Tokenizer) -> Row:
    """Encode an example exactly as run time does."""
    view = model_view(example.agenda.text, example.agenda.lines)
    encoded = encode(tokenizer, example.subject, view, example.agenda.segments)
    answers = tuple(
        (
            MODES.index(label.mode),
            *(QUESTIONS[name].index(getattr(label, name)) if label.mode != "none" else -100 for name in QUESTIONS),
        )
        for label in example.labels
    )
    return Row(encoded, VERDICTS.index(example.verdict), answers)  # type: ignore[arg-type]  # always four numbers


def finetune(train: Sequence[Example], published: Path, recipe: Recipe) -> AgendaEncoder:
    """Fine-tune the published encoder on `train`; deterministic for a recipe and a number of threads."""
    torch.manual_seed(recipe.seed)
    tokenizer = Tokenizer.from_file(str(published / "tokenizer.json"))
    model = pretrained(published)
    rows = [row_of(example, tokenizer) for example in train]
    extra = int(len(rows) * recipe.recombined)
    optimiser, schedule = _optimiser(model, recipe, _steps(rows, extra, recipe))
    for epoch in range(recipe.epochs):
        fresh = examples(recombine(train, extra, recipe.seed * 1000 + epoch))
        epoch_rows = rows + [row_of(example, tokenizer) for example in fresh]
        loss, seconds = _one_epoch(model, epoch_rows, recipe, epoch, optimiser, schedule)
        print(f"epoch {epoch + 1}: loss {loss:.4f}, {seconds:.0f} s, {len(epoch_rows)} invites", flush=True)
    model.eval()
    return model


def averaged(models: Sequence[AgendaEncoder]) -> AgendaEncoder:
    """The mean of the weights of models that were fine-tuned from the same published ones; changes the first."""
    states = [model.state_dict() for model in models]
    mean = {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}
    models[0].load_state_dict(mean)
    return models[0]


def _steps(rows: list[Row], extra: int, recipe: Recipe) -> int:
    tokens = sum(_width(row.encoded) for row in rows)
    return int(recipe.epochs * tokens * (1 + extra / max(len(rows), 1)) / recipe.batch_tokens * 1.05) + 1


def _optimiser(
    model: AgendaEncoder, recipe: Recipe, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    heads = [p for name, p in model.named_parameters() if "head" in name or "verdict" in name]
    known = {id(p) for p in heads}
    body = [p for p in model.parameters() if p.requires_grad and id(p) not in known]
    groups = [{"params": body, "lr": recipe.rate}, {"params": heads, "lr": recipe.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = max(1, steps // 10)

    def factor(step: int) -> float:
        return min(1.0, (step + 1) / warm, max(0.02, (steps - step) / (steps - warm + 1)))

    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, factor)


def _one_epoch(
    model: AgendaEncoder,
    rows: list[Row],
    recipe: Recipe,
    epoch: int,
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> tuple[float, float]:
    """Mean loss and seconds."""
    model.train()
    began, total, count = time.monotonic(), 0.0, 0
    for batch in _batches(rows, recipe.batch_tokens, random.Random(recipe.seed + epoch)):
        loss = _loss(model, batch, recipe)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        total, count = total + float(loss.detach()), count + 1
    return total / count, time.monotonic() - began


def _batches(rows: list[Row], tokens: int, rng: random.Random) -> Iterator[list[Row]]:
    """Rows of like length together, the batches in random order.

    All batches of one width have one shape (the last is filled with rows drawn again): processors choose a kernel for
    each new shape, which costs more than the padding.
    """
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rng.sample(rows, len(rows)):
        groups[_width(row.encoded)].append(row)
    batches = []
    for width, group in sorted(groups.items()):
        size = tokens // width
        filled = group + rng.choices(group, k=-len(group) % size)
        batches += [filled[at : at + size] for at in range(0, len(filled), size)]
    rng.shuffle(batches)
    return iter(batches)


def _width(encoded: Encoded) -> int:
    return next(width for width in _WIDTHS if len(encoded.ids) <= width)


def _loss(model: AgendaEncoder, batch: list[Row], recipe: Recipe) -> Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):  # halves the time where the processor multiplies bfloat16
        verdict, tokens = (scores.float() for scores in model(*padded([row.encoded for row in batch])))
    gold = torch.tensor([row.verdict for row in batch])
    loss = nn.functional.cross_entropy(verdict, gold, label_smoothing=recipe.smoothing)
    means, answers = [], []
    for at, row in enumerate(batch):
        for (start, end), answer in zip(row.encoded.ranges, row.answers, strict=True):
            if start < end:
                means.append(tokens[at, start:end].mean(0))
                answers.append(answer)
    if not means:
        return loss
    stacked, targets = torch.stack(means), torch.tensor(answers)
    sizes = [len(MODES), *(len(words) for words in QUESTIONS.values())]
    for column, part in enumerate(torch.split(stacked, sizes, dim=-1)):
        if bool((targets[:, column] >= 0).any()):
            weight = recipe.item_weight if column == 0 else recipe.item_weight * 0.35
            loss = loss + weight * nn.functional.cross_entropy(part, targets[:, column])
    return loss


def padded(batch: Sequence[Encoded]) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, mask and types as tensors of one length."""
    width = max(_width(row) for row in batch)
    ids = torch.zeros(len(batch), width, dtype=torch.long)
    mask, types = torch.zeros_like(ids), torch.zeros_like(ids)
    for at, row in enumerate(batch):
        ids[at, : len(row.ids)] = torch.tensor(row.ids)
        mask[at, : len(row.ids)] = 1
        types[at, : len(row.ids)] = torch.tensor(row.types)
    return ids, mask, types
