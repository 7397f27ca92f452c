"""The product's roles as processes of their own, killed with SIGKILL. As `roles`, with the product's own pace."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping

from tests.faults.histories.door import Door, Mishap


class ProcessPlayer:
    """One process of a role. `crashes` are its ends that nobody wished for."""

    def __init__(
        self,
        name: str,
        role: str,
        environ: Mapping[str, str],
        redis_url: str,
        mishap: Callable[[str, str], Mishap],
    ) -> None:
        self.name = name
        self.role = role
        self.crashes: list[str] = []
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("POTLUCK_")}
        self._environ = {**inherited, **environ}
        self._redis_url = redis_url
        self._mishap = mishap
        self._door: Door | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        if self._process is not None and self._process.poll() is not None:
            self.crashes.append(f"exit status {self._process.returncode}")
            self._process = None
        return self._process is not None

    async def start(self) -> None:
        if self._door is not None:
            self._door.shut()
        self._door = await Door(self._redis_url, lambda point: self._mishap(self.name, point), self.kill).open()
        self._launch(self._door.url)

    def _launch(self, redis_url: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", self.role],
            env={**self._environ, "POTLUCK_REDIS_URL": redis_url},
            stderr=subprocess.DEVNULL,
        )

    def kill(self, point: str) -> None:
        assert point
        process, self._process = self._process, None
        if process is not None and self._door is not None:
            process.kill()
            process.wait()
            self._door.shut()

    def cut(self) -> None:
        if self._door is not None:
            self._door.cut()

    async def end(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(40)
        if self._door is not None:
            self._door.shut()
