"""The playground's login service: client-credential tokens over https, as Microsoft Entra gives them, and the tokens
that people's and other systems' calls of the product's API carry (`user_token`, `app_token`).

It is the outside world. It has a certificate authority of its own; whoever wants to talk to it must be told to trust
the file `ca_file`, as in a company that inspects TLS.
"""

from __future__ import annotations

import hmac
import ipaddress
import json
import secrets
import ssl
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from bot.playground.client_assertions import ASSERTION, Voucher, why_not

Form = Mapping[str, Any]


def _now() -> datetime:
    return datetime.now(UTC)


class LoginStandIn:
    """Tokens for `clients` (application id -> secret) of one tenant; `vouchers` are the certificates and the federated
    credentials by which an application may sign in instead.

    `clock` is real time by default, also where the playground's clock is moved: a token's life is a matter of the
    machines that use it. The stand-ins of Graph and Teams ask `check` about the tokens that they are shown.
    """

    def __init__(
        self,
        *,
        tenant: str,
        clients: Mapping[str, str],
        ca_file: Path,
        lifetime_s: int = 3600,
        clock: Callable[[], datetime] = _now,
        vouchers: Sequence[Voucher] = (),
    ) -> None:
        self.tenant = tenant
        self.outage = False  # every request answers 503 while this is on
        self.issued = 0
        self._clients = clients
        self._lifetime_s = lifetime_s
        self._clock = clock
        self.vouchers = list(vouchers)
        self._keys: dict[str, rsa.RSAPrivateKey] = {}
        self.roll_over()
        self._tls = _server_context(ca_file)
        self._base = ""
        self._runner: web.AppRunner | None = None

    async def start(self, *, port: int = 0) -> str:
        """Serve on loopback; returns the base address, fit for POTLUCK_LOGIN_URL."""
        self._runner = web.AppRunner(self.app(), access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port, ssl_context=self._tls)
        await site.start()
        self._base = f"https://127.0.0.1:{self._runner.addresses[0][1]}"
        return self._base

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def app(self) -> web.Application:
        app = web.Application(client_max_size=64 * 1024)
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._discovery)
        app.router.add_get("/{tenant}/discovery/v2.0/keys", self._published)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        return app

    def issue(self, client: str, audience: str) -> str:
        now = self._clock()
        claims = {
            "iss": f"https://sts.windows.net/{self.tenant}/",
            "aud": audience,
            "appid": client,
            "tid": self.tenant,
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(seconds=self._lifetime_s)).timestamp()),
            "uti": secrets.token_urlsafe(12),
        }
        return self._sign(claims)

    def user_token(self, person: str, *, audience: str, client: str, **more: Any) -> str:
        """What an app in a person's hands shows to the API `audience`; `more` overrides claims (None leaves one
        out)."""
        return self._v2_token(audience, client, {"oid": person, "sub": person, "scp": "access_as_user", **more})

    def app_token(self, *roles: str, audience: str, client: str, **more: Any) -> str:
        """What an app by itself shows to the API `audience`."""
        return self._v2_token(audience, client, {"oid": client, "idtyp": "app", "roles": list(roles), **more})

    def roll_over(self, *, drop_old: bool = False) -> None:
        """A new key signs from now on; old ones stay published unless dropped."""
        if drop_old:
            self._keys.clear()
        self._keys[secrets.token_hex(8)] = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def _v2_token(self, audience: str, client: str, more: Mapping[str, Any]) -> str:
        now = int(self._clock().timestamp())
        claims = {
            "ver": "2.0",
            "iss": f"{self._base}/{self.tenant}/v2.0",
            "aud": audience,
            "azp": client,
            "tid": self.tenant,
            "iat": now,
            "nbf": now,
            "exp": now + self._lifetime_s,
            **more,
        }
        return self._sign({name: value for name, value in claims.items() if value is not None})

    def _sign(self, claims: Mapping[str, Any]) -> str:
        self.issued += 1
        kid, key = list(self._keys.items())[-1]
        return jwt.encode(dict(claims), key, algorithm="RS256", headers={"kid": kid})

    def check(self, token: str, audience: str) -> bool:
        """Whether this is a token of ours for that audience (the scope without "/.default") that has not run out."""
        try:
            key = self._keys[jwt.get_unverified_header(token)["kid"]]
            claims = jwt.decode(
                token,
                key.public_key(),
                algorithms=["RS256"],
                audience=audience,
                options={"verify_exp": False, "verify_iat": False},
            )
        except (jwt.InvalidTokenError, KeyError):
            return False
        return bool(self._clock().timestamp() < claims["exp"])

    async def _discovery(self, request: web.Request) -> web.Response:
        if refused := self._refusal(request):
            return refused
        base = f"https://{request.host}/{self.tenant}"
        return web.json_response(
            {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "jwks_uri": f"{base}/discovery/v2.0/keys",
                "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
                "subject_types_supported": ["pairwise"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    async def _published(self, _request: web.Request) -> web.Response:
        return web.json_response({"keys": [_jwk(kid, key) for kid, key in self._keys.items()]})

    async def _token(self, request: web.Request) -> web.Response:
        if refused := self._refusal(request):
            return refused
        form = await request.post()
        client, scope = str(form.get("client_id", "")), str(form.get("scope", ""))
        if form.get("grant_type") != "client_credentials":
            return _error(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.")
        if client not in self._clients:
            return _error(400, "unauthorized_client", 700016, "Application was not found in the directory.")
        if refused := self._unproven(client, form, f"https://{request.host}{request.path}"):
            return refused
        if not scope.endswith("/.default"):
            return _error(400, "invalid_scope", 1002012, "The provided value for scope is not valid.")
        token = self.issue(client, scope.removesuffix("/.default"))
        life = {"expires_in": self._lifetime_s, "ext_expires_in": self._lifetime_s}
        return web.json_response({"token_type": "Bearer", **life, "access_token": token})

    def _unproven(self, client: str, form: Form, endpoint: str) -> web.Response | None:
        """The refusal where neither an assertion nor the secret shows that the caller is this client."""
        if form.get("client_assertion_type") == ASSERTION:
            wrong = why_not(str(form.get("client_assertion", "")), client, self.vouchers, endpoint)
            return _error(401, *wrong) if wrong else None
        secret = self._clients[client]
        if not secret or not hmac.compare_digest(str(form.get("client_secret", "")).encode(), secret.encode()):
            return _error(401, "invalid_client", 7000215, "Invalid client secret provided.")
        return None

    def public_key(self) -> rsa.RSAPublicKey:
        return list(self._keys.values())[-1].public_key()

    def _refusal(self, request: web.Request) -> web.Response | None:
        if self.outage:
            return web.Response(status=503, text="<html><h1>Service unavailable</h1></html>", content_type="text/html")
        if request.match_info["tenant"].lower() != self.tenant.lower():
            return _error(
                400, "invalid_tenant", 90002, "Tenant not found. Check to make sure you have the correct one."
            )
        return None


def _jwk(kid: str, key: rsa.RSAPrivateKey) -> dict[str, Any]:
    return {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())), "kid": kid, "use": "sig"}


def _error(status: int, error: str, code: int, words: str) -> web.Response:
    body = {"error": error, "error_description": f"AADSTS{code}: {words}", "error_codes": [code]}
    return web.json_response(body, status=status)


def _server_context(ca_file: Path) -> ssl.SSLContext:
    """A fresh authority, told to the world by `ca_file`; its key signs one loopback certificate and is forgotten."""
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca = _certificate("Potluck playground authority", ca_key, ca_key, None)
    leaf = _certificate("127.0.0.1", key, ca_key, ca)
    ca_file.write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with tempfile.TemporaryDirectory() as folder:  # ssl takes keys from files only
        chain = Path(folder) / "login.pem"
        chain.touch(mode=0o600)
        chain.write_bytes(key.private_bytes(*plain) + leaf.public_bytes(serialization.Encoding.PEM))
        context.load_cert_chain(chain)
    return context


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, signer: ec.EllipticCurvePrivateKey, issuer: x509.Certificate | None
) -> x509.Certificate:
    """An authority where there is no `issuer`, else a certificate for serving on loopback. Valid for a year."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = _now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .add_extension(_key_usage(signs=issuer is None), critical=True)
    )
    if issuer is not None:
        names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        server = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        certificate = certificate.add_extension(x509.SubjectAlternativeName(names), critical=False)
        certificate = certificate.add_extension(server, critical=False)
    return certificate.sign(signer, hashes.SHA256())


def _key_usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
