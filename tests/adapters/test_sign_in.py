"""Signing in without a secret: certificate, federated token file and managed identity, by the MSAL that talks to
Microsoft in earnest, against a login stand-in that verifies every assertion."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from bot.adapters.entra import EntraTokens
from bot.errors import ConfigError, TryLater
from bot.playground.client_assertions import EXCHANGE, Certificate, Federated
from bot.playground.login import LoginStandIn
from bot.settings import Secret, Settings

TENANT = "0b1f7c52-7f5e-4a06-9b63-2f3c5a4d9e10"
APP = "7d0f9b1e-51a5-4f0c-8f0e-9a3f4f6f2a77"
IDENTITY = "3c2f8f61-6d8f-4f64-9f3b-7a0de5a1f3d2"
GRAPH, BOT = "https://graph.microsoft.com/.default", "https://api.botframework.com/.default"
CLUSTER, SUBJECT = "https://oidc.cluster.example/abc/", "system:serviceaccount:potluck:potluck"
HEADER = "only this container knows it"


@dataclass
class IdentityEndpoint:
    """The endpoint that Azure gives a container: tokens for the identities assigned to it."""

    login: LoginStandIn
    identities: set[str] = field(default_factory=lambda: {IDENTITY})
    asked: list[str] = field(default_factory=list)
    broken: bool = False

    async def token(self, request: web.Request) -> web.Response:
        if self.broken:
            return web.Response(status=502, text="<html>bad gateway</html>", content_type="text/html")
        if request.headers.get("X-IDENTITY-HEADER") != HEADER or request.query["api-version"] != "2019-08-01":
            return web.json_response({"statusCode": 401, "message": "unauthorized"}, status=401)
        client, resource = request.query["client_id"], request.query["resource"]
        self.asked.append(resource)
        if client not in self.identities:
            return web.json_response({"statusCode": 400, "message": "No User Assigned identity found"}, status=400)
        token = self._voucher(client) if resource == EXCHANGE else self.login.issue(client, resource)
        return web.json_response(
            {"access_token": token, "expires_on": str(int(time.time()) + 3600), "resource": resource}
        )

    def _voucher(self, client: str) -> str:
        issuer = f"https://login.microsoftonline.com/{TENANT}/v2.0"
        claims = {"iss": issuer, "sub": client, "aud": EXCHANGE, "exp": int(time.time()) + 3600}
        return jwt.encode(claims, list(self.login._keys.values())[-1], algorithm="RS256")


@pytest.fixture
async def login(tmp_path: Path) -> AsyncIterator[LoginStandIn]:
    service = LoginStandIn(tenant=TENANT, clients={APP: ""}, ca_file=tmp_path / "ca.pem")
    service.address = await service.start()  # type: ignore[attr-defined]  # the tests' own note
    yield service
    await service.stop()


@pytest.fixture
def settings(login: LoginStandIn, tmp_path: Path) -> Settings:
    address = login.address  # type: ignore[attr-defined]  # noted above
    return Settings(app_id=APP, tenant_id=TENANT, login_url=address, ca_file=str(tmp_path / "ca.pem"))


@pytest.fixture
async def endpoint(login: LoginStandIn, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[IdentityEndpoint]:
    made, app = IdentityEndpoint(login), web.Application()
    app.router.add_get("/msi/token", made.token)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"http://127.0.0.1:{runner.addresses[0][1]}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", HEADER)
    yield made
    await runner.cleanup()


@asynccontextmanager
async def signing_in(settings: Settings) -> AsyncIterator[EntraTokens]:
    tokens = EntraTokens(settings)
    try:
        yield tokens
    finally:
        await tokens.close()


def write_certificate(file: Path, *, days: int = 30) -> x509.Certificate:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "potluck")]), datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(key.private_bytes(*plain) + certificate.public_bytes(serialization.Encoding.PEM))
    return certificate


def workload_token(key: rsa.RSAPrivateKey, *, subject: str = SUBJECT, life_s: int = 3600) -> str:
    claims = {"iss": CLUSTER, "sub": subject, "aud": EXCHANGE, "exp": int(time.time()) + life_s}
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": "cluster"})


async def test_a_certificate_signs_in_for_teams_and_graph(
    login: LoginStandIn, settings: Settings, tmp_path: Path
) -> None:
    login.vouchers.append(Certificate(APP, write_certificate(tmp_path / "app.pem")))
    async with signing_in(replace(settings, app_certificate=str(tmp_path / "app.pem"))) as tokens:
        assert login.check(await tokens.token(GRAPH), "https://graph.microsoft.com")
        assert login.check(await tokens.token(BOT), "https://api.botframework.com")


async def test_a_renewed_certificate_is_read_after_the_old_one_was_refused(
    login: LoginStandIn, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "app.pem"
    write_certificate(file)
    async with signing_in(replace(settings, app_certificate=str(file))) as tokens:
        with pytest.raises(ConfigError, match="POTLUCK_APP_CERTIFICATE"):
            await tokens.token(GRAPH)
        login.vouchers.append(Certificate(APP, write_certificate(file)))
        assert login.check(await tokens.token(GRAPH), "https://graph.microsoft.com")


@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN CERTIFICATE-----\n", b"\xff\xfe"])
async def test_a_file_without_key_and_certificate_names_the_setting(
    settings: Settings, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "app.pem").write_bytes(content)
    async with signing_in(replace(settings, app_certificate=str(tmp_path / "app.pem"))) as tokens:
        with pytest.raises(ConfigError, match="POTLUCK_APP_CERTIFICATE"):
            await tokens.token(GRAPH)


async def test_a_workloads_token_signs_in_and_is_read_anew_each_time(
    login: LoginStandIn, settings: Settings, tmp_path: Path
) -> None:
    key, file = rsa.generate_private_key(public_exponent=65537, key_size=2048), tmp_path / "token"
    login.vouchers.append(Federated(APP, CLUSTER, SUBJECT, key.public_key()))
    file.write_text(workload_token(key) + "\n")
    async with signing_in(replace(settings, federated_token_file=str(file))) as tokens:
        assert login.check(await tokens.token(GRAPH), "https://graph.microsoft.com")
        file.write_text(workload_token(key, life_s=-60))
        with pytest.raises(ConfigError, match="POTLUCK_FEDERATED_TOKEN_FILE"):
            await tokens.token(BOT)
        file.unlink()
        with pytest.raises(ConfigError, match="cannot be read"):
            await tokens.token("api://other/.default")


async def test_a_workload_with_another_name_is_refused(login: LoginStandIn, settings: Settings, tmp_path: Path) -> None:
    key, file = rsa.generate_private_key(public_exponent=65537, key_size=2048), tmp_path / "token"
    login.vouchers.append(Federated(APP, CLUSTER, SUBJECT, key.public_key()))
    file.write_text(workload_token(key, subject="system:serviceaccount:other:other"))
    async with signing_in(replace(settings, federated_token_file=str(file))) as tokens:
        with pytest.raises(ConfigError, match=r"POTLUCK_FEDERATED_TOKEN_FILE: .* subject"):
            await tokens.token(GRAPH)
    assert login.issued == 0


async def test_an_identity_that_is_the_application_signs_in_without_the_login_service(
    login: LoginStandIn, endpoint: IdentityEndpoint, settings: Settings
) -> None:
    login.outage = True
    async with signing_in(replace(settings, app_id=IDENTITY, managed_identity=IDENTITY)) as tokens:
        assert login.check(await tokens.token(GRAPH), "https://graph.microsoft.com")
        assert login.check(await tokens.token(BOT), "https://api.botframework.com")
    assert endpoint.asked == ["https://graph.microsoft.com", "https://api.botframework.com"]


async def test_an_identity_vouches_for_an_application_that_trusts_it(
    login: LoginStandIn, endpoint: IdentityEndpoint, settings: Settings
) -> None:
    issuer = f"https://login.microsoftonline.com/{TENANT}/v2.0"
    login.vouchers.append(Federated(APP, issuer, IDENTITY, login.public_key()))
    async with signing_in(replace(settings, managed_identity=IDENTITY)) as tokens:
        granted = await tokens.token(GRAPH)
    assert login.check(granted, "https://graph.microsoft.com")
    assert jwt.decode(granted, options={"verify_signature": False})["appid"] == APP
    assert endpoint.asked == [EXCHANGE]


@pytest.mark.parametrize("app", [APP, IDENTITY])
async def test_an_unknown_identity_names_the_setting(endpoint: IdentityEndpoint, settings: Settings, app: str) -> None:
    endpoint.identities.clear()
    async with signing_in(replace(settings, app_id=app, managed_identity=IDENTITY)) as tokens:
        with pytest.raises(ConfigError, match="POTLUCK_MANAGED_IDENTITY"):
            await tokens.token(GRAPH)


@pytest.mark.parametrize("app", [APP, IDENTITY])
async def test_an_identity_endpoint_that_fails_means_try_later(
    endpoint: IdentityEndpoint, settings: Settings, app: str
) -> None:
    endpoint.broken = True
    async with signing_in(replace(settings, app_id=app, managed_identity=IDENTITY)) as tokens:
        with pytest.raises(TryLater):
            await tokens.token(GRAPH)
        endpoint.broken = False
        if app == IDENTITY:
            assert await tokens.token(GRAPH)


async def test_no_way_to_sign_in_and_two_ways_are_told_apart(settings: Settings) -> None:
    async with signing_in(settings) as tokens:
        with pytest.raises(ConfigError, match="set one of POTLUCK_MANAGED_IDENTITY"):
            await tokens.token(GRAPH)
    both = replace(settings, app_secret=Secret("s"), app_certificate="app.pem")
    async with signing_in(both) as tokens:
        with pytest.raises(ConfigError, match="one way to sign in is enough"):
            await tokens.token(GRAPH)
