"""A fine-tuned encoder to an int8 ONNX file (about 23 MB) that run time can read. Needs the training packages."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from nlp.project.encoder import AgendaEncoder


def export(model: AgendaEncoder, target: Path, quantise: bool = True) -> None:
    """Write `target`; inputs ids, mask, types [batch, length], outputs verdict and tokens."""
    sample = torch.ones(2, 12, dtype=torch.long)
    axes = {0: "batch", 1: "length"}
    with tempfile.TemporaryDirectory() as folder:
        plain = target if not quantise else Path(folder) / "plain.onnx"
        torch.onnx.export(
            model.eval(),
            (sample, sample, torch.zeros_like(sample)),
            str(plain),
            input_names=["ids", "mask", "types"],
            output_names=["verdict", "tokens"],
            dynamic_axes={"ids": axes, "mask": axes, "types": axes, "verdict": {0: "batch"}, "tokens": axes},
            opset_version=17,
            dynamo=False,
        )
        if quantise:
            quantize_dynamic(plain, target, weight_type=QuantType.QInt8, per_channel=True)
