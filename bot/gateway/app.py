"""The aiohttp application: routes, limits, middleware."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from bot.gateway.middleware import around
from bot.gateway.problems import SERVED_BY, problem

LARGEST_BODY = 1024 * 1024  # Teams' largest message and Graph's largest batch of notifications are well below


def build_app(routes: Iterable[web.RouteDef]) -> web.Application:
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[around])
    app.add_routes(routes)
    app.on_response_prepare.append(_expectation_failed)
    app.on_response_prepare.append(_say_no_more)
    return app


async def _say_no_more(_request: web.Request, response: web.StreamResponse) -> None:
    """Nobody guesses what an answer is, or learns which release of what made it."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Server"] = SERVED_BY


async def _expectation_failed(_request: web.Request, response: web.StreamResponse) -> None:
    """aiohttp refuses an unknown Expect before any middleware, in plain words: here it becomes a problem document."""
    if response.status == 417 and isinstance(response, web.Response):
        refusal = problem(417, "Expectation failed")
        response.body = refusal.body
        response.headers["Content-Type"] = refusal.headers["Content-Type"]
        response.headers["Content-Length"] = str(refusal.content_length)
