"""Who may come in: the token matrix. Every refusal is 401 or 403, an outage of the key server is TryLater."""

from __future__ import annotations

import asyncio
import base64
import json
import time as system_time
import warnings
from dataclasses import replace
from typing import Any

import aiohttp
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.adapters.teams.auth import Gatekeeper
from bot.errors import ConfigError, NotAllowed, TryLater
from bot.settings import Settings
from tests.adapters.teams.conftest import Door, Product
from tests.adapters.teams.stand_ins import APP, FakeTime, KeyServer, payload

MESSAGE = payload("message_personal")
HOUR = 3600


async def _refused(door: Door, authorization: str | None, raw: dict[str, Any] = MESSAGE) -> int:
    with pytest.raises(NotAllowed) as refusal:
        await door.edge.handle(json.dumps(raw).encode(), authorization)
    return refusal.value.status


async def test_a_good_token_comes_in(door: Door, product: Product) -> None:
    assert await door.knock(MESSAGE) == (202, None)
    assert len(product.heard) == 1


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "Bearer garbage",
        "Bearer a.b.c",
        "Bearer " + "x" * 1_000_000,
        "Bearer " + ".".join(["e30"] * 3),
        "Bearer " + base64.urlsafe_b64encode(b"[" * 5000).decode() + ".e30.e30",
        "Bearer ünï.cödé.töken",
    ],
)
async def test_what_is_no_token_is_a_401(door: Door, product: Product, header: str | None) -> None:
    assert await _refused(door, header) == 401
    assert product.heard == []


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": int(system_time.time()) - 400},
        {"nbf": int(system_time.time()) + 400},
        {"exp": None},
        {"exp": "soon"},
        {"exp": float("inf")},
        {"aud": "00000000-0000-0000-0000-000000000000"},
        {"aud": None},
        {"iss": "https://sts.windows.net/" + APP},
        {"iss": None},
    ],
    ids=[
        "expired",
        "future",
        "no-exp",
        "text-exp",
        "endless-exp",
        "other-audience",
        "no-audience",
        "other-issuer",
        "no-issuer",
    ],
)
async def test_a_token_with_a_wrong_claim_is_a_401(door: Door, changed: dict[str, Any]) -> None:
    assert await _refused(door, door.keys.authorization(**changed)) == 401


async def test_clocks_may_differ_by_five_minutes(door: Door) -> None:
    now = int(system_time.time())
    assert await door.knock(MESSAGE, exp=now - 250, nbf=now - 900) == (202, None)
    assert await door.knock(MESSAGE, nbf=now + 250, exp=now + 900) == (202, None)


async def test_a_token_signed_by_a_stranger_is_a_401(door: Door, other_key: rsa.RSAPrivateKey) -> None:
    assert await _refused(door, door.keys.authorization(key=other_key)) == 401


async def test_a_token_of_an_unknown_key_is_a_401(door: Door, other_key: rsa.RSAPrivateKey) -> None:
    assert await _refused(door, door.keys.authorization(kid="kid-9", key=other_key)) == 401


async def test_a_token_without_a_key_id_is_a_401(door: Door, signing_key: rsa.RSAPrivateKey) -> None:
    claims = {"iss": "https://api.botframework.com", "aud": APP, "exp": int(system_time.time()) + 60}
    assert await _refused(door, "Bearer " + jwt.encode(claims, signing_key, algorithm="RS256")) == 401


async def test_hs256_with_the_public_key_as_secret_is_a_401(door: Door) -> None:
    await door.knock(MESSAGE)
    secret = "public-key-as-secret-public-key-as-secret"
    assert await _refused(door, door.keys.authorization(key=secret, algorithm="HS256")) == 401


async def test_alg_none_is_a_401(door: Door) -> None:
    claims = {"iss": "https://api.botframework.com", "aud": APP, "exp": int(system_time.time()) + 60}
    unsigned = jwt.encode(claims, "", algorithm="none", headers={"kid": "kid-1"})
    assert await _refused(door, f"Bearer {unsigned}") == 401


async def test_rs512_is_a_401(door: Door) -> None:
    assert await _refused(door, door.keys.authorization(algorithm="RS512")) == 401


@pytest.mark.parametrize("told", ["https://smba.trafficmanager.net/amer/", "https://evil.example/", None, 7, ["x"]])
async def test_a_token_for_another_service_address_is_a_403(door: Door, told: Any) -> None:
    assert await _refused(door, door.keys.authorization(serviceurl=told)) == 403


