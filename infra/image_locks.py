"""Draws the image's two locks from the tested set: `python infra/image_locks.py`, after that set was pinned anew.

`infra/lock/runtime.txt` holds what runs, `infra/lock/build.txt` what builds the wheel; both by hash, at the versions of
`infra/lock/requirements.txt`. Needs `uv`, as pinning does.
"""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "infra" / "lock"
OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-annotate",
    "--no-header",
    "--no-emit-index-url",
    "--quiet",
    f"--constraints={LOCK / 'requirements.txt'}",
)


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    traces = project["project"]["optional-dependencies"]["traces"]  # in a container nobody can add them later
    draw([*project["project"]["dependencies"], *traces], "runtime.txt")
    draw(project["build-system"]["requires"], "build.txt")


def draw(wanted: list[str], name: str) -> None:
    command = ["uv", "pip", "compile", "-", *OPTIONS, f"--output-file={LOCK / name}"]
    subprocess.run(command, input="\n".join(wanted), text=True, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
