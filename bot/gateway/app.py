"""The aiohttp application: routes, limits, middleware."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from bot.gateway.middleware import around

LARGEST_BODY = 1024 * 1024  # Teams' largest message and Graph's largest batch of notifications are well below


def build_app(routes: Iterable[web.RouteDef]) -> web.Application:
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[around])
    app.add_routes(routes)
    return app
