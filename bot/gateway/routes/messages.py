"""POST /api/messages: everything Teams tells.

Redis down: 503, so that Teams sends it again; nothing is answered 2xx that is not kept.
"""

from __future__ import annotations

from typing import Protocol

from aiohttp import web

from bot.gateway.body import read_all


class Edge(Protocol):
    async def handle(self, body: bytes, authorization: str | None) -> tuple[int, dict[str, object] | None]: ...


def routes(edge: Edge) -> list[web.RouteDef]:
    async def messages(request: web.Request) -> web.Response:
        status, body = await edge.handle(await read_all(request), request.headers.get("Authorization"))
        return web.json_response(body, status=status) if body is not None else web.Response(status=status)

    return [web.post("/api/messages", messages)]
