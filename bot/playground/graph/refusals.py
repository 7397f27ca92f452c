"""Graph's refusals, as it words them: OData error bodies, and a gateway's HTML."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from aiohttp import web

NOT_IN_STORE = "The specified object was not found in the store."


class Refusal(Exception):
    """An answer other than 2xx, told from any depth of the stand-in."""

    def __init__(self, status: int, code: str, message: str, *, retry_after_s: int | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.retry_after_s = retry_after_s

    def response(self) -> web.Response:
        request_id = str(uuid4())
        inner = {
            "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
            "request-id": request_id,
            "client-request-id": request_id,
        }
        headers = {"request-id": request_id}
        if self.retry_after_s is not None:
            headers["Retry-After"] = str(self.retry_after_s)
        body = {"error": {"code": self.code, "message": self.message, "innerError": inner}}
        return web.json_response(body, status=self.status, headers=headers)


def gateway_page(status: int) -> web.Response:
    """What a load balancer answers for a service that is out."""
    words = {503: "Service Unavailable", 504: "Gateway Timeout"}[status]
    page = f"<html><head><title>{status} {words}</title></head><body><h1>{words}</h1></body></html>"
    return web.Response(status=status, text=page, content_type="text/html")
