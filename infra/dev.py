"""Everything a fresh clone needs, with nothing but Python >= 3.11: `python3 infra/dev.py demo` and `... test`.

Makes .venv, installs the pinned set by hash, installs the package from this folder, builds the playground's page
with the npm of a wheel, and then runs the named command. What is already done and unchanged is not done again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "infra" / "lock" / "requirements.txt"
STAMP = VENV / "potluck-installed"
PYTHON = VENV / ("Scripts" if os.name == "nt" else "bin") / "python"
PARALLEL = ("--numprocesses", "4", "--dist", "loadgroup")  # on two cores: most tests wait for something
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print("usage: python3 infra/dev.py demo [--script ...] | test [pytest arguments]")
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036 - runs before pip could refuse
        print("Potluck needs Python 3.11 or newer.")
        return 2
    prepare()
    return COMMANDS[sys.argv[1]](sys.argv[2:])


def prepare() -> None:
    wanted = fingerprint()
    if not (STAMP.exists() and STAMP.read_text() == wanted and PYTHON.exists()):
        install()
        STAMP.write_text(wanted)
    run(PYTHON, ROOT / "infra" / "build_page.py", quiet=True)


def fingerprint() -> str:
    """Changes when the lock, the project file or the interpreter does, or when the folder was moved."""
    parts = [LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), sys.version.encode(), str(VENV).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def install() -> None:
    print("Preparing .venv (once; a few minutes) ...", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        venv.create(VENV, with_pip=True)
    except subprocess.CalledProcessError:
        sys.exit("This Python has no ensurepip. On Debian and Ubuntu: install the package python3-venv.")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    run(*pip, "--require-hashes", "-r", LOCK)
    run(*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT)


def demo(arguments: list[str]) -> int:
    """Becomes the demo: Ctrl-C is then for the demo alone, which ends its processes in order."""
    os.execv(PYTHON, [str(PYTHON), "-m", "bot", "demo", *arguments])  # noqa: S606 - our own interpreter, no shell


def test(arguments: list[str]) -> int:
    """Style, types, import rules, then the tests; everything is run even when an earlier part fails."""
    if not any(shutil.which(name) for name in CHROMIUMS):
        print("No Chromium on this machine: the browser tests are skipped.", flush=True)
    module = [PYTHON, "-m"]
    results = {
        "ruff check": run(*module, "ruff", "check", ".", check=False),
        "ruff format": run(*module, "ruff", "format", "--check", "--quiet", ".", check=False),
        "mypy": run(*module, "mypy", check=False),
        "import-linter": run(PYTHON.parent / "lint-imports", check=False),
        "pytest": run(*module, "pytest", *PARALLEL, *arguments, check=False),
    }
    failed = [name for name, status in results.items() if status]
    print(f"failed: {', '.join(failed)}" if failed else "all green")
    return 1 if failed else 0


def run(*command: str | Path, check: bool = True, quiet: bool = False) -> int:
    """Runs from the project's folder. A failed step that the next one needs ends the whole thing."""
    words = [str(part) for part in command]
    done = subprocess.run(words, cwd=ROOT, check=False, stdout=subprocess.DEVNULL if quiet else None)
    if check and done.returncode:
        sys.exit(f"{' '.join(words[:4])} failed with status {done.returncode}")
    return done.returncode


COMMANDS = {"demo": demo, "test": test}

if __name__ == "__main__":
    sys.exit(main())
