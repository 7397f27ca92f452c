"""Fine-tuned encoders to int8 ONNX files that run time can read. Needs the training packages.

The files begin at the word vectors, whose table is written beside the agenda's file (`words_beside`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from nlp.components.word_vectors import WordVectors, words_beside
from nlp.project.encoder import WIDTH, AgendaEncoder, ItemTagger


class _FromVectors(nn.Module):  # type: ignore[misc,unused-ignore]  # torch is untyped where it is not installed
    """An encoder without its table: `run` takes word vectors, mask and types."""

    def __init__(self, model: nn.Module, run: Callable[[Tensor, Tensor, Tensor], Tensor | tuple[Tensor, ...]]) -> None:
        super().__init__()
        self.model = model
        self.run = run

    def forward(self, vectors: Tensor, mask: Tensor, types: Tensor) -> Tensor | tuple[Tensor, ...]:
        return self.run(vectors, mask, types)


def export(model: AgendaEncoder, target: Path, quantise: bool = True) -> None:
    """Write `target` (inputs vectors, mask, types [batch, length]; outputs verdict and tokens) and its table."""
    _write(_FromVectors(model, model.judge), target, {"verdict": {0: "batch"}, "tokens": _AXES}, quantise)
    WordVectors.of_table(model.words.weight.detach().numpy()).write(words_beside(target))


def export_tagger(model: ItemTagger, target: Path, quantise: bool = True) -> None:
    """Write `target`: inputs vectors, mask, types [batch, length], output tokens."""
    _write(_FromVectors(model, model.tag), target, {"tokens": _AXES}, quantise)


_AXES = {0: "batch", 1: "length"}


def _write(model: nn.Module, target: Path, outputs: dict[str, dict[int, str]], quantise: bool) -> None:
    sample = torch.ones(2, 12, dtype=torch.long)
    inputs = dict.fromkeys(("vectors", "mask", "types"), _AXES)
    with tempfile.TemporaryDirectory() as folder:
        plain = target if not quantise else Path(folder) / "plain.onnx"
        torch.onnx.export(
            model.eval(),
            (torch.ones(2, 12, WIDTH), sample, torch.zeros_like(sample)),
            str(plain),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes={**inputs, **outputs},
            opset_version=17,
            dynamo=False,
        )
        if quantise:
            quantize_dynamic(plain, target, weight_type=QuantType.QInt8, per_channel=True)
