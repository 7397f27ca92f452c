"""Brings the table of `docs/data.md` up to date with the one that stands in `bot/adapters/redis/keys.py`.

`python infra/data_page.py`; a test fails where the page tells other keys or lives than the code.
"""

from __future__ import annotations

import re
from pathlib import Path

from bot.adapters.redis import keys

PAGE = Path(__file__).with_name("docs") / "data.md"


def table() -> str:
    lines = [line for line in (keys.__doc__ or "").splitlines() if line.startswith("| ")][2:]
    return "".join(_row([cell.strip() for cell in line.strip("| ").split("|")]) for line in lines)


def _row(cells: list[str]) -> str:
    names = ", ".join(f"`{name.strip()}`" for name in cells[0].split(","))
    return f"| {names} | {cells[2]} | {cells[-1]} |\n"


if __name__ == "__main__":
    page = PAGE.read_text("utf-8")
    PAGE.write_text(re.sub(r"(?<=\| lives \|\n\|---\|---\|---\|\n)(\| `.*\n)+", lambda _: table(), page), "utf-8")
