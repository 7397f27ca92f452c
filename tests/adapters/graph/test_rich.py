"""Notifications with encrypted resources, made here as Graph makes them: for a real certificate, step by step."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, padding
from cryptography.hazmat.primitives.asymmetric import padding as rsa_padding
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as some

from bot.adapters.graph.rich import NOTIFIER, opened, sent_by_graph
from bot.errors import BadInput, NotAllowed

TENANT = "5d7d3f0e-94a1-4a47-8f7c-3f6f9b8f2a11"
APP = "7d0f9b1e-51a5-4f0c-8f0e-9a3f4f6f2a77"
PAYLOADS = Path(__file__).parents[2] / "payloads" / "graph"
OURS, OTHERS, SIGNING = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(3))
CALL_ENDED = {
    "@odata.type": "#Microsoft.Graph.onlineMeeting",
    "@odata.id": "communications/onlineMeetings?$filter=joinWebUrl+eq+'x'",
    "eventType": "Microsoft.Communication.CallEnded",
    "eventDateTime": "2026-11-25T10:00:00.0000000Z",
    "state": "inactive",
}


def certificate() -> x509.Certificate:
    """What a subscription is given as encryptionCertificate."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "potluck notifications")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(OURS.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now)
    return made.not_valid_after(now + timedelta(days=1)).sign(OURS, hashes.SHA256())


CERTIFICATE = certificate()


def encrypted(plain: bytes, *, data_key: bytes | None = None) -> dict[str, str]:
    """As the service does it: AES-256-CBC with a fresh key, HMAC over the data, RSA-OAEP over the key."""
    data_key = data_key or os.urandom(32)
    padder = padding.PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(data_key), modes.CBC(data_key[:16])).encryptor()
    data = encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
    public = CERTIFICATE.public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    locked = public.encrypt(data_key, rsa_padding.OAEP(rsa_padding.MGF1(hashes.SHA1()), hashes.SHA1(), None))  # noqa: S303 - Graph's choice
    return {
        "data": base64.b64encode(data).decode(),
        "dataKey": base64.b64encode(locked).decode(),
        "dataSignature": base64.b64encode(hmac.new(data_key, data, hashlib.sha256).digest()).decode(),
        "encryptionCertificateId": "c-1",
        "encryptionCertificateThumbprint": CERTIFICATE.fingerprint(hashes.SHA1()).hex().upper(),  # noqa: S303 - as above
    }


def token(key: rsa.RSAPrivateKey = SIGNING, *, kid: str = "k-1", **claims: Any) -> str:
    told = {
        "aud": APP,
        "iss": f"https://sts.windows.net/{TENANT}/",
        "tid": TENANT,
        "appid": NOTIFIER,
        "exp": int((datetime.now(UTC) + timedelta(hours=1)).timestamp()),
    }
    return jwt.encode({**told, **claims}, key, algorithm="RS256", headers={"kid": kid})


def check(*tokens: Any) -> None:
    sent_by_graph(list(tokens), app_id=APP, tenant=TENANT, key_of=lambda _token: SIGNING.public_key())


def test_what_was_encrypted_for_our_certificate_is_opened() -> None:
    content = encrypted(json.dumps(CALL_ENDED).encode())
    assert opened(content, {"c-0": OTHERS, "c-1": OURS}) == CALL_ENDED


def test_what_microsoft_published_as_encrypted_is_opened_with_the_key_it_published() -> None:
    told = json.loads((PAYLOADS / "published-encrypted.json").read_text("utf-8"))
    key, certificate, _ = pkcs12.load_key_and_certificates(base64.b64decode(told["pkcs12"]), told["password"].encode())
    assert isinstance(key, rsa.RSAPrivateKey)
    assert certificate is not None
    thumbprint = certificate.fingerprint(hashes.SHA1()).hex().upper()  # noqa: S303 - how Graph names certificates
    for name in (thumbprint, "custom-id-for-testing"):
        assert opened(told["content"], {name: key})["etag"] == told["etag"]
    with pytest.raises(BadInput):
        opened({**told["content"], "dataSignature": "A" + told["content"]["dataSignature"][1:]}, {thumbprint: key})


def _flip(part: str) -> Callable[[dict[str, str]], dict[str, str]]:
    def change(content: dict[str, str]) -> dict[str, str]:
        raw = bytearray(base64.b64decode(content[part]))
        raw[len(raw) // 2] ^= 1
        return {**content, part: base64.b64encode(bytes(raw)).decode()}

    return change


@pytest.mark.parametrize(
    "damage",
    [
        _flip("data"),
        _flip("dataKey"),
        _flip("dataSignature"),
        lambda c: {**c, "encryptionCertificateId": "c-0"},
        lambda c: {**c, "encryptionCertificateId": "nobody's"},
        lambda c: {**c, "data": c["data"][:-4]},
        lambda c: {**c, "data": "no base64!"},
        lambda c: {**c, "data": "A" * 3_000_000},
        lambda c: {**c, "dataSignature": ""},
        lambda c: {name: value for name, value in c.items() if name != "dataKey"},
        lambda c: {**encrypted(b"{}", data_key=bytes(16)), "dataSignature": c["dataSignature"]},
        lambda _c: encrypted(b"{}", data_key=bytes(16)),
        lambda _c: encrypted(b"[]"),
        lambda _c: encrypted(b"\xff"),
        lambda _c: None,
    ],
)
def test_what_was_changed_on_the_way_is_refused(damage: Callable[[dict[str, str]], Any]) -> None:
    with pytest.raises(BadInput):
        opened(damage(encrypted(b"{}")), {"c-0": OTHERS, "c-1": OURS})


@given(some.dictionaries(some.sampled_from(list(encrypted(b"{}"))), some.text() | some.integers() | some.none()))
def test_no_content_whatsoever_does_more_than_be_refused(content: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        opened({"encryptionCertificateId": "c-1", **content}, {"c-1": OURS})


def test_tokens_of_graph_s_notifier_for_us_are_taken_in_both_versions() -> None:
    version_two = token(iss=f"https://login.microsoftonline.com/{TENANT}/v2.0", appid=None, azp=NOTIFIER)
    check(token(), version_two)
    check(token(exp=int((datetime.now(UTC) - timedelta(minutes=9)).timestamp())))  # clocks differ


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another app"},
        {"appid": APP},
        {"appid": None},
        {"iss": "https://sts.windows.net/99999999-94a1-4a47-8f7c-3f6f9b8f2a11/"},
        {"iss": f"https://evil.example/{TENANT}/v2.0"},
        {"tid": "99999999-94a1-4a47-8f7c-3f6f9b8f2a11"},
        {"exp": 1},
        {"exp": None},
    ],
)
def test_a_token_of_anybody_else_is_refused_even_beside_a_good_one(claims: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed):
        check(token(), token(**claims))


@pytest.mark.parametrize("tokens", [None, [], "x", {}, [None], ["a.b.c"], [7], ["x" * 100_000], [""] * 51])
def test_tokens_that_are_none_are_refused(tokens: Any) -> None:
    with pytest.raises(NotAllowed):
        sent_by_graph(tokens, app_id=APP, tenant=TENANT, key_of=lambda _token: SIGNING.public_key())


def test_a_token_with_a_strange_signature_or_none_is_refused() -> None:
    with pytest.raises(NotAllowed):
        check(token(OTHERS))
    with pytest.raises(NotAllowed):
        check(jwt.encode({"aud": APP}, "", algorithm="none"))
