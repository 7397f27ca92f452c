"""Bad callers and bad input at every door: a 4xx problem document, never a 5xx, never kept."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from tests.sight_fixtures import figures
from tests.tenant_fixtures import Tenant

HOOKS = ("/api/graph/notifications", "/api/graph/lifecycle")


async def ask(tenant: Tenant, path: str, body: bytes | BytesIO, **headers: str) -> tuple[int, dict[str, object], str]:
    async with tenant.http.post(f"{tenant.gateway_url}{path}", data=body, headers=headers) as answer:
        text = await answer.text()
        told = json.loads(text) if answer.content_type.endswith("json") else {}
        return answer.status, told, answer.content_type


def notification(tenant: Tenant, client_state: str | None) -> bytes:
    mailbox = tenant.page.tenant["people"][0]["id"]
    item = {
        "subscriptionId": "00000000-0000-0000-0000-000000000001",
        "changeType": "updated",
        "clientState": client_state,
        "tenantId": tenant.gateway.settings.tenant_id,
        "resource": f"Users/{mailbox}/Events/AAMk=",
        "resourceData": {"@odata.type": "#Microsoft.Graph.Event", "id": "AAMk="},
    }
    return json.dumps({"value": [item]}).encode()


async def test_strangers_are_turned_away_with_a_problem_document(tenant: Tenant) -> None:
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic eDp5"}):
        status, told, kind = await ask(tenant, "/api/messages", b"{}", **headers)
        assert status == 401
        assert kind == "application/problem+json"
        assert told["title"] == "Not allowed"


async def test_malformed_notifications_are_refused(tenant: Tenant) -> None:
    nonsense = [b"", b"{", b"[]", b"\xff\xfe", b'"x"', b'{"value": 7}', b"[" * 10_000, b'{"value": NaN}']
    for path in HOOKS:
        for body in nonsense:
            status, _told, kind = await ask(tenant, path, body)
            assert (status, kind) == (400, "application/problem+json"), (path, body[:20])


async def test_an_oversize_body_is_refused_at_every_door(tenant: Tenant) -> None:
    for path in ("/api/messages", *HOOKS):
        status, _told, kind = await ask(tenant, path, BytesIO(b"x" * (2 * 1024 * 1024)), Authorization="Bearer x")
        assert status in {401, 413}, path
        assert kind == "application/problem+json"


async def test_a_notification_with_a_wrong_client_state_is_dropped_counted_and_answered_202(tenant: Tenant) -> None:
    await tenant.quiet()
    before = dropped()
    for forged in (None, "", "wrong", "potluck.forged"):
        status, _told, _kind = await ask(tenant, HOOKS[0], notification(tenant, forged))
        assert status == 202
    stats = tenant.gateway.redis.stats
    assert await stats.depth() + await stats.later() == 0
    assert dropped() == before + 4


def dropped() -> float:
    lines = [line for line in figures().splitlines() if line.startswith("potluck_notifications_total")]
    return sum(float(line.split()[-1]) for line in lines if "kept" not in line)


@pytest.mark.parametrize("door", ["notifications", "lifecycle"])
async def test_the_validation_handshake_is_answered_in_plain_text(tenant: Tenant, door: str) -> None:
    url = f"{tenant.gateway_url}/api/graph/{door}"
    for method in ("POST", "GET"):
        async with tenant.http.request(method, url, params={"validationToken": "a<b> c&d"}) as answer:
            assert answer.status == 200
            assert answer.content_type == "text/plain"
            assert await answer.text() == "a&lt;b&gt; c&amp;d"
    async with tenant.http.get(url) as answer:
        assert (answer.status, answer.headers["Allow"]) == (405, "POST")
        assert answer.content_type == "application/problem+json"


async def test_unknown_paths_and_methods_are_problem_documents_too(tenant: Tenant) -> None:
    async with tenant.http.get(f"{tenant.gateway_url}/nowhere/../etc/passwd") as answer:
        assert answer.status == 404
        assert answer.content_type == "application/problem+json"
    async with tenant.http.get(f"{tenant.gateway_url}/api/messages") as answer:
        assert answer.status == 405
        assert answer.headers["Allow"] == "POST"


async def test_health_says_whether_it_lives_and_whether_it_can_work(tenant: Tenant) -> None:
    async with tenant.http.get(f"{tenant.gateway_url}/healthz") as answer:
        assert answer.status == 200
    async with tenant.http.get(f"{tenant.gateway_url}/readyz") as answer:
        assert (await answer.json())["status"] == "ready"
