"""Behind a company's gateway: addresses come from the settings, and what a caller claims of them changes nothing."""

from __future__ import annotations

from pathlib import Path

from tests.gateway.door import ANN, Door, open_door
from tests.redis_fixtures import HandClock

CLAIMED = {
    "X-Forwarded-For": "10.0.0.1",
    "X-Forwarded-Proto": "javascript",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Prefix": "//evil.example",
    "Forwarded": "for=10.0.0.1;host=evil.example;proto=https",
    "X-Original-URL": "/metrics",
    "X-Rewrite-URL": "/metrics",
    "X-HTTP-Method-Override": "DELETE",
}


async def written(door: Door, **headers: str) -> str:
    body = {"team": door.made["Alpha team"], "what": "Count the chairs"}
    reply = await door.ask("POST", "/tasks", door.person(ANN), json=body, headers=headers)
    assert reply.status == 201, reply.body
    assert "evil" not in str(reply.headers) + str(reply.body)
    return str(reply.headers["Location"])


async def test_what_a_caller_claims_of_addresses_changes_nothing(door: Door) -> None:
    assert (await written(door, **CLAIMED)).startswith("/api/v1/tasks/")
    where = f"{door.url}/openapi.json"
    async with door.http.get(where, headers=CLAIMED) as claimed, door.http.get(where) as plain:
        assert await claimed.text() == await plain.text()


async def test_under_a_path_of_the_proxy_addresses_lead_back_to_it(
    tmp_path: Path, redis_server: str, hand_clock: HandClock
) -> None:
    public = "https://tools.example.com/potluck/"
    async with open_door(tmp_path, redis_server, hand_clock, POTLUCK_PUBLIC_URL=public) as door:
        assert (await written(door)).startswith("/potluck/api/v1/tasks/")
        async with door.http.get(f"{door.url}/openapi.json") as answer:
            assert (await answer.json())["servers"] == [{"url": "/potluck"}]
