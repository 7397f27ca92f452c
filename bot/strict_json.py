"""From the bytes of a request to a JSON object that is safe to pass on.

Stricter than Python's reader: what two readers could understand differently (duplicate keys, NaN), what cannot be
written out again (half surrogates) and what overruns a recursion is refused here, once.
"""

from __future__ import annotations

import json
import math
from typing import Any

from bot.errors import BadInput

MAX_BYTES = 512 * 1024  # a message of 100 KB comes twice, as text and as HTML, in up to two bytes a character
MAX_DEPTH = 64


def read_object(body: bytes) -> dict[str, Any]:
    """Raises BadInput (400, or 413 for the size)."""
    if len(body) > MAX_BYTES:
        raise BadInput("the body is too long", status=413)
    try:
        read = json.loads(body.decode("utf-8"), object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise BadInput("the body is no JSON that can be read safely") from error
    if not isinstance(read, dict):
        raise BadInput("the body must be a JSON object")
    _check_values(read)
    return read


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return made


def _check_values(root: dict[str, Any]) -> None:
    todo: list[tuple[Any, int]] = [(root, 1)]
    while todo:
        value, depth = todo.pop()
        if depth > MAX_DEPTH:
            raise BadInput("the body is nested too deeply")
        if isinstance(value, dict):
            todo.extend((part, depth + 1) for part in value)
            todo.extend((part, depth + 1) for part in value.values())
        elif isinstance(value, list):
            todo.extend((part, depth + 1) for part in value)
        elif (isinstance(value, float) and not math.isfinite(value)) or (isinstance(value, str) and _is_broken(value)):
            raise BadInput("the body holds a value that cannot be kept")


def _is_broken(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)
