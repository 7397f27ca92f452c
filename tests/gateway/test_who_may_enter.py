"""Tokens at the API's door: good ones are taken, everything else is a 401 problem document and nothing happens."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import jwt
import pytest

from bot.adapters.entra_users import EntraUsers
from bot.errors import NotAllowed
from tests.gateway.door import ANN, APP, CLIENT, TENANT, Door


async def test_a_persons_token_enters_by_app_id_or_by_its_uri(door: Door) -> None:
    for audience in (APP, f"api://{APP}"):
        token = door.login.user_token(ANN, audience=audience, client=CLIENT)
        reply = await door.ask("GET", "/me", token)
        assert reply.status == 200
        assert reply.body["name"] == "Ann Archer"


async def test_without_a_token_the_challenge_says_how(door: Door) -> None:
    reply = await door.ask("GET", "/me")
    assert reply.status == 401
    assert reply.headers["WWW-Authenticate"] == "Bearer"
    assert reply.headers["Content-Type"].startswith("application/problem+json")
    assert reply.body["type"] == "urn:potluck:problem:not-allowed"


HOUR = 3600


WRONG: list[dict[str, Any]] = [
    {"iss": "https://login.microsoftonline.com/other/v2.0"},
    {"aud": "another-app"},
    {"aud": None},
    {"tid": "11111111-1111-4111-8111-111111111111"},
    {"tid": None},
    {"ver": "1.0"},
    {"ver": None},
    {"exp": int(time.time()) - HOUR},
    {"exp": None},
    {"exp": "soon"},
    {"nbf": int(time.time()) + HOUR},
    {"nbf": None},
    {"azp": None},
    {"azp": 7},
    {"oid": None},
    {"oid": ["x"]},
    {"oid": "x" * 500},
    {"oid": f"app:{CLIENT}"},
    {"oid": "ann\r\nSet-Cookie: a"},
    {"oid": "\ud800"},
    {"azp": "\u00e9"},
    {"exp": float("inf")},
    {"nbf": float("nan")},
    {"aud": [[APP]]},
    {"tid": [TENANT]},
]


async def test_a_token_with_a_wrong_claim_is_none(door: Door) -> None:
    for claims in WRONG:
        assert (await door.ask("GET", "/me", door.person(ANN, **claims))).status == 401, claims


async def test_a_good_token_without_a_known_scope_or_role_is_forbidden(door: Door) -> None:
    for token in (
        door.person(ANN, scp="User.Read"),
        door.person(ANN, scp=None),
        door.app(),
        door.app("Mail.Read"),
        door.app("Admin", idtyp="user"),
    ):
        assert (await door.ask("GET", "/agendas", token)).status in {403, 404}
        assert (await door.ask("GET", "/tasks", token)).status == 403


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


async def test_tokens_that_bring_their_own_proof_are_refused(door: Door) -> None:
    good = door.person(ANN)
    header, body, signature = good.split(".")
    claims = jwt.decode(good, options={"verify_signature": False})
    kid = jwt.get_unverified_header(good)["kid"]
    public = json.dumps(claims)
    forged = [
        f"{_part({'alg': 'none', 'kid': kid})}.{body}.",
        f"{_part({'alg': 'None', 'typ': 'JWT', 'kid': kid})}.{body}.{signature}",
        jwt.encode(claims, public.ljust(64), algorithm="HS256", headers={"kid": kid}),
        f"{_part({'alg': 'RS256', 'kid': 'mine', 'jku': 'https://evil.example/keys'})}.{body}.{signature}",
        f"{_part({'alg': 'RS256', 'jwk': {'kty': 'RSA', 'n': 'AQAB', 'e': 'AQAB'}})}.{body}.{signature}",
        f"{_part({'alg': 'RS256', 'kid': ['x']})}.{body}.{signature}",
        f"{header}.{_part({**claims, 'oid': 'bo-object-id'})}.{signature}",
        f"{header}.{body}.{signature[:-4]}AAAA",
        f"{header}.{body}",
        f"{header}.{body}.{signature}.{signature}.{signature}",
        f"{header}==.{body}==.{signature}==",
        f"{_part({'alg': 'RS256', 'kid': kid, 'crit': ['x']})}.{body}.{signature}",
        f"{_part({'alg': 'RS256', 'kid': kid, 'cty': 'JWT'})}.{body}.{signature}",
        *(f"{_part({'alg': alg, 'kid': kid})}.{body}.{signature}" for alg in ("PS256", "ES256", "rs256", ["RS256"])),
        "a.b.c",
        "\u00e9".encode().decode("latin-1"),
        "x" * 7000,
    ]
    for token in forged:
        reply = await door.ask("GET", "/me", token)
        assert (reply.status, "WWW-Authenticate" in reply.headers) == (401, True), token[:60]


async def test_a_token_of_a_megabyte_is_refused_unread(door: Door) -> None:
    reply = await door.ask("GET", "/me", "x" * 1_000_000)
    assert reply.status in {401, 431}
    assert reply.headers["Content-Type"].startswith("application/problem+json")


async def test_a_new_key_is_found_at_most_once_an_hour_and_a_dropped_one_stays_known_until_then(door: Door) -> None:
    assert (await door.ask("GET", "/me", door.person(ANN))).status == 200
    door.login.roll_over()
    assert (await door.ask("GET", "/me", door.person(ANN))).status == 401


async def test_while_the_login_authority_is_down_nobody_new_is_taken_for_a_stranger(door: Door) -> None:
    door.login.outage = True
    reply = await door.ask("GET", "/me", door.person(ANN))
    assert reply.status == 503
    assert int(reply.headers["Retry-After"]) > 0


async def test_the_tenant_is_ours_in_any_case_of_letters(door: Door) -> None:
    assert (await door.ask("GET", "/me", door.person(ANN, tid=TENANT.upper()))).status == 200


async def test_a_new_key_is_taken_when_an_hour_has_passed_and_asked_for_no_sooner(door: Door) -> None:
    passed = [0.0]
    users = EntraUsers(door.house.settings, door.house.http, now=lambda: passed[0])
    assert (await users.identify(f"Bearer {door.person(ANN)}")).person == ANN
    door.login.roll_over()
    fresh = f"Bearer {door.person(ANN)}"
    passed[0] = HOUR - 1.0
    with pytest.raises(NotAllowed) as refused:
        await users.identify(fresh)
    assert (refused.value.status, refused.value.reason) == (401, "unknown_key")
    passed[0] = HOUR + 1.0
    assert (await users.identify(fresh)).person == ANN