async def test_a_trailing_slash_or_a_capital_in_the_host_makes_no_stranger(door: Door) -> None:
    told = MESSAGE["serviceUrl"].rstrip("/").replace("smba.trafficmanager.net", "SMBA.TrafficManager.net:443")
    assert await door.knock(MESSAGE, serviceurl=told) == (202, None)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "http://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net:8443/emea/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://evil.example/https://smba.trafficmanager.net/",
        "https://smba.trafficmanager.net\\@evil.example/",
        "https://user@smba.trafficmanager.net/emea/",
        "//smba.trafficmanager.net/",
        "https://smba.trafficmanager.net:99999/",
        "",
        None,
        7,
    ],
)
async def test_an_address_that_settings_do_not_name_is_a_403_even_when_signed(door: Door, address: Any) -> None:
    raw = {**MESSAGE, "serviceUrl": address}
    assert await _refused(door, door.keys.authorization(serviceurl=address), raw) == 403


async def test_a_key_that_may_not_speak_for_teams_is_a_403(door: Door) -> None:
    door.keys.endorsements = ["webchat"]
    assert await _refused(door, door.keys.authorization()) == 403


@pytest.mark.parametrize("channel", ["webchat", "directline", "emulator", None, ["msteams"], {}])
async def test_another_channel_is_a_403_even_where_the_key_may_speak_for_it(door: Door, channel: Any) -> None:
    door.keys.endorsements = ["msteams", "webchat", "directline", "emulator"]
    assert await _refused(door, door.keys.authorization(), {**MESSAGE, "channelId": channel}) == 403


@pytest.mark.parametrize(
    ("tenant", "conversation_tenant"),
    [("99999999-0000-4000-8000-000000000000", None), (None, None), (None, "99999999-0000-4000-8000-000000000000")],
)
async def test_a_foreign_or_unnamed_tenant_is_a_403(
    door: Door, tenant: str | None, conversation_tenant: str | None
) -> None:
    raw = {
        **MESSAGE,
        "channelData": {"tenant": {"id": tenant}},
        "conversation": {**MESSAGE["conversation"], "tenantId": conversation_tenant},
    }
    assert await _refused(door, door.keys.authorization(), raw) == 403


async def test_a_foreign_tenant_beside_ours_is_a_403(door: Door) -> None:
    raw = {**MESSAGE, "channelData": {"tenant": {"id": "99999999-0000-4000-8000-000000000000"}}}
    assert await _refused(door, door.keys.authorization(), raw) == 403


async def test_the_tenant_may_stand_in_either_place(door: Door) -> None:
    assert await door.knock(payload("message_channel_data_null")) == (202, None)
    raw = {**MESSAGE, "conversation": {"id": "a:1", "conversationType": "personal"}}
    assert await door.knock(raw) == (202, None)


async def test_a_body_is_not_even_read_for_a_stranger(door: Door) -> None:
    with pytest.raises(NotAllowed):
        await door.edge.handle(b"\xff not json", None)


async def test_without_ids_of_our_own_the_door_does_not_open_at_all(
    settings: Settings, http: aiohttp.ClientSession
) -> None:
    for nameless in (replace(settings, app_id=""), replace(settings, tenant_id="")):
        with pytest.raises(ConfigError):
            Gatekeeper(nameless, http)


