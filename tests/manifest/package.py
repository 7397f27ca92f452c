"""The package as the tests see it: built by the real command, and read again from the zip."""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bot
from bot.cli import run

APP_ID = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"
PUBLIC_URL = "https://potluck.contoso.com"
REPOSITORY = Path(bot.__file__).resolve().parents[1]
LANGUAGES = ("de", "es", "fr", "ja", "pt-br")


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    pixels: list[tuple[int, int, int, int]]  # RGBA


def build(folder: Path, name: str = "potluck.zip") -> Path:
    out = folder / name
    assert run(["manifest", "build", "--app-id", APP_ID, "--public-url", PUBLIC_URL, "--out", str(out)]) == 0
    return out


def read(package: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def manifest_of(content: dict[str, bytes]) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(content["manifest.json"])
    return loaded


def picture(data: bytes) -> Picture:
    """Reads what our icons are: 8-bit RGBA, rows without a filter. Anything else fails."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed, width, height = 8, b"", 0, 0
    while at < len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if name == b"IHDR":
            width, height, *kind = struct.unpack(">IIBBBBB", body)
            assert kind == [8, 6, 0, 0, 0]
        packed += body if name == b"IDAT" else b""
        at += length + 12
    raw, stride = zlib.decompress(packed), 1 + 4 * width
    rows = [raw[row * stride : (row + 1) * stride] for row in range(height)]
    assert {row[0] for row in rows} == {0}
    return Picture(width, height, [tuple(row[i : i + 4]) for row in rows for i in range(1, stride, 4)])  # type: ignore[misc]  # four bytes each
