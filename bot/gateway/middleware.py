"""Around every request: an id, a log line without content, and every error as a problem document (RFC 9457)."""

from __future__ import annotations

import secrets
import time
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog
from aiohttp import web

from bot.errors import BadInput, NotAllowed, TryLater
from bot.gateway.problems import Refused, problem
from bot.sight import metrics
from bot.sight.spans import SpanKind, span

log = structlog.get_logger()
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
RETRY_AFTER_S = 2
ONCE = ("Authorization", "Content-Type", "Content-Encoding", "If-Match", "Idempotency-Key")


@web.middleware
async def around(request: web.Request, handler: Handler) -> web.StreamResponse:
    request_id, began = secrets.token_hex(8), time.monotonic()
    structlog.contextvars.bind_contextvars(request=request_id)
    route = request.match_info.route.resource
    name, method = route.canonical if route else "unknown", _method(request)
    try:
        with span(f"{method} {name}", SpanKind.SERVER, {"http.route": name, "http.request.method": method}) as opened:
            response = await _answer(request, handler)
            opened.set_attribute("http.response.status_code", response.status)
    finally:
        structlog.contextvars.unbind_contextvars("request")
    metrics.answered(name, method, response.status, time.monotonic() - began)
    if not response.prepared:
        response.headers["X-Request-Id"] = request_id
    return response


def _method(request: web.Request) -> str:
    return request.method if request.method in {"GET", "POST", "PATCH", "DELETE", "HEAD"} else "other"


async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        _refuse_twofold(request)
        return await handler(request)
    except (Refused, BadInput, NotAllowed, TryLater, web.HTTPException) as known:
        return _refusal(known)
    except ConnectionResetError:  # the caller went away while speaking: nobody hears this answer
        return problem(400, "Caller gone")
    except Exception as bug:  # noqa: BLE001 - the last line of defence; the caller learns nothing
        log.error("request_failed", error=type(bug).__name__, where=_where(bug))  # noqa: TRY400 - see _where
        return problem(500, "Internal error")


def _refuse_twofold(request: web.Request) -> None:
    """Of a header that is given twice a proxy before us may have believed the other one."""
    if any(len(request.headers.getall(name, ())) > 1 for name in ONCE):
        raise Refused(400, "Bad input", "A header is given twice.")


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
