"""How a body is read at every door: within a limit of time, so that a sender of one byte a second holds nothing."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.gateway.problems import Refused

BODY_WITHIN_S = 10.0
WITHIN_S = web.AppKey("body_within_s", float)  # an application's own limit, in its stead


async def read_all(request: web.Request) -> bytes:
    """Raises Refused for a body that does not come in time (408), is compressed (415: none of our callers does so,
    and a small one may grow without end) or breaks off (400), and aiohttp's own 413 for one that is too long."""
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Refused(415, "Unsupported media type", "No content encoding is read here.")
    try:
        if request.content.is_eof():  # it came along with the headers, as short ones do
            return await request.read()
        async with asyncio.timeout(request.app.get(WITHIN_S, BODY_WITHIN_S)):
            return await request.read()
    except web.RequestPayloadError:
        raise Refused(400, "Bad input", headers={"Connection": "close"}) from None
    except TimeoutError:
        raise Refused(408, "Request timeout", headers={"Connection": "close"}) from None
