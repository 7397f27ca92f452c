"""Subject and agenda to token ids, and each segment to its range of tokens. Shared by run time and training."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from nlp.agenda.model_view import ModelView
from nlp.agenda.spans import Stretch

MAX_TOKENS = 320
"""Tokens the encoder reads; segments beyond have an empty range and stay unread."""
MAX_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids and types; `ranges[i]` is the half-open token range of segment i; `cut`: not all was read."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    ranges: tuple[tuple[int, int], ...]
    cut: bool


def encode(tokenizer: Tokenizer, subject: str, view: ModelView, segments: Sequence[Stretch]) -> Encoded:
    """Encode "subject [SEP] agenda"; the tokenizer must neither truncate nor pad by itself."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    whole = tokenizer.encode(subject[:MAX_SUBJECT], view.text)
    cut = len(whole.ids) > MAX_TOKENS
    starts, ends, first = _agenda_offsets(whole.type_ids, whole.offsets)
    ranges = []
    for segment in segments:
        place = view.locate(segment)
        start = first + bisect_left(ends, place.start + 1)
        end = first + bisect_left(starts, place.end)
        ranges.append((min(start, MAX_TOKENS), min(max(end, start), MAX_TOKENS)))
    return Encoded(tuple(whole.ids[:MAX_TOKENS]), tuple(whole.type_ids[:MAX_TOKENS]), tuple(ranges), cut)


def _agenda_offsets(types: list[int], offsets: list[tuple[int, int]]) -> tuple[list[int], list[int], int]:
    """Starts and ends of the agenda's tokens, and the index of its first token (the last [SEP] left out)."""
    first = types.index(1) if 1 in types else len(types)
    agenda = offsets[first:-1]
    return [start for start, _ in agenda], [end for _, end in agenda], first
