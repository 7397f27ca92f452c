"""A role's way to Redis. It names every command that passes, can lose an answer, and can be shut as a death would."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Literal, Self
from urllib.parse import unquote, urlsplit

import bot.adapters.redis as redis_edge
from bot.adapters.redis.connect import Lua

Mishap = Literal["", "kill", "lose"]
_COMMAND = re.compile(rb"\*\d+\r\n\$\d+\r\n([A-Za-z]+)\r\n(?:\$\d+\r\n([^\r\n]{1,64})\r\n)?")
_DULL = frozenset({"HELLO", "AUTH", "CLIENT", "SELECT", "PING", "INFO"})


def scripts() -> dict[str, str]:
    """Hash -> module and name of every script, so that a kill point has a name."""
    found: dict[str, str] = {}
    for module in pkgutil.iter_modules(redis_edge.__path__):
        loaded = importlib.import_module(f"{redis_edge.__name__}.{module.name}")
        found |= {one.sha: f"{module.name}{name}" for name, one in vars(loaded).items() if isinstance(one, Lua)}
    return found


SCRIPTS = scripts()


class Door:
    """`mishap` is asked before each load of commands goes in ("... asked") and before its answer comes out
    ("... answered"); on "kill" it calls `die`, which must shut this door, on "lose" the connection breaks."""

    def __init__(self, upstream: str, mishap: Callable[[str], Mishap], die: Callable[[str], None]) -> None:
        self._upstream = urlsplit(upstream)
        self._mishap = mishap
        self._die = die
        self._writers: set[asyncio.StreamWriter] = set()
        self.passed: Counter[str] = Counter()

    async def open(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    @property
    def url(self) -> str:
        return f"redis://:{self._upstream.password}@127.0.0.1:{self._server.sockets[0].getsockname()[1]}/0"

    def shut(self) -> None:
        self._server.close()
        self.cut()

    def cut(self) -> None:
        """Every connection breaks."""
        for writer in list(self._writers):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            server_reader, server_writer = await asyncio.open_unix_connection(unquote(self._upstream.path))
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, server_writer}
        asked: list[str] = []
        tasks = [
            asyncio.create_task(self._forth(reader, server_writer, asked)),
            asyncio.create_task(self._back(server_reader, writer, asked)),
        ]
        with suppress(asyncio.CancelledError):
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for one in (writer, server_writer):
            one.transport.abort()
            self._writers.discard(one)

    async def _forth(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: list[str]) -> None:
        while data := await reader.read(65536):
            names = [_name(match) for match in _COMMAND.finditer(data)]
            asked[:] = [name for name in names if name not in _DULL]
            if self._broken(asked, "asked"):
                return
            writer.write(data)
            await writer.drain()

    async def _back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: list[str]) -> None:
        while data := await reader.read(65536):
            if self._broken(asked, "answered"):
                return
            asked.clear()
            writer.write(data)
            await writer.drain()

    def _broken(self, names: list[str], moment: str) -> bool:
        for name in names:
            point = f"{name} {moment}"
            self.passed[point] += 1
            if told := self._mishap(point):
                if told == "kill":
                    self._die(point)
                return True
        return False


def _name(match: re.Match[bytes]) -> str:
    command = match[1].decode().upper()
    if command in {"EVALSHA", "EVAL"}:
        return SCRIPTS.get((match[2] or b"").decode(errors="replace"), "script")
    return command
