"""The end of a meeting as Graph tells it: sealed, through the door of notifications, proved and opened by a worker."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from cryptography.hazmat.primitives import serialization

from bot.adapters.graph.client_state import new_client_state
from bot.adapters.graph.rich import NOTIFIER
from tests.adapters.graph.test_rich import CERTIFICATE, OURS, encrypted
from tests.tenant_fixtures import TEAM, Tenant, open_tenant

ASK = ("Add", "Nothing to do")


@pytest.fixture
async def opening(tmp_path: Path, redis_server: str) -> AsyncIterator[Tenant]:
    pem = tmp_path / "notifications.pem"
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key = OURS.private_bytes(serialization.Encoding.PEM, *private)
    pem.write_bytes(key + CERTIFICATE.public_bytes(serialization.Encoding.PEM))
    async with open_tenant(tmp_path, redis_server, POTLUCK_NOTIFICATION_KEYS=str(pem)) as tenant:
        yield tenant


async def running_meeting(tenant: Tenant) -> dict[str, Any]:
    invite = await tenant.invite("Planning", "Settle together which risks we take.", required=TEAM)
    meeting: dict[str, Any] = next(m for m in (await tenant.page.look())["meetings"] if m["invite_id"] == invite)
    await tenant.tell_meeting(meeting["id"], "start")
    await tenant.quiet()
    return meeting


def ended(tenant: Tenant, meeting: dict[str, Any]) -> bytes:
    join_url = quote(f"https://teams.microsoft.com/l/meetup-join/{quote(meeting['chat_id'], safe='')}/0", safe="")
    where = f"communications/onlineMeetings?$filter=joinWebUrl+eq+'{join_url}'"
    told = {
        "@odata.type": "#Microsoft.Graph.onlineMeeting",
        "@odata.id": where,
        "eventType": "Microsoft.Communication.CallEnded",
        "eventDateTime": tenant.playground.world.clock.now().isoformat(),
        "state": "inactive",
    }
    return json.dumps(told).encode()


def note(tenant: Tenant, plain: bytes, **claims: Any) -> dict[str, Any]:
    settings, login = tenant.gateway.settings, tenant.playground.login
    issuer = f"https://sts.windows.net/{settings.tenant_id}/"
    token = login.app_token(audience=settings.app_id, client=NOTIFIER, **{"iss": issuer, "ver": "1.0", **claims})
    item = {
        "subscriptionId": "s-1",
        "clientState": new_client_state(settings.secret_key.reveal(), settings.tenant_id),
        "tenantId": settings.tenant_id,
        "changeType": "updated",
        "resource": "communications/onlineMeetings",
        "encryptedContent": encrypted(plain),
    }
    return {"value": [item], "validationTokens": [token]}


async def post(tenant: Tenant, body: dict[str, Any]) -> None:
    async with tenant.http.post(f"{tenant.gateway_url}/api/graph/notifications", json=body) as answer:
        assert answer.status == 202
    await tenant.quiet()


async def test_a_sealed_end_asks_the_meeting_s_chat_once_and_teams_own_word_of_it_asks_nobody_again(
    opening: Tenant,
) -> None:
    meeting = await running_meeting(opening)
    await opening.page.post("clock", {"advance_s": 1800})
    body = note(opening, ended(opening, meeting))
    for _ in range(2):
        await post(opening, body)
    await opening.card(meeting["chat_id"], *ASK)
    await opening.tell_meeting(meeting["id"], "end")
    await opening.quiet()
    assert len(await opening.cards(meeting["chat_id"], *ASK)) == 1


@pytest.mark.parametrize(
    "claims",
    [{"azp": "11111111-2222-4333-8444-555555555555"}, {"aud": "another"}, {"iss": "https://evil.example/"}, {"exp": 1}],
    ids=["another sender", "for another app", "another issuer", "long over"],
)
async def test_what_another_than_graph_sealed_is_not_believed(opening: Tenant, claims: dict[str, Any]) -> None:
    meeting = await running_meeting(opening)
    await opening.page.post("clock", {"advance_s": 1800})
    await post(opening, note(opening, ended(opening, meeting), **claims))
    assert await opening.cards(meeting["chat_id"], *ASK) == []
