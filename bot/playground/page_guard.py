"""Who may talk to the page server: this machine's own page and scripts, and no other website in a browser.

A foreign page can make a browser send requests to loopback, and a foreign name can be made to resolve to it. So the
Host must be loopback's, an Origin must be ours, and whatever changes something must be JSON, which no form can send.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

LOOPBACK = frozenset({"127.0.0.1", "localhost"})
SAFE_METHODS = frozenset({"GET", "HEAD"})
_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; font-src 'self'; img-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; "  # the card renderer sets styles on elements
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    why = why_not(request)
    if why:
        return web.json_response({"error": why}, status=403, headers=HEADERS)
    return await handler(request)


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """For every answer, streams and files included."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def why_not(request: web.Request) -> str | None:
    """The kind sentence that refuses this request, or None."""
    host, _, port = request.host.rpartition(":")
    own = request.transport.get_extra_info("sockname") if request.transport else None
    if host not in LOOPBACK or own is None or port != str(own[1]):
        return "The playground answers on this machine's own address only."
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        return "The playground answers its own page only."
    if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
        return "The playground answers its own page only."
    if request.method not in SAFE_METHODS and request.content_type != "application/json":
        return "Send JSON."
    return None
