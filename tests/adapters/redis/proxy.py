"""A TCP door to a server that loses answers: the script was executed, and its caller never learns."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Self
from urllib.parse import unquote, urlsplit


class LossyProxy:
    """The answer to every `lose_every`-th script is lost with its connection; 0 loses none. `lost` counts them."""

    def __init__(self, upstream: str) -> None:
        self._upstream = urlsplit(upstream)
        self.lose_every = 0
        self.lost = 0
        self._scripts = 0
        self._due = False
        self._writers: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_exit: object) -> None:
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        return f"redis://:{self._upstream.password}@127.0.0.1:{self._server.sockets[0].getsockname()[1]}/0"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_unix_connection(unquote(self._upstream.path))
        self._writers |= {writer, server_writer}
        try:
            with suppress(OSError):
                await asyncio.gather(self._forth(reader, server_writer), self._back(server_reader, writer))
        finally:
            for one in (writer, server_writer):
                one.transport.abort()
                self._writers.discard(one)

    async def _forth(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            self._scripts += b"EVALSHA" in data
            self._due = bool(self.lose_every) and b"EVALSHA" in data and self._scripts % self.lose_every == 0
            writer.write(data)
            await writer.drain()
        writer.close()

    async def _back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if self._due:
                self._due = False
                self.lost += 1
                raise ConnectionResetError
            writer.write(data)
            await writer.drain()
        writer.close()
