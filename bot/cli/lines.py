"""JSON lines in, JSON lines out: a line that cannot be read says so on its own line, and the rest goes on."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from bot.errors import BadInput

LONGEST_LINE = 4 * 1024 * 1024


def each(source: str, answer: Callable[[Mapping[str, Any]], str], out: TextIO = sys.stdout) -> int:
    """Prints `answer(record)` per line of a file ("-" is standard input). Exit status 1 where a line failed."""
    failed = False
    with _open(source) as lines:
        for line in lines:
            if not line.strip():
                continue
            record: Mapping[str, Any] = {}
            try:
                record = _record(line)
                print(answer(record), file=out, flush=True)
            except BadInput as wrong:
                failed = True
                print(json.dumps({"id": record.get("id"), "error": wrong.detail}, ensure_ascii=False), file=out)
    return 1 if failed else 0


def _record(line: str) -> Mapping[str, Any]:
    if len(line) > LONGEST_LINE:
        raise BadInput("line too long")
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        raise BadInput("not a JSON object") from None
    if not isinstance(record, dict):
        raise BadInput("not a JSON object")
    return record


@contextlib.contextmanager
def _open(source: str) -> Iterator[TextIO]:
    if source == "-":
        if isinstance(sys.stdin, TextIO) and hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        yield sys.stdin
        return
    with Path(source).open(encoding="utf-8-sig", errors="replace") as lines:
        yield lines


def text(record: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = record.get(name, default)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise BadInput(f"{name}: text expected")
    return value


def count(record: Mapping[str, Any], name: str) -> int | None:
    value = record.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 10**9:
        raise BadInput(f"{name}: a number of 0 or more expected")
    return int(value)


def one_of(record: Mapping[str, Any], name: str, known: tuple[str, ...]) -> str:
    value = record.get(name)
    if value is None:
        return known[0]
    if value not in known:
        raise BadInput(f"{name}: one of {', '.join(known)} expected")
    return str(value)


def yes(record: Mapping[str, Any], name: str) -> bool:
    value = record.get(name)
    if value is not None and not isinstance(value, bool):
        raise BadInput(f"{name}: true or false expected")
    return bool(value)
