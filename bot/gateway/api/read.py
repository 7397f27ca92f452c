"""What a caller sent, held against its model. Refusals point at the place and never repeat what stood there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from bot.gateway.body import read_all
from bot.gateway.problems import Refused
from bot.strict_json import read_object

M = TypeVar("M", bound=BaseModel)
MOST_PARAMETERS = 32
MOST_ERRORS = 10
LONGEST_PLACE = 100


def read_query(request: web.Request, model: type[M]) -> M:
    """Raises Refused: 400 for too many parameters, 422 for what does not fit."""
    query = request.query
    if len(query) > MOST_PARAMETERS:
        raise Refused(400, "Bad input", "There are too many query parameters.")
    if len(set(query)) != len(query):
        raise Refused(422, "Validation failed", "A query parameter is given twice.")
    return _fit(model, dict(query))


async def read_body(request: web.Request, model: type[M]) -> tuple[bytes, M]:
    """The bytes and what they say. Raises Refused (408, 415, 422), BadInput (400, 413)."""
    if request.content_type != "application/json" or (request.charset or "utf-8").lower() != "utf-8":
        raise Refused(415, "Unsupported media type", "Send application/json in UTF-8.")
    raw = await read_all(request)
    read_object(raw)  # stricter than pydantic: one meaning for every reader
    return raw, _fit(model, raw)


def _fit(model: type[M], given: dict[str, str] | bytes) -> M:
    try:
        return model.model_validate_json(given) if isinstance(given, bytes) else model.model_validate(given)
    except ValidationError as wrong:
        errors = [
            {"pointer": _place(error["loc"]), "detail": error["msg"]}
            for error in wrong.errors(include_url=False, include_context=False, include_input=False)[:MOST_ERRORS]
        ]
        raise Refused(422, "Validation failed", errors=errors) from None


def _place(path: Sequence[str | int]) -> str:
    return "".join(f"/{part}" for part in path)[:LONGEST_PLACE]
