"""The contract with Graph: it notices what breaks it, and the whole product keeps to it.

Beyond this file, every test of tests/adapters/graph fails on a request of the product, an answer of the stand-in or a
notification that Graph's description does not allow.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

from bot.playground.graph import GraphStandIn
from tests.contracts.graph.report import Answered, Asked, Report, recorder
from tests.tenant_fixtures import MAREN, READ_OUT, open_tenant

ANA = "11111111-aaaa-4bbb-8ccc-000000000001"


def ask(method: str, path: str, body: Any = None, *, query: Mapping[str, str] | None = None, prefer: str = "") -> Asked:
    headers = Headers({"Authorization": "Bearer t", **({"Prefer": prefer} if prefer else {})})
    parameters = RequestParameters(query=ImmutableMultiDict(query or {}), header=headers)
    text = None if body is None else json.dumps(body).encode()
    return Asked("https://graph.microsoft.com", f"/v1.0{path}", method, parameters, text)


def answer(status: int, body: Any = None, **headers: str) -> Answered:
    return Answered(status, headers, None if body is None else json.dumps(body).encode())


EVENT = f"/users/{ANA}/events/AAMk"
SUBSCRIPTION = {
    "changeType": "created,updated",
    "notificationUrl": "https://potluck.example/n",
    "resource": f"users/{ANA}/events",
    "expirationDateTime": "2026-11-27T00:00:00Z",
}


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (ask("get", "/users/x/nothing"), answer(200, {})),
        (ask("get", EVENT, query={"$select": "id,agenda"}), answer(200, {"id": "AAMk"})),
        (ask("get", EVENT, query={"$selekt": "id"}), answer(200, {"id": "AAMk"})),
        (ask("get", EVENT, prefer="outlook.body=text"), answer(200, {"id": "AAMk"})),
        (ask("get", EVENT), answer(200, {"id": "AAMk", "agenda": "?"})),
        (ask("get", EVENT), answer(200, {"id": "AAMk", "sensitivity": "secret"})),
        (ask("get", EVENT), answer(404, {"message": "no"})),
        (ask("patch", EVENT, {"isOrganizer": True}), answer(200, {"id": "AAMk"})),
        (ask("post", "/subscriptions", {**SUBSCRIPTION, "id": "x"}), answer(201, {})),
        (ask("post", "/subscriptions", {**SUBSCRIPTION, "notificationUrl": "http://potluck.example"}), answer(201, {})),
        (ask("post", "/subscriptions", {**SUBSCRIPTION, "clientState": "x" * 129}), answer(201, {})),
        (ask("get", f"/users/{ANA}/calendarView/delta"), answer(200, {"value": []})),
        (ask("post", "/$batch", {"requests": []}), answer(200, {"responses": []})),
    ],
)
def test_the_report_names_what_breaks_the_contract(asked: Asked, answered: Answered) -> None:
    report = Report()
    report.exchange(asked, answered)
    assert len(report.violations) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"value": [{"subscriptionId": "s"}]},
        {"value": [{"subscriptionId": "s", "subscriptionExpirationDateTime": "today", "tenantId": "t"}]},
    ],
)
def test_a_notification_that_graph_would_not_send_is_named(body: Any) -> None:
    report = Report()
    report.notification(json.dumps(body).encode())
    assert report.violations


async def test_the_whole_product_and_the_stand_in_break_nothing(
    tmp_path: Path, redis_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, plain = Report(), GraphStandIn.app

    def watched(stand_in: GraphStandIn) -> web.Application:
        app = plain(stand_in)
        app.middlewares.insert(0, recorder(report))
        return app

    monkeypatch.setattr(GraphStandIn, "app", watched)
    async with open_tenant(tmp_path, redis_server) as tenant:
        await tenant.invite("Weekly status round", READ_OUT, recurring="weekly")
        await tenant.card(tenant.private(MAREN), "Make it async")
        await tenant.quiet()
    assert report.violations == []
    assert {"POST /subscriptions", "GET /subscriptions", "GET /users/{user-id}/events/{event-id}"} <= set(report.calls)
    assert report.calls["GET /users/{user-id}/calendarView/delta"] > 1
