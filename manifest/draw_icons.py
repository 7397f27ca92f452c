# ruff: noqa: INP001 - a script beside data, not a package
"""Draw the app's two icons: a pot on the table, and three dishes on their way into it.

`python manifest/draw_icons.py` writes `color.png` and `outline.png` beside itself; both are committed. Shapes are
distances to an edge (negative inside), so edges are smooth at any size; no drawing library is needed.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
Shape = Callable[[float, float], float]  # distance in pixels from a point to the shape's edge
Colour = tuple[int, int, int]
Layer = tuple[Shape, Colour]

PINE, CREAM = (0x14, 0x5A, 0x56), (0xFF, 0xF6, 0xE6)
DISHES = ((0xFF, 0xB9, 0x4F), (0xFF, 0x8A, 0x70), (0x9C, 0xDD, 0xCB))
WHITE = (0xFF, 0xFF, 0xFF)


def circle(x: float, y: float, radius: float) -> Shape:
    return lambda px, py: math.hypot(px - x, py - y) - radius


def box(left: float, top: float, right: float, bottom: float, upper: float, lower: float) -> Shape:
    """A rectangle whose upper and lower corners are rounded by those radii."""
    x, y, half_w, half_h = (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2

    def distance(px: float, py: float) -> float:
        radius = upper if py < y else lower
        dx, dy = abs(px - x) - half_w + radius, abs(py - y) - half_h + radius
        return math.hypot(max(dx, 0.0), max(dy, 0.0)) + min(max(dx, dy), 0.0) - radius

    return distance


def stroke(shape: Shape, width: float) -> Shape:
    """A line along the inside of the shape's edge."""
    return lambda px, py: abs(shape(px, py) + width / 2) - width / 2


def color_layers() -> list[Layer]:
    """192 x 192: the symbol stays in the middle 120 x 120, which no client crops."""
    pot, rim = box(50, 96, 142, 156, 2, 20), box(36, 86, 156, 102, 8, 8)
    shadow = box(50, 102, 142, 108, 0, 0)
    dishes = zip((circle(63, 63, 13), circle(96, 49, 13), circle(129, 63, 13)), DISHES, strict=True)
    return [(pot, CREAM), (shadow, (0xDD, 0xD2, 0xBE)), (rim, CREAM), *dishes]


def outline_layers() -> list[Layer]:
    """32 x 32, lines of two pixels on whole pixels, so that nothing blurs."""
    pot, rim = stroke(box(5, 15, 27, 30, 0, 5), 2), box(1, 14, 31, 16, 1, 1)
    dishes = (circle(8, 8, 2.5), circle(16, 4, 2.5), circle(24, 8, 2.5))
    return [(shape, WHITE) for shape in (pot, rim, *dishes)]


def pixels(size: int, layers: list[Layer], ground: Colour | None) -> Iterator[tuple[int, int, int, int]]:
    """RGBA, row by row. Without a ground everything is one colour, and only its cover differs."""
    for row in range(size):
        for column in range(size):
            x, y = column + 0.5, row + 0.5
            covers = [(min(1.0, max(0.0, 0.5 - shape(x, y))), colour) for shape, colour in layers]
            if ground is None:
                yield (*layers[0][1], round(255 * max(cover for cover, _ in covers)))
            else:
                yield (*_painted(ground, covers), 255)


def _painted(ground: Colour, covers: list[tuple[float, Colour]]) -> Colour:
    red, green, blue = (float(part) for part in ground)
    for cover, colour in covers:
        red, green, blue = (
            below + cover * (above - below) for below, above in zip((red, green, blue), colour, strict=True)
        )
    return round(red), round(green), round(blue)


def png(size: int, rgba: Iterator[tuple[int, int, int, int]]) -> bytes:
    rows = b"".join(b"\0" + b"".join(bytes(next(rgba)) for _ in range(size)) for _ in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def main() -> None:
    (HERE / "color.png").write_bytes(png(192, pixels(192, color_layers(), PINE)))
    (HERE / "outline.png").write_bytes(png(32, pixels(32, outline_layers(), None)))


if __name__ == "__main__":
    main()
