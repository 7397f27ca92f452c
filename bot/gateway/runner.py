"""The server below the application: its time limits, and its refusals of what is no HTTP as problem documents.

aiohttp answers what its parser refuses as plain text, and logs the bytes, which may be somebody's token. Here the
caller gets a problem document and the log a name. A connection whose headers are not told within `PATIENCE_S` is
closed, so that slow senders hold nothing; bodies have a limit of their own (`body.py`). So is one whose other side
does not take its answer. Nothing is decompressed: compressed bodies are refused.

On a stop, aiohttp's own way would no longer read the rest of a body whose request is running. So the listeners are
closed first, what runs is given its time, and only then the connections end.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog
from aiohttp import web
from aiohttp.http_exceptions import LineTooLong
from aiohttp.web_protocol import RequestHandler

from bot.gateway.problems import SERVED_BY, problem

PATIENCE_S = 30.0
STOP_S = 1.0  # for what still runs when the drain is over
TAKEN_WITHIN_S = 60.0  # a whole answer, however slow the line
LOOK_S = 0.02
LINGER_S = 3.0  # how long the rest of a body that nobody wants is still taken, so that the refusal is read
LONGEST_LINE = 8 * 1024  # method and address
LONGEST_HEADER = 16 * 1024

log = structlog.get_logger()


class GatewayRunner(web.AppRunner):
    """`drain_s` is how long running requests may go on after a stop; `patience_s` how long headers may take to come,
    and a connection may rest between two requests; `taken_within_s` how long an answer may take to be read."""

    def __init__(
        self,
        app: web.Application,
        *,
        drain_s: float,
        patience_s: float = PATIENCE_S,
        taken_within_s: float = TAKEN_WITHIN_S,
    ) -> None:
        super().__init__(
            app,
            access_log=None,
            shutdown_timeout=STOP_S,
            keepalive_timeout=patience_s,
            lingering_time=LINGER_S,
            max_line_size=LONGEST_LINE,
            max_field_size=LONGEST_HEADER,
            auto_decompress=False,
        )
        self._drain_s = drain_s
        self._taken_within_s = taken_within_s

    async def cleanup(self) -> None:
        for site in list(self.sites):
            await site.stop()
        if isinstance(self.server, _Server):
            with suppress(TimeoutError):
                async with asyncio.timeout(self._drain_s):
                    await self.server.drained()
        await super().cleanup()

    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        server = _Server(made.request_handler, request_factory=made.request_factory, **made._kwargs)  # noqa: SLF001 - aiohttp has no other way to name the class of its connections
        server.taken_within_s = self._taken_within_s
        return server


class _Server(web.Server):
    taken_within_s = TAKEN_WITHIN_S

    async def drained(self) -> None:
        """Connections close as soon as nothing runs on them; returns when all are closed."""
        while self.connections:
            await asyncio.sleep(LOOK_S)  # first, so that what has arrived is taken up
            for connection in self.connections:
                if isinstance(connection, _Connection) and not connection.is_busy:
                    connection.force_close()

    def __call__(self) -> RequestHandler:
        made = _Connection(self, loop=self._loop, **self._kwargs)
        made.taken_within_s = self.taken_within_s
        return made


class _Connection(RequestHandler):
    __slots__ = ("_giving_up", "taken_within_s")
    taken_within_s: float
    _giving_up: asyncio.TimerHandle | None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._giving_up = None
        if isinstance(transport, asyncio.WriteTransport):
            transport.set_write_buffer_limits(0)  # any byte that waits is noticed, not only the 65,536th

    def pause_writing(self) -> None:
        super().pause_writing()
        if self.transport:
            self._giving_up = self._loop.call_later(self.taken_within_s, self.transport.abort)

    def resume_writing(self) -> None:
        self._keep_on()
        super().resume_writing()

    def connection_lost(self, exc: BaseException | None) -> None:
        self._keep_on()
        super().connection_lost(exc)

    def _keep_on(self) -> None:
        if self._giving_up:
            self._giving_up.cancel()
            self._giving_up = None

    @property
    def is_busy(self) -> bool:
        return self._request_in_progress

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - it repeats what was sent
    ) -> web.StreamResponse:
        log.info("request_unreadable", status=status, error=type(exc).__name__)
        if request.writer.output_size > 0:
            raise ConnectionError("an answer is on its way already")
        response = _refusal(exc, status)
        response.headers["Server"] = SERVED_BY
        response.force_close()
        return response


def _refusal(exc: BaseException | None, status: int) -> web.Response:
    if not isinstance(exc, LineTooLong):
        return problem(status, "Bad request")
    _line, limit, *_ = exc.args
    if limit == LONGEST_LINE:
        return problem(414, "URI too long")
    return problem(431, "Request header fields too large")
