"""From operations to routes: who calls, may they, what did they send, and the answer as JSON.

The order is the defence: nothing of a body is read before the token is verified and the rules allow the call, and
nothing reaches a handler that does not fit its model. Redis down: 503 with Retry-After.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import hdrs, web
from pydantic import BaseModel

from bot.domain.caller import Caller
from bot.gateway.api.idempotency import Repeats
from bot.gateway.api.ids import PATTERN
from bot.gateway.api.operation import PREFIX, Answer, Call, Operation
from bot.gateway.api.read import read_body, read_query
from bot.gateway.api.rules import reach
from bot.gateway.problems import Refused

Identify = Callable[[str | None], Awaitable[Caller]]
_ID = PATTERN.strip("^$")


class Admission(Protocol):
    """The limits: raises Refused (429) where a caller has had their share, and tells headers for the answer."""

    async def enter(self, caller: Caller) -> Mapping[str, str]: ...

    def leave(self, caller: Caller) -> None: ...


@dataclass(frozen=True, slots=True)
class Api:
    """`base` is the path under which a proxy shows the gateway ("" for its root). It comes from the settings and never
    from a request: whoever sends `X-Forwarded-...` changes nothing."""

    identify: Identify
    admission: Admission
    repeats: Repeats
    base: str = ""

    def routes(self, operations: Iterable[Operation]) -> list[web.RouteDef]:
        return [
            web.route(operation.method, aiohttp_path(PREFIX + operation.path), self._serve(operation))
            for operation in operations
        ]

    def _serve(self, operation: Operation) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve(request: web.Request) -> web.Response:
            caller = await self.identify(request.headers.get(hdrs.AUTHORIZATION))
            headers = await self.admission.enter(caller)
            try:
                response = await self._answer(operation, request, caller)
            except Refused as no:
                no.headers |= headers
                raise
            finally:
                self.admission.leave(caller)
            response.headers.update(headers)
            return response

        return serve

    async def _answer(self, operation: Operation, request: web.Request, caller: Caller) -> web.Response:
        granted = reach(caller, operation.resource)
        if granted is None:
            raise Refused(403, "Not allowed")
        if_match = request.headers.get(hdrs.IF_MATCH)
        if operation.needs_match and if_match is None:
            raise Refused(428, "Precondition required", "Send If-Match with the ETag that you read.")
        given: dict[str, Any] = {}
        if operation.query:
            given["query"] = read_query(request, operation.query)
        raw = b""
        if operation.body:
            raw, given["body"] = await read_body(request, operation.body)
        call = Call(caller, granted, dict(request.match_info), if_match)

        async def act(once: str | None = None) -> web.Response:
            kept = Call(call.caller, call.reach, call.path, call.if_match, once)
            return _response(operation, await operation.act(kept, **given), self.base)

        if operation.method != hdrs.METH_POST:
            return await act()
        return await self.repeats.once(request, raw, caller, act, pure=operation.pure)


def aiohttp_path(path: str) -> str:
    """Path parameters take opaque ids and nothing else."""
    return path.replace("}", f":{_ID}}}")


def _response(operation: Operation, answer: Answer[Any], base: str) -> web.Response:
    headers = {"Cache-Control": "no-store"}
    if answer.etag is not None:
        headers[hdrs.ETAG] = f'"{answer.etag}"'
    if answer.location:
        headers[hdrs.LOCATION] = base + PREFIX + answer.location
    if operation.status == 204:
        return web.Response(status=204, headers=headers)
    body: BaseModel = answer.body
    return web.Response(
        status=operation.status, text=body.model_dump_json(), content_type="application/json", headers=headers
    )
