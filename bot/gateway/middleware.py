"""Around every request: an id, a log line without content, and every error as a problem document (RFC 9457)."""

from __future__ import annotations

import time
import traceback
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog
from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.errors import BadInput, NotAllowed, TryLater
from bot.gateway.problems import Refused, problem

log = structlog.get_logger()
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
RETRY_AFTER_S = 2


def around(metrics: Metrics) -> Middleware:
    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        request_id, began = uuid.uuid4().hex[:16], time.monotonic()
        structlog.contextvars.bind_contextvars(request=request_id)
        try:
            response = await _answer(request, handler)
        finally:
            structlog.contextvars.unbind_contextvars("request")
        route = request.match_info.route.resource
        name = route.canonical if route else "unknown"
        metrics.answered(name, _method(request), response.status, time.monotonic() - began)
        if not response.prepared:
            response.headers["X-Request-Id"] = request_id
        return response

    return middleware


def _method(request: web.Request) -> str:
    return request.method if request.method in {"GET", "POST", "PATCH", "DELETE", "HEAD"} else "other"


async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except (Refused, BadInput, NotAllowed, TryLater, web.HTTPException) as known:
        return _refusal(known)
    except Exception as bug:  # noqa: BLE001 - the last line of defence; the caller learns nothing
        log.error("request_failed", error=type(bug).__name__, where=_where(bug))  # noqa: TRY400 - see _where
        return problem(500, "Internal error")


def _refusal(known: Refused | BadInput | NotAllowed | TryLater | web.HTTPException) -> web.Response:
    match known:
        case Refused():
            return problem(known.status, known.title, detail=known.detail, headers=known.headers, errors=known.errors)
        case BadInput():
            return problem(known.status, "Bad input", detail=known.detail)
        case NotAllowed():
            log.info("request_refused", status=known.status, reason=known.reason)
            challenge = {"WWW-Authenticate": "Bearer"} if known.status == 401 else None
            return problem(known.status, "Not allowed", headers=challenge)
        case TryLater():
            log.warning("request_deferred", reason=known.reason)
            wait = str(max(1, round(known.after_s or RETRY_AFTER_S)))
            return problem(503, "Try later", headers={"Retry-After": wait})
        case _:
            headers = {"Allow": known.headers["Allow"]} if "Allow" in known.headers else None
            return problem(known.status, known.reason or "Refused", headers=headers)


def _where(bug: BaseException) -> list[str]:
    """The last frames without the exception's message, which may quote what somebody wrote."""
    return [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(bug.__traceback__)[-6:]]
