"""Bodies: what really comes, with a few things wrong with it. Pure; a seeded Random gives the same ones again."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

CANARY = "kiwi-canary"
"""Stands in many values; what is sent must never be logged."""

NASTY: tuple[Any, ...] = (
    None,
    True,
    -1,
    0.1,
    2**70,
    float("nan"),
    float("inf"),
    "",
    " ",
    CANARY,
    f"{CANARY}\r\nSet-Cookie: a=b",
    f"../../{CANARY}/etc/passwd",
    f"{CANARY}\x00\x07\u202e\ud800",
    CANARY * 5_000,
    "2026-13-45T99:99:99Z",
    "https://kiwi-canary.example/",
    [],
    {},
    [[[[[[None]]]]]],
    [CANARY] * 500,
    {CANARY: {CANARY: [CANARY]}},
)


def spoilt(seed: Any, rnd: Random) -> bytes:
    """The seed's JSON, changed inside, outside or not at all."""
    value = copy.deepcopy(seed)
    for _ in range(rnd.choice((0, 1, 1, 1, 2, 3))):
        value = _changed(value, rnd)
    body = json.dumps(value, ensure_ascii=rnd.random() < 0.5).encode(errors="surrogatepass")
    return rnd.choice(_OUTSIDE)(body, rnd) if rnd.random() < 0.2 else body


def _changed(value: Any, rnd: Random) -> Any:
    """One place in it is another, gone, new, or of another shape."""
    if not isinstance(value, dict | list) or not value or rnd.random() < 0.15:
        return copy.deepcopy(rnd.choice(NASTY))
    if isinstance(value, list):
        place = rnd.randrange(len(value))
        value[place] = _changed(value[place], rnd)
        return value
    name = rnd.choice(sorted(value, key=str))
    match rnd.randrange(6):
        case 0:
            del value[name]
        case 1:
            value[f"{CANARY}{rnd.randrange(9)}"] = copy.deepcopy(rnd.choice(NASTY))
        case 2:
            value[name.swapcase()] = value.pop(name)
        case _:
            value[name] = _changed(value[name], rnd)
    return value


def _cut(body: bytes, rnd: Random) -> bytes:
    return body[: rnd.randrange(len(body) + 1)]


def _flipped(body: bytes, rnd: Random) -> bytes:
    flipped = bytearray(body)
    for _ in range(rnd.randrange(1, 8)):
        flipped[rnd.randrange(len(flipped))] = rnd.randrange(256)
    return bytes(flipped)


def _twice(body: bytes, _rnd: Random) -> bytes:
    """Duplicate keys: the whole object's members once more."""
    return body[:-1] + b"," + body[1:] if body.startswith(b'{"') else body + body


def _deep(body: bytes, rnd: Random) -> bytes:
    depth = rnd.choice((100, 2_000, 100_000))
    return rnd.choice((b"[" * depth, b'{"a":' * depth + b"1" + b"}" * depth, body[:-1] + b',"x":' + b"[" * depth))


def _other(_body: bytes, rnd: Random) -> bytes:
    return rnd.choice(
        (b"", b"\xff\xfe\x00", b"\xef\xbb\xbf{}", b"<html>", b"a=1&b=2", b"\x1f\x8b\x08junk", rnd.randbytes(300))
    )


def _large(body: bytes, rnd: Random) -> bytes:
    return body + b" " * rnd.choice((70_000, 1_100_000))


_OUTSIDE = (_cut, _flipped, _twice, _deep, _other, _other, _cut, _flipped, _large)
