"""The trained parts in torch: small BERT encoders (all-MiniLM-L6-v2), one for agendas and one for people's own words.

Both read word vectors, which come from one published table that no training changes: it ships once, for both. The
agenda's item head is linear over tokens; an item's logits are the mean over its tokens, which run time reproduces
without torch. Only training imports this module.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from nlp.judgement.labels import TOKEN_OUTPUTS, VERDICTS
from nlp.own_words.marks import ROLES, TAGS

WIDTH, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30_522, 512
TAGGER_LAYERS = 3


class Layer(nn.Module):  # type: ignore[misc,unused-ignore]  # torch is untyped where it is not installed
    """One post-norm transformer layer as BERT has it."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm_1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm_2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length = x.shape[0], x.shape[1]
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        weights = torch.softmax(q @ k.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + bias, dim=-1)
        mixed = (self.dropout(weights) @ v).transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm_1(x + self.dropout(self.out(mixed)))
        return self.norm_2(x + self.dropout(self.down(nn.functional.gelu(self.up(x)))))


class Encoder(nn.Module):  # type: ignore[misc,unused-ignore]  # torch is untyped where it is not installed
    """Token ids to one vector per token [batch, length, WIDTH], through the first `layers` layers."""

    def __init__(self, layers: int, dropout: float) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.words.weight.requires_grad_(False)  # rare words keep the meaning they came with, and the table is shared
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.types = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))

    def read(self, vectors: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """Word vectors [batch, length, WIDTH] to vectors that know their neighbours."""
        places = torch.arange(vectors.shape[1], device=vectors.device).unsqueeze(0)
        x = self.dropout(self.norm(vectors + self.positions(places) + self.types(types)))
        bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x


Some = TypeVar("Some", bound=Encoder)


class AgendaEncoder(Encoder):
    """Token ids to verdict logits [batch, 4] and token logits [batch, length, TOKEN_OUTPUTS]."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__(LAYERS, dropout)
        self.item_head = nn.Linear(WIDTH, TOKEN_OUTPUTS)
        self.verdict_inner = nn.Linear(2 * WIDTH, WIDTH)
        self.verdict_head = nn.Linear(WIDTH, len(VERDICTS))

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        return self.judge(self.words(ids), mask, types)

    def judge(self, vectors: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """The same from word vectors, as the exported file begins."""
        x = self.read(vectors, mask, types)
        kept = mask.to(x.dtype)
        mean = (x * kept.unsqueeze(-1)).sum(1) / kept.sum(1, keepdim=True)
        inner = torch.nn.functional.gelu(self.verdict_inner(torch.cat([x[:, 0], mean], dim=-1)))
        return self.verdict_head(self.dropout(inner)), self.item_head(self.dropout(x))


class ItemTagger(Encoder):
    """Token ids to token logits [batch, length, TAGS + ROLES]: part of an item, and its owner's or date's words."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__(TAGGER_LAYERS, dropout)
        self.tag_head = nn.Linear(WIDTH, len(TAGS) + len(ROLES))

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        return self.tag(self.words(ids), mask, types)

    def tag(self, vectors: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """The same from word vectors, as the exported file begins."""
        scores: Tensor = self.tag_head(self.dropout(self.read(vectors, mask, types)))
        return scores


def pretrained(folder: Path) -> AgendaEncoder:
    """The agenda's encoder with the published weights, heads untrained."""
    return with_published_weights(AgendaEncoder(), folder)


def with_published_weights(model: Some, folder: Path) -> Some:
    """`model` with the weights of `folder` (`model.safetensors` in BERT's naming), its heads untrained."""
    source = load_file(folder / "model.safetensors")
    source = {name.removeprefix("bert."): value for name, value in source.items()}
    state: dict[str, Any] = {
        "words.weight": source["embeddings.word_embeddings.weight"],
        "positions.weight": source["embeddings.position_embeddings.weight"],
        "types.weight": source["embeddings.token_type_embeddings.weight"],
        "norm.weight": source["embeddings.LayerNorm.weight"],
        "norm.bias": source["embeddings.LayerNorm.bias"],
    }
    for number in range(len(model.layers)):
        state |= _layer_state(source, number)
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or any(name.startswith("layers") for name in missing):
        raise ValueError(f"the published weights do not fit: {unexpected} {missing}")
    return model


def _layer_state(source: dict[str, Tensor], number: int) -> dict[str, Tensor]:
    theirs, ours = f"encoder.layer.{number}.", f"layers.{number}."
    pairs = {
        "out": "attention.output.dense",
        "norm_1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm_2": "output.LayerNorm",
    }
    state = {
        f"{ours}{mine}.{kind}": source[f"{theirs}{name}.{kind}"]
        for mine, name in pairs.items()
        for kind in ("weight", "bias")
    }
    for kind in ("weight", "bias"):
        parts = [source[f"{theirs}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
        state[f"{ours}qkv.{kind}"] = torch.cat(parts)
    return state
