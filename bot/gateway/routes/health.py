"""GET /healthz (the process lives) and /readyz (it can do its work).

Only without Redis is the door unready: nothing could be kept, and another door would do no better with what it kept.
All else that ails the installation is named (`status` "impaired") and answered 200: to take the doors away because
workers lag or Graph is out would lose what the doors could still keep.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from aiohttp import web

from bot.errors import TryLater

LAGS_S = 300.0
Check = Callable[[], Awaitable[str]]


class QueueStats(Protocol):
    async def depth(self) -> int: ...

    async def oldest_age_s(self) -> float: ...

    async def dead(self) -> int: ...


def routes(stats: QueueStats, checks: Mapping[str, Check]) -> list[web.RouteDef]:
    """Each check tells "ok", or in a few words what is wrong. TryLater from any of them means that Redis is out."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_request: web.Request) -> web.Response:
        try:
            queue = {"depth": await stats.depth(), "oldest_s": await stats.oldest_age_s(), "dead": await stats.dead()}
            told = {name: await check() for name, check in checks.items()}
        except TryLater:
            return web.json_response({"status": "not ready", "redis": "no answer"}, status=503)
        told["lag"] = "lags" if queue["oldest_s"] > LAGS_S else "ok"
        status = "ready" if set(told.values()) == {"ok"} else "impaired"
        return web.json_response({"status": status, "redis": "ok", **told, "queue": queue})

    return [web.get("/healthz", healthz), web.get("/readyz", readyz)]
