"""The OpenAPI 3.1 description, made from the operations' own types, so that it cannot say anything else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.domain.hook import HOOK_EVENTS
from bot.gateway.api.idempotency import HEADER
from bot.gateway.api.ids import PATTERN
from bot.gateway.api.operation import PREFIX, Operation
from bot.gateway.api.rules import RULES
from bot.gateway.problems import PROBLEM_JSON

REF = "#/components/schemas/{model}"
ABOUT = """Potluck's tasks, meetings and digests for a company's other tools.

Callers show a Microsoft Entra token (v2.0) for the application: a person's with the scope `access_as_user`, or an
app's own with `Tasks.Read.All`, `Tasks.ReadWrite.All` or `Admin`. A person sees their own tasks and what belongs to
their teams; what lies beyond answers 404. Every refusal is a problem document (RFC 9457) whose `type` is stable.
A POST carries an `Idempotency-Key` and happens once; a PATCH carries `If-Match`. Ids are opaque. Nothing is assigned
to anybody who did not say yes."""
EVERYWHERE: Final = (400, 401, 403, 414, 429, 431, 503)
WITH_BODY: Final = (400, 408, 413, 415, 422)
HTTP_METHODS: Final = ("get", "post", "patch", "delete")


class Wrong(BaseModel):
    """A place that does not fit."""

    pointer: str
    detail: str


class Problem(BaseModel):
    """RFC 9457. Branch on `type`, never on words."""

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[Wrong] | None = None


class HookTask(BaseModel):
    """What a delivery is about: ids alone, those of the API, through which the task is read."""

    team: str | None = None
    task: str | None = None
    nudge: str | None = None
    answer: str | None = None


class HookEventBody(BaseModel):
    """A delivery. `id` is the same however often it is repeated. The header `Potluck-Signature: t=SECONDS,v1=HEX`
    holds HMAC-SHA256, keyed by the webhook's secret, of SECONDS, a full stop and the body."""

    id: str
    type: str
    at: str
    data: HookTask


def describe(operations: Sequence[Operation], *, version: str = "1") -> dict[str, Any]:
    """The whole document, as plain JSON values, in a stable order."""
    refs, schemas = _schemas(operations)
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(PREFIX + operation.path, {})[operation.method.lower()] = _operation(operation, refs)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Potluck", "version": version, "description": ABOUT},
        "security": [{"entra": []}],
        "paths": paths,
        "webhooks": {event: _webhook(event, refs) for event in HOOK_EVENTS},
        "components": {"schemas": schemas, "securitySchemes": {"entra": _security()}},
    }


def _schemas(operations: Iterable[Operation]) -> tuple[Mapping[Any, Any], dict[str, Any]]:
    wanted: dict[tuple[type[BaseModel], Any], None] = {(Problem, "serialization"): None}
    wanted[HookEventBody, "serialization"] = None
    for operation in operations:
        if operation.body:
            wanted[operation.body, "validation"] = None
        if operation.status != 204:
            wanted[operation.answer, "serialization"] = None
    refs, document = models_json_schema(list(wanted), ref_template=REF)
    return refs, dict(sorted(document["$defs"].items()))


def _operation(operation: Operation, refs: Mapping[Any, Any]) -> dict[str, Any]:
    roles = RULES[operation.resource]
    described: dict[str, Any] = {
        "operationId": _operation_id(operation),
        "summary": operation.summary,
        "tags": [operation.path.strip("/").replace(":", "/").split("/")[0]],
        "description": "Open to " + ", ".join(f"{role} ({far})" for role, far in roles.items()) + ".",
        "parameters": _parameters(operation),
        "responses": _responses(operation, refs),
    }
    if operation.body:
        content = {"application/json": {"schema": refs[operation.body, "validation"]}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _operation_id(operation: Operation) -> str:
    words = re.findall(r"[a-z]+", operation.path)
    return operation.method.lower() + "".join(word.capitalize() for word in words)


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    told = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": PATTERN}}
        for name in re.findall(r"{(\w+)}", operation.path)
    ]
    if operation.query:
        schema = operation.query.model_json_schema()
        for name, field in schema["properties"].items():
            told.append({"name": name, "in": "query", "required": False, "schema": _without_null(field)})
    if operation.method == "POST":
        key = {"type": "string", "pattern": "^[!-~]{1,255}$"}
        told.append({"name": HEADER, "in": "header", "required": not operation.pure, "schema": key})
    if operation.needs_match:
        etag = {"type": "string", "description": "the ETag that was read, or *"}
        told.append({"name": "If-Match", "in": "header", "required": True, "schema": etag})
    return told


def _without_null(field: dict[str, Any]) -> dict[str, Any]:
    """A query parameter is left out rather than null."""
    kinds = [kind for kind in field.get("anyOf", ()) if kind.get("type") != "null"]
    if not kinds:
        return field
    rest = {name: value for name, value in field.items() if name not in {"anyOf", "default"}}
    return {**rest, **kinds[0]}


def _responses(operation: Operation, refs: Mapping[Any, Any]) -> dict[str, Any]:
    good: dict[str, Any] = {"description": HTTPStatus(operation.status).phrase, "headers": _limit_headers()}
    if operation.status != 204:
        good["content"] = {"application/json": {"schema": refs[operation.answer, "serialization"]}}
    if operation.needs_match or operation.status == 201:
        good["headers"] |= {"ETag": {"schema": {"type": "string"}}}
    problem = {PROBLEM_JSON: {"schema": refs[Problem, "serialization"]}}
    refusals = {
        str(status): {"description": HTTPStatus(status).phrase, "content": problem} for status in _refusals(operation)
    }
    return {str(operation.status): good, **refusals}


def _refusals(operation: Operation) -> list[int]:
    statuses = {*EVERYWHERE, *operation.also}
    if operation.body:
        statuses |= set(WITH_BODY)
    if operation.query:
        statuses |= {400, 422}
    if operation.method == "POST":
        statuses |= {400, 409, 422}
    if operation.needs_match:
        statuses |= {412, 428}
    if "{" in operation.path:
        statuses.add(404)
    return sorted(statuses)


def _limit_headers() -> dict[str, Any]:
    words = {"schema": {"type": "string"}}
    return {"RateLimit": words, "RateLimit-Policy": words, "X-Request-Id": words}


def _webhook(event: str, refs: Mapping[Any, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": refs[HookEventBody, "serialization"]}}
    answers = {"2XX": {"description": "Heard"}, "410": {"description": "The webhook ends"}}
    return {"post": {"summary": event, "requestBody": {"content": content}, "responses": answers}}


def _security() -> dict[str, Any]:
    return {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Microsoft Entra v2.0, audience: the application id",
    }
