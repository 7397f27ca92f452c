"""POST /api/graph/notifications and /lifecycle: what Graph tells.

Graph allows three seconds and asks again after a 5xx, so each item is kept before the 202 and nothing else is done
here. Redis down: 503, and Graph sends it again for up to four hours; delta finds what even that lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

import structlog
from aiohttp import web

from bot.domain.events import GraphEvent
from bot.gateway.body import read_all
from bot.sight import metrics

log = structlog.get_logger()
_KEPT = metrics.NOTIFICATIONS.labels(outcome="kept")


class Intake(Protocol):
    """What a notification body amounts to: the events to keep, and how many items were dropped, by reason."""

    @property
    def events(self) -> Sequence[GraphEvent]: ...

    @property
    def dropped(self) -> Mapping[str, int]: ...


Read = Callable[[bytes], Intake]
Handshake = Callable[[Mapping[str, str]], str | None]
Tell = Callable[[GraphEvent], Awaitable[object]]


def routes(*, read_notifications: Read, read_lifecycle: Read, handshake: Handshake, tell: Tell) -> list[web.RouteDef]:
    def hook(read: Read) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            token = handshake(request.query) if request.query_string else None
            if token is not None:
                return web.Response(text=token, content_type="text/plain")
            intake = read(await read_all(request))
            if len(intake.events) == 1:
                await tell(intake.events[0])
            else:  # a batch: its writes travel to Redis together
                await asyncio.gather(*(tell(event) for event in intake.events))
            _count(intake)
            return web.Response(status=202)

        return answer

    async def shake(request: web.Request) -> web.Response:
        """Some services that stand in for Graph ask with GET, which can say nothing else."""
        token = handshake(request.query)
        if token is None:
            raise web.HTTPMethodNotAllowed("GET", ["POST"])
        return web.Response(text=token, content_type="text/plain")

    return [  # both methods of an address one after the other, so that it is one resource
        web.post("/api/graph/notifications", hook(read_notifications)),
        web.get("/api/graph/notifications", shake, allow_head=False),
        web.post("/api/graph/lifecycle", hook(read_lifecycle)),
        web.get("/api/graph/lifecycle", shake, allow_head=False),
    ]


def _count(intake: Intake) -> None:
    if intake.events:
        _KEPT.inc(len(intake.events))
    for reason, count in intake.dropped.items():
        metrics.NOTIFICATIONS.labels(outcome=reason).inc(count)
        log.warning("notification_dropped", reason=reason, count=count)
