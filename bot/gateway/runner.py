"""The server below the application: its time limits, and its refusals of what is no HTTP as problem documents.

aiohttp answers what its parser refuses as plain text, and logs the bytes, which may be somebody's token. Here the
caller gets a problem document and the log a name. A connection that has told no whole request within `PATIENCE_S` is
closed, so that slow senders hold nothing.
"""

from __future__ import annotations

import structlog
from aiohttp import web
from aiohttp.http_exceptions import LineTooLong
from aiohttp.web_protocol import RequestHandler

from bot.gateway.problems import problem

PATIENCE_S = 30.0
LONGEST_HEADER = 16 * 1024

log = structlog.get_logger()


class GatewayRunner(web.AppRunner):
    """`drain_s` is how long running requests may go on after a stop."""

    def __init__(self, app: web.Application, *, drain_s: float) -> None:
        super().__init__(
            app,
            access_log=None,
            shutdown_timeout=drain_s,
            keepalive_timeout=PATIENCE_S,
            max_field_size=LONGEST_HEADER,
        )

    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        return _Server(made.request_handler, request_factory=made.request_factory, **made._kwargs)  # noqa: SLF001 - aiohttp has no other way to name the class of its connections


class _Server(web.Server):
    def __call__(self) -> RequestHandler:
        return _Connection(self, loop=self._loop, **self._kwargs)


class _Connection(RequestHandler):
    __slots__ = ()

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
        refused = 431 if isinstance(exc, LineTooLong) else status
        response = problem(refused, "Request header fields too large" if refused == 431 else "Bad request")
        response.force_close()
        return response
