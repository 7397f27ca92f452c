"""`potluck demo` and the roles as processes: one address, nothing left behind, and no start without credentials."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.redis_fixtures import until

CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("POTLUCK_", "REDIS_URL"))}
pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes through /proc")


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """Shorter than pytest's own: a demo's socket has its place beside its data only where the name fits."""
    with tempfile.TemporaryDirectory(prefix="p-") as folder:
        yield Path(folder)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    environ = {**CLEAN, "TMPDIR": str(tmp_path)}  # so that its processes can be told from others'
    command = [sys.executable, "-m", "bot", "demo"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ)
    yield process
    process.kill()
    process.wait()
    assert process.stdout
    process.stdout.close()


def alive(folder: Path) -> list[str]:
    """Command lines of living processes that belong to this folder's demo: by their environment or, since the
    server writes its title over that, by where they run."""
    mark = f"TMPDIR={folder}".encode()
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            inside = (place / "cwd").readlink().is_relative_to(folder)
            if inside or mark in (place / "environ").read_bytes().split(b"\0"):
                found.append((place / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return [line for line in found if line]


def left_over(folder: Path) -> list[Path]:
    """Folders that a demo keeps its data in while it runs."""
    return list(folder.glob("potluck-*"))


def address(demo: subprocess.Popen[str]) -> str:
    assert demo.stdout
    found = re.search(r"http://127\.0\.0\.1:\d+/", demo.stdout.readline())
    assert found
    return found.group(0)


async def test_ctrl_c_ends_the_demo_and_leaves_no_process(demo: subprocess.Popen[str], tmp_path: Path) -> None:
    address(demo)
    assert left_over(tmp_path)
    assert any("valkey-server" in line or "redis-server" in line for line in alive(tmp_path))
    demo.send_signal(signal.SIGINT)
    assert demo.wait(60) == 0
    assert not alive(tmp_path)
    assert not left_over(tmp_path)


async def test_even_a_killed_demo_leaves_no_process(demo: subprocess.Popen[str], tmp_path: Path) -> None:
    address(demo)
    assert alive(tmp_path)
    demo.kill()
    await until(lambda: not alive(tmp_path), within_s=60)


@pytest.mark.parametrize("role", ["gateway", "worker", "scheduler", "up"])
def test_a_role_without_credentials_refuses_to_start_and_says_what_is_missing(role: str) -> None:
    done = subprocess.run([sys.executable, "-m", "bot", role], env=CLEAN, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert re.search(r"potluck: POTLUCK_\w+: missing", done.stderr)


def test_doctor_says_line_by_line_what_is_missing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "doctor"], env=CLEAN, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "TO MEND POTLUCK_APP_ID" in done.stdout
    assert "POTLUCK_DEBOUNCE_S" in done.stdout
