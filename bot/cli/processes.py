"""Child processes of `up` and `demo`: started together, restarted when one dies, ended together.

Each child dies with this process, also when it is killed (Linux), so that nothing is left behind.
"""

from __future__ import annotations

import asyncio
import ctypes
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

log = structlog.get_logger()
RESTART_AFTER_S = 1.0
END_WITHIN_S = 25.0


@dataclass(slots=True)
class Children:
    """`start` as many as needed, then `tend` them until `stop` is set, then `end` them all."""

    running: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)
    _commands: dict[str, tuple[Sequence[str], Mapping[str, str]]] = field(default_factory=dict)

    async def start(self, name: str, argv: Sequence[str], environ: Mapping[str, str]) -> None:
        """`argv` follows the interpreter that runs this process."""
        self._commands[name] = (argv, environ)
        self.running[name] = await asyncio.create_subprocess_exec(
            sys.executable, *argv, env=dict(environ), preexec_fn=_die_with_parent
        )

    async def tend(self, stop: asyncio.Event, keep_redis: Callable[[], object]) -> None:
        """`keep_redis` brings an embedded server back, should it have died."""
        while not stop.is_set():
            keep_redis()
            ended = [name for name, child in self.running.items() if child.returncode is not None]
            for name in ended:
                log.warning("role_restarts", role=name, status=self.running[name].returncode)
                await self.start(name, *self._commands[name])
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), RESTART_AFTER_S)

    async def end(self) -> None:
        """In reverse order of starting: the door closes before the rooms behind it."""
        for child in reversed(self.running.values()):
            await _end(child)


async def _end(child: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        child.terminate()
    try:
        await asyncio.wait_for(child.wait(), END_WITHIN_S)
    except TimeoutError:
        child.kill()
        await child.wait()


def _die_with_parent() -> None:
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
