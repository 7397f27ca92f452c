"""The page of figures for Prometheus, and whether the process lives and reaches Redis, for who starts it again.

A port of its own in every role, so that no proxy can pass it on by mistake.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from prometheus_client import generate_latest

from bot.sight.metrics import REGISTRY

log = structlog.get_logger()
Look = Callable[[], Awaitable[bool]]


def metrics_app(look: Look) -> web.Application:
    """`look` brings up to date what is only known elsewhere, before each answer; False where Redis does not answer."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_request: web.Request) -> web.Response:
        if await look():
            return web.json_response({"status": "ready", "redis": "ok"})
        return web.json_response({"status": "not ready", "redis": "no answer"}, status=503)

    async def page(_request: web.Request) -> web.Response:
        await look()
        figures = generate_latest(REGISTRY)
        return web.Response(body=figures, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", page)])
    return app


@asynccontextmanager
async def showing_metrics(look: Look, host: str, port: int) -> AsyncIterator[None]:
    """Port 0 shows nothing."""
    if not port:
        yield
        return
    runner = web.AppRunner(metrics_app(look), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        log.info("metrics_shown", port=port)
        yield
    finally:
        await runner.cleanup()
