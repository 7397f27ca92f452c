"""GET /healthz (the process lives) and /readyz (it can do its work)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from aiohttp import web

from bot.errors import TryLater


class QueueStats(Protocol):
    async def depth(self) -> int: ...

    async def oldest_age_s(self) -> float: ...

    async def dead(self) -> int: ...


def routes(
    stats: QueueStats,
    graph: Callable[[], Awaitable[str]],
) -> list[web.RouteDef]:
    """`graph` tells whether Graph is out. The door can do its work all the same, so that is no reason to be unready."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_request: web.Request) -> web.Response:
        try:
            graph_is = await graph()
            queue = {"depth": await stats.depth(), "oldest_s": await stats.oldest_age_s(), "dead": await stats.dead()}
        except TryLater:
            return web.json_response({"status": "not ready", "redis": "no answer"}, status=503)
        return web.json_response({"status": "ready", "redis": "ok", "graph": graph_is, "queue": queue})

    return [web.get("/healthz", healthz), web.get("/readyz", readyz)]
