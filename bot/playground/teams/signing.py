"""The keys that the stand-in signs its activities with, published as the Bot Framework publishes its own."""

from __future__ import annotations

import json
import time
from typing import Any
from uuid import uuid4

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

LIFETIME_S = 3600


class SigningKeys:
    """The newest key signs; older ones stay published until `roll_over` is told to drop them."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self._keys: dict[str, RSAPrivateKey] = {}
        self.roll_over()

    def roll_over(self, *, drop_old: bool = False) -> None:
        if drop_old:
            self._keys.clear()
        self._keys[uuid4().hex] = generate_private_key(public_exponent=65537, key_size=2048)

    def sign(self, *, audience: str, service_url: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": audience,
            "serviceurl": service_url,
            "nbf": now - 60,
            "iat": now,
            "exp": now + LIFETIME_S,
        }
        kid, key = list(self._keys.items())[-1]
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": kid})

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/v1/.well-known/openidconfiguration", self._openid),
            web.get("/v1/.well-known/keys", self._published),
        ]

    async def _openid(self, request: web.Request) -> web.Response:
        base = f"{request.scheme}://{request.host}/v1/.well-known"
        return web.json_response(
            {
                "issuer": self.issuer,
                "jwks_uri": f"{base}/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            }
        )

    async def _published(self, _request: web.Request) -> web.Response:
        return web.json_response({"keys": [_jwk(kid, key) for kid, key in self._keys.items()]})


def _jwk(kid: str, key: RSAPrivateKey) -> dict[str, Any]:
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    numbers = {name: public[name] for name in ("kty", "n", "e")}
    return {**numbers, "use": "sig", "kid": kid, "x5t": kid, "endorsements": ["msteams"]}
