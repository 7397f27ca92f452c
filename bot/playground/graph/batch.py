"""$batch: the stand-in asks itself for each item, so that every rule of its own holds for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import aiohttp
from aiohttp import web

from bot.playground.graph.refusals import Refusal

MOST_ITEMS = 20


async def answer_batch(request: web.Request, body: Mapping[str, Any]) -> web.Response:
    items = body.get("requests")
    if not isinstance(items, list) or not 0 < len(items) <= MOST_ITEMS:
        raise Refusal(400, "BadRequest", f"Number of batch request steps exceeds the maximum value of {MOST_ITEMS}.")
    bearer = {"Authorization": request.headers["Authorization"]}
    base = f"{request.scheme}://{request.host}/v1.0/"
    async with aiohttp.ClientSession(headers=bearer) as http:
        responses = [await _item(http, base, item) for item in items]
    responses.reverse()  # any order is allowed, so nobody may rely on one
    return web.json_response({"responses": responses})


async def _item(http: aiohttp.ClientSession, base: str, item: Mapping[str, Any]) -> dict[str, Any]:
    url = base + str(item["url"]).lstrip("/")
    if "body" in item and "headers" not in item:
        raise Refusal(400, "BadRequest", "Content-Type header is required with a body.")
    async with http.request(str(item["method"]), url, json=item.get("body"), headers=item.get("headers")) as answer:
        text = await answer.text()
        told: dict[str, Any] = {"id": item["id"], "status": answer.status}
        if "Retry-After" in answer.headers:
            told["headers"] = {"Retry-After": answer.headers["Retry-After"]}
        if answer.content_type == "application/json":
            told["body"] = json.loads(text)
        return told
