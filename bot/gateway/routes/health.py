"""GET /healthz (the process lives), /readyz (it can do its work), /metrics (Prometheus)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Protocol

from aiohttp import web

from bot.errors import TryLater
from bot.gateway.metrics import Metrics


class QueueStats(Protocol):
    async def depth(self) -> int: ...

    async def oldest_age_s(self) -> float: ...

    async def dead(self) -> int: ...


def routes(
    stats: QueueStats,
    metrics: Metrics,
    graph: Callable[[], Awaitable[str]],
    unreached: Callable[[], Awaitable[int]],
) -> list[web.RouteDef]:
    """`graph` tells whether Graph is out. The door can do its work all the same, so that is no reason to be unready.
    `unreached` counts the organizers whom Potluck cannot write to."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_request: web.Request) -> web.Response:
        try:
            graph_is = await graph()
            queue = {"depth": await stats.depth(), "oldest_s": await stats.oldest_age_s(), "dead": await stats.dead()}
        except TryLater:
            return web.json_response({"status": "not ready", "redis": "no answer"}, status=503)
        return web.json_response({"status": "ready", "redis": "ok", "graph": graph_is, "queue": queue})

    async def page(_request: web.Request) -> web.Response:
        with suppress(TryLater):  # the other figures are told without Redis too
            metrics.unreached.set(await unreached())
        return web.Response(body=metrics.page(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    return [web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", page)]
