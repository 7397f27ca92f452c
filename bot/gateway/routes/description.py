"""GET /openapi.json and /docs: the API as it is, for machines and for people. Both are open: they hold no data."""

from __future__ import annotations

import json
from collections.abc import Sequence

from aiohttp import web

from bot.gateway.api.docs_page import CONTENT_SECURITY, page
from bot.gateway.api.openapi import describe
from bot.gateway.api.operation import Operation


def routes(operations: Sequence[Operation], base: str = "") -> list[web.RouteDef]:
    """`base` as that of `bot.gateway.api.Api`."""
    document = describe(operations)
    if base:
        document["servers"] = [{"url": base}]
    as_json, as_page = json.dumps(document, ensure_ascii=False), page(document)

    async def openapi(_request: web.Request) -> web.Response:
        return web.Response(text=as_json, content_type="application/json")

    async def docs(_request: web.Request) -> web.Response:
        headers = {"Content-Security-Policy": CONTENT_SECURITY, "X-Content-Type-Options": "nosniff"}
        return web.Response(text=as_page, content_type="text/html", headers=headers)

    return [web.get("/openapi.json", openapi), web.get("/docs", docs)]
