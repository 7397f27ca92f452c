"""What passes between Potluck and Graph, held against the published description of Graph, in both directions.

openapi.json holds facts of Microsoft Graph v1.0 for the calls that Potluck makes: paths, parameters, required and
read-only properties, enumerations, statuses, and what Graph posts to us. It is closed (an unknown property is an
error), so that a typo of the product or of the stand-in shows; the product itself tolerates what is new. One deviation:
addresses to notify may be http on loopback. Not described, and checked by hand here: unknown query parameters, and the
opaque links of paging, whose answers alone are checked. Bodies of 5xx are a gateway's and are not checked.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from jsonschema import Draft202012Validator
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

DESCRIPTION = Path(__file__).parent / "openapi.json"
OPAQUE = ("$skiptoken", "$deltatoken")


@dataclass
class Asked:
    """A request in the shape that openapi-core reads."""

    host_url: str
    path: str
    method: str
    parameters: RequestParameters
    body: bytes | None
    content_type: str = "application/json"


@dataclass
class Answered:
    status_code: int
    headers: Mapping[str, Any]
    data: bytes | None
    content_type: str = "application/json"


@dataclass
class Report:
    """`violations` in words; `calls` counts what was checked, by operation."""

    violations: list[str] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)

    def exchange(self, asked: Asked, answered: Answered) -> None:
        name = f"{asked.method.upper()} {asked.path}"
        opaque = any(key in asked.parameters.query for key in OPAQUE)
        try:
            if not opaque:
                described().validate_request(asked)
            if answered.status_code < 500 and (answered.data or answered.status_code == 200):
                described().validate_response(asked, answered)
        except OpenAPIError as wrong:
            self.violations.append(f"{name} {answered.status_code}: {_reason(wrong)}")
            return
        if opaque:
            self.calls["GET a link"] += 1
            return
        template = _template(asked.path)
        self.calls[f"{asked.method.upper()} {template}"] += 1
        stray = set(asked.parameters.query) - _query_names(template, asked.method)
        if stray:
            self.violations.append(f"{name}: {sorted(stray)} is no parameter of it")

    def notification(self, body: bytes) -> None:
        """What Graph, or its stand-in, posts to us."""
        self.calls["notification"] += 1
        self.violations += [
            f"notification: {error.message[:200]}" for error in _collection().iter_errors(json.loads(body))
        ]


@cache
def described() -> OpenAPI:
    return OpenAPI.from_file_path(str(DESCRIPTION))


@cache
def _plain() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    return told


@cache
def _collection() -> Draft202012Validator:
    schema = {**_plain(), "$ref": "#/components/schemas/microsoft.graph.changeNotificationCollection"}
    return Draft202012Validator(schema)


def _template(path: str) -> str:
    parts = path.removeprefix("/v1.0").split("/")
    for template in _plain()["paths"]:
        pattern = template.split("/")
        if len(pattern) == len(parts) and all(p in (q, "") or p[0] == "{" for p, q in zip(pattern, parts, strict=True)):
            return str(template)
    return path


def _query_names(template: str, method: str) -> frozenset[str]:
    told = _plain()["paths"][template][method].get("parameters", ())
    return frozenset(one["name"] for one in told if one.get("in") == "query")


def _reason(wrong: BaseException) -> str:
    """The innermost words: openapi-core wraps them several times."""
    inner = [getattr(error, "message", str(error)) for error in getattr(wrong.__cause__, "schema_errors", ())]
    cause = wrong.__cause__
    return "; ".join(inner)[:400] or (f"{wrong} {cause}" if cause else str(wrong))[:400]


def recorder(report: Report) -> Middleware:
    """An aiohttp middleware for the stand-in's application: outermost, so that it sees what really passes."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        body = await request.read()
        response = await handler(request)
        asked = Asked(
            host_url=f"{request.scheme}://{request.host}",
            path=request.raw_path.partition("?")[0],
            method=request.method.lower(),
            parameters=RequestParameters(
                query=ImmutableMultiDict(list(request.query.items())), header=Headers(list(request.headers.items()))
            ),
            body=body or None,
        )
        data = response.body if isinstance(response, web.Response) and isinstance(response.body, bytes) else None
        report.exchange(asked, Answered(response.status, dict(response.headers), data, response.content_type))
        return response

    return check
