"""Small stand-ins for what lies outside the Teams edge: the connector service, the key server, time, marks.

The connector records every call and answers from a script; the playground's stateful one is used elsewhere.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot.domain.conversation import MessageRef

PAYLOADS = Path(__file__).resolve().parents[2] / "payloads" / "teams"
TENANT = "3f0a6d1c-5b7e-4c7b-9d35-6a1b0c2d4e5f"
APP = "5d7a1f7e-9c52-4f0e-8f3b-2b6f1f0c9a11"
ISSUER = "https://api.botframework.com"
SERVICE_URL = "https://smba.trafficmanager.net/emea/3f0a6d1c-5b7e-4c7b-9d35-6a1b0c2d4e5f/"


def payload(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))
    return read


def payload_names() -> list[str]:
    return sorted(path.stem for path in PAYLOADS.glob("*.json"))


class FakeTime:
    """A monotonic time that moves only when somebody sleeps, or the test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
        await asyncio.sleep(0)


class Tokens:
    """A TokenSource that hands out what it was given, the last one for ever, and counts. `error` is an outage."""

    def __init__(self, *tokens: str) -> None:
        self.left = list(tokens or ("out-1",))
        self.scopes: list[str] = []
        self.error: Exception | None = None

    async def token(self, scope: str) -> str:
        self.scopes.append(scope)
        if self.error:
            raise self.error
        return self.left.pop(0) if len(self.left) > 1 else self.left[0]


@dataclass
class Marks:
    """A SendOnce in memory; `log` tells what happened in order."""

    kept: dict[str, MessageRef | Literal["begun"]] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)

    async def begin(self, key: str) -> MessageRef | Literal["begun", "in_doubt"]:
        self.log.append("begin")
        known = self.kept.get(key)
        if known == "begun":
            return "in_doubt"
        if known is None:
            self.kept[key] = "begun"
            return "begun"
        return known

    async def done(self, key: str, message: MessageRef) -> None:
        self.log.append("done")
        self.kept[key] = message

    async def forget(self, key: str) -> None:
        self.log.append("forget")
        self.kept.pop(key, None)


@dataclass(frozen=True)
class Seen:
    method: str
    raw_path: str
    headers: dict[str, str]
    body: Any
    raw: bytes


@dataclass(frozen=True)
class Act:
    """One scripted answer. `hang` waits for `release` first; `drop` closes the connection without an answer."""

    status: int = 201
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    hang: bool = False
    drop: bool = False


class ConnectorStandIn:
    """Answers every call from `script`, in order, and with a fresh id once that is empty."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.script: list[Act] = []
        self.release = asyncio.Event()
        self.in_flight = 0
        self.most_in_flight = 0
        self.gate: Callable[[], Any] | None = None
        self.url = ""

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/{rest:.*}", self._serve)
        return app

    def calls(self, method: str) -> list[Seen]:
        return [one for one in self.seen if one.method == method]

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        self.seen.append(
            Seen(request.method, request.raw_path, dict(request.headers), json.loads(raw) if raw else None, raw)
        )
        act = self.script.pop(0) if self.script else Act(body={"id": f"m-{len(self.seen)}"})
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            if self.gate:
                await self.gate()
            if act.hang:
                await self.release.wait()
        finally:
            self.in_flight -= 1
        if act.drop and request.transport:
            request.transport.close()
        return _answer(act)


def _answer(act: Act) -> web.Response:
    if isinstance(act.body, str):
        return web.Response(text=act.body, status=act.status, headers=act.headers)
    return web.json_response(act.body, status=act.status, headers=act.headers)


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class KeyServer:
    """Publishes keys as login.botframework.com does, and signs tokens with them."""

    def __init__(self, key: rsa.RSAPrivateKey) -> None:
        self.private = {"kid-1": key}
        self.endorsements = ["msteams"]
        self.readings = 0
        self.down = False
        self.base = ""
        self.keys_text: str | None = None

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/openid", self._openid)
        app.router.add_get("/keys", self._keys)
        return app

    def authorization(self, *, kid: str = "kid-1", key: Any = None, algorithm: str = "RS256", **changed: Any) -> str:
        """A good header, but for what is changed; a claim of None is left out."""
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": APP, "exp": now + 600, "nbf": now - 5, "serviceurl": SERVICE_URL, **changed}
        told = {name: value for name, value in claims.items() if value is not None}
        signed = jwt.encode(told, key or self.private[kid], algorithm=algorithm, headers={"kid": kid})
        return f"Bearer {signed}"

    async def _openid(self, _request: web.Request) -> web.Response:
        self.readings += 1
        if self.down:
            return web.Response(status=503)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.base}/keys"})

    async def _keys(self, _request: web.Request) -> web.Response:
        if self.keys_text is not None:
            return web.Response(text=self.keys_text)
        keys = [
            {
                **json.loads(RSAAlgorithm.to_jwk(private.public_key())),
                "kid": kid,
                "use": "sig",
                "endorsements": self.endorsements,
            }
            for kid, private in self.private.items()
        ]
        return web.json_response({"keys": keys})