class TestKeys:
    """Roll-over, outages and hammering."""

    @pytest.fixture
    def gate(self, settings: Settings, http: aiohttp.ClientSession, time: FakeTime) -> Gatekeeper:
        return Gatekeeper(settings, http, now=time.now)

    async def test_keys_are_read_once_for_many_tokens(self, gate: Gatekeeper, keys: KeyServer) -> None:
        for _ in range(20):
            await gate.identify(keys.authorization())
        assert keys.readings == 1

    async def test_a_roll_over_costs_no_good_token(
        self, gate: Gatekeeper, keys: KeyServer, other_key: rsa.RSAPrivateKey
    ) -> None:
        await gate.identify(keys.authorization())
        keys.private = {"kid-2": other_key}
        await gate.identify(keys.authorization(kid="kid-2"))
        assert keys.readings == 2

    async def test_a_withdrawn_key_is_not_accepted_after_a_day(
        self, gate: Gatekeeper, keys: KeyServer, other_key: rsa.RSAPrivateKey, time: FakeTime
    ) -> None:
        old = keys.authorization()
        await gate.identify(old)
        keys.private = {"kid-2": other_key}
        time.seconds += 25 * HOUR
        with pytest.raises(NotAllowed):
            await gate.identify(old)

    async def test_invented_key_ids_do_not_hammer_the_key_server(
        self, gate: Gatekeeper, keys: KeyServer, other_key: rsa.RSAPrivateKey
    ) -> None:
        await gate.identify(keys.authorization())
        for number in range(50):
            with pytest.raises(NotAllowed) as refusal:
                await gate.identify(keys.authorization(kid=f"made-up-{number}", key=other_key))
            assert refusal.value.status == 401
        assert keys.readings <= 5

    async def test_after_a_storm_of_invented_ids_a_roll_over_waits_a_minute_at_most(
        self, gate: Gatekeeper, keys: KeyServer, other_key: rsa.RSAPrivateKey, time: FakeTime
    ) -> None:
        for number in range(50):
            with pytest.raises(NotAllowed):
                await gate.identify(keys.authorization(kid=f"made-up-{number}", key=other_key))
        keys.private["kid-2"] = other_key
        time.seconds += 60
        await gate.identify(keys.authorization(kid="kid-2"))

    async def test_many_at_once_with_a_new_key_read_the_keys_once(
        self, gate: Gatekeeper, keys: KeyServer, other_key: rsa.RSAPrivateKey
    ) -> None:
        await gate.identify(keys.authorization())
        keys.private = {"kid-2": other_key}
        await asyncio.gather(*(gate.identify(keys.authorization(kid="kid-2")) for _ in range(20)))
        assert keys.readings == 2

    async def test_many_at_once_with_an_invented_key_share_a_reading(
        self, gate: Gatekeeper, keys: KeyServer, other_key: rsa.RSAPrivateKey
    ) -> None:
        await gate.identify(keys.authorization())
        made_up = keys.authorization(kid="made-up", key=other_key)
        refused = await asyncio.gather(*(gate.identify(made_up) for _ in range(20)), return_exceptions=True)
        assert {type(error) for error in refused} == {NotAllowed}
        assert keys.readings <= 3  # one more than the first and the shared, for those who came during that

    async def test_whether_a_new_key_is_good_cannot_be_told_while_the_key_server_is_down(
        self, gate: Gatekeeper, keys: KeyServer, other_key: rsa.RSAPrivateKey
    ) -> None:
        await gate.identify(keys.authorization())
        keys.down = True
        with pytest.raises(TryLater):
            await gate.identify(keys.authorization(kid="kid-2", key=other_key))

    async def test_a_short_key_is_not_trusted(self, gate: Gatekeeper, keys: KeyServer) -> None:
        keys.private = {"kid-1": rsa.generate_private_key(public_exponent=65537, key_size=1024)}  # noqa: S505 - weak on purpose
        with pytest.raises(TryLater), warnings.catch_warnings(action="ignore"):
            await gate.identify(keys.authorization())

    async def test_a_key_server_that_is_down_means_later_not_never(self, gate: Gatekeeper, keys: KeyServer) -> None:
        keys.down = True
        for _ in range(10):
            with pytest.raises(TryLater):
                await gate.identify(keys.authorization())
        assert keys.readings <= 5

    async def test_known_keys_serve_on_while_the_key_server_is_down(
        self, gate: Gatekeeper, keys: KeyServer, time: FakeTime
    ) -> None:
        await gate.identify(keys.authorization())
        keys.down = True
        time.seconds += 30 * HOUR
        await gate.identify(keys.authorization())
        time.seconds += 60 * HOUR
        with pytest.raises(TryLater):
            await gate.identify(keys.authorization())

    @pytest.mark.parametrize(
        "published",
        [
            "{}",
            "[]",
            "nonsense",
            '{"keys": [1, null, {"kty": "RSA"}]}',
            '{"keys": [{"kty": "RSA", "kid": "kid-1", "n": "AQAB", "e": "AQAB", "endorsements": ["msteams"]}]}',
            " " * (600 * 1024),
        ],
        ids=["empty", "list", "text", "odd", "tiny-key", "huge"],
    )
    async def test_published_nonsense_means_later(self, gate: Gatekeeper, keys: KeyServer, published: str) -> None:
        keys.keys_text = published
        with pytest.raises(TryLater):
            await gate.identify(keys.authorization())

    async def test_keys_at_an_unsafe_address_are_not_fetched(self, gate: Gatekeeper, keys: KeyServer) -> None:
        keys.base = keys.base.replace("127.0.0.1", "0.0.0.0")  # noqa: S104 - the same server, not by a loopback name
        with pytest.raises(TryLater):
            await gate.identify(keys.authorization())
