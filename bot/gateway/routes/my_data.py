"""GET /my-data/TOKEN: one person's own data as a JSON file, by a link that was given to them in private."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

HEADERS = {
    "Content-Disposition": 'attachment; filename="potluck-my-data.json"',
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def routes(whose: Callable[[str], str], gather: Callable[[str], Awaitable[Mapping[str, Any]]]) -> list[web.RouteDef]:
    """`whose` tells the person a token is for, or raises NotAllowed."""

    async def download(request: web.Request) -> web.Response:
        told = await gather(whose(request.match_info["token"]))
        return web.Response(
            text=json.dumps(told, ensure_ascii=False, indent=2), content_type="application/json", headers=HEADERS
        )

    return [web.get("/my-data/{token}", download)]
