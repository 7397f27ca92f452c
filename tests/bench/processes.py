"""What the system knows about a process: memory, open files, connections, processor time. Read from Linux' /proc."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Held:
    """`memory_mb` is resident memory; `files` counts all descriptors, `sockets` those of them that are connections."""

    memory_mb: float
    files: int
    sockets: int


def held_by(pid: int) -> Held:
    """Raises OSError where there is no such process, or no /proc."""
    home = Path(f"/proc/{pid}")
    resident = int((home / "statm").read_text(encoding="ascii").split()[1])
    targets = []
    for descriptor in (home / "fd").iterdir():
        try:
            targets.append(str(descriptor.readlink()))
        except FileNotFoundError:  # closed since it was listed
            continue
    return Held(resident * PAGE / 2**20, len(targets), sum(target.startswith("socket:") for target in targets))


def cpu_s(pid: int) -> float:
    """Seconds of processor time that the process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
