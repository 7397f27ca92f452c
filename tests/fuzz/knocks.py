"""Requests: a door, a caller, headers, a query and a body. Pure; a seeded Random gives the same ones again."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import jwt

from bot.adapters.graph.client_state import new_client_state
from tests.fuzz.bodies import CANARY, NASTY, spoilt

PAYLOADS = Path(__file__).parent.parent / "payloads"
METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW")
KINDS = (
    "application/json",
    "application/json; charset=utf-8",
    "application/json; charset=utf-16",
    "text/plain",
    "x" * 300,
)
ODD_HEADERS = {
    "Accept": "application/xml;q=NaN",
    "Content-Encoding": "gzip",
    "Expect": "200-maybe",
    "Host": f"{CANARY}.example",
    "If-Match": '"0"',
    "If-None-Match": "W/*",
    "Range": "bytes=-1-",
    "Forwarded": f"for={CANARY};proto=gopher",
    "X-Forwarded-For": "127.0.0.1, ::1",
    "X-Forwarded-Proto": "javascript",
    "X-HTTP-Method-Override": "DELETE",
    "traceparent": "00-" + "g" * 32 + "-00-zz",
    "Cookie": "a=" + "b" * 4000,
    "X-Long": "y" * 9_000,
}
QUERY_NAMES = (
    "limit",
    "cursor",
    "sort",
    "state",
    "owner",
    "team",
    "meeting",
    "due_from",
    "due_to",
    "validationToken",
    CANARY,
)


@dataclass(frozen=True, slots=True)
class Knock:
    """One request. `path` is encoded as it is sent."""

    door: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Callers:
    """Tokens that open doors, by who shows them, and ids that lead somewhere, by their name in an address."""

    api: Sequence[str]
    bot: Sequence[str]
    ids: Mapping[str, Sequence[str]]
    secret_key: str
    tenant: str
    app_id: str
    service_url: str


class Knocks:
    """An endless supply. `doors` are (method, template) of all routes that the gateway has."""

    def __init__(self, seed: int, doors: Sequence[tuple[str, str]], callers: Callers) -> None:
        self._rnd = Random(seed)
        self._doors = doors
        self._callers = callers
        self._activities = [json.loads(file.read_bytes()) for file in sorted((PAYLOADS / "teams").glob("*.json"))]
        graph = PAYLOADS / "graph"
        self._news = [
            json.loads((graph / name).read_bytes()) for name in ("notification-many.json", "lifecycle-many.json")
        ]
        self._forged = _forged_tokens(callers)

    def next(self) -> Knock:
        rnd = self._rnd
        method, template = rnd.choice(self._doors)
        sent = method if rnd.random() < 0.9 else rnd.choice(METHODS)
        path = self._path(template) + self._query()
        has_body = sent in {"POST", "PATCH", "PUT"} or rnd.random() < 0.05
        return Knock(template, sent, path, self._headers(template), self._body(template) if has_body else None)

    def _path(self, template: str) -> str:
        rnd, parts = self._rnd, []
        for part in template.split("/"):
            name = part.strip("{}").partition(":")[0]
            known = self._callers.ids.get(name, ())
            if not part.startswith("{"):
                parts.append(part)
            elif known and rnd.random() < 0.7:
                parts.append(rnd.choice(known))
            else:
                parts.append(quote(str(rnd.choice(NASTY))[:1500].encode(errors="replace"), safe=""))
        path = "/".join(parts)
        return (
            path
            if rnd.random() < 0.95
            else path + rnd.choice(("/", "//", "/..%2f..%2fetc", "%00", "%ff", ";x=1", "/%0d%0aX:1"))
        )

    def _query(self) -> str:
        rnd = self._rnd
        if rnd.random() < 0.6:
            return ""
        if rnd.random() < 0.01:
            return "?" + "&".join(f"p{number}=1" for number in range(10_000))
        chosen = (rnd.choice(QUERY_NAMES) for _ in range(rnd.randrange(1, 4)))
        return "?" + "&".join(
            f"{name}={quote(str(rnd.choice(NASTY))[:300].encode(errors='replace'))}" for name in chosen
        )

    def _headers(self, template: str) -> dict[str, str]:
        rnd = self._rnd
        tokens = self._callers.bot if template == "/api/messages" else self._callers.api
        token = rnd.choice(tokens) if rnd.random() < 0.85 else rnd.choice(self._forged)
        headers = {"Content-Type": KINDS[0] if rnd.random() < 0.9 else rnd.choice(KINDS)}
        if rnd.random() < 0.97:
            headers["Authorization"] = token
        if rnd.random() < 0.9:
            headers["Idempotency-Key"] = rnd.choice(
                (f"{rnd.getrandbits(64):x}", f"{rnd.getrandbits(64):x}", "again", "k" * 300)
            )
        if rnd.random() < 0.15:
            name = rnd.choice(sorted(ODD_HEADERS))
            headers[name] = ODD_HEADERS[name]
        if rnd.random() < 0.5:
            headers.setdefault("If-Match", "*")
        return headers

    def _body(self, template: str) -> bytes:
        rnd = self._rnd
        if template == "/api/messages":
            return spoilt(self._activity(), rnd)
        if "/graph/" in template:
            return spoilt(self._notification(), rnd)
        return spoilt(rnd.choice(self._api_bodies()), rnd)

    def _activity(self) -> Any:
        """One of ours, so that it comes past the door and in."""
        text = json.dumps(self._rnd.choice(self._activities))
        for known in _tenants_in(text):
            text = text.replace(known, self._callers.tenant)
        activity = json.loads(text)
        activity["serviceUrl"] = self._callers.service_url
        return activity

    def _notification(self) -> Any:
        """With a seal of ours on each item that had one."""
        text = json.dumps(self._rnd.choice(self._news))
        state = new_client_state(self._callers.secret_key, self._callers.tenant)
        for known in ("5D7D3F0E-94A1-4A47-8F7C-3F6F9B8F2A11", "5d7d3f0e-94a1-4a47-8f7c-3f6f9b8f2a11"):
            text = text.replace(known, self._callers.tenant)
        return json.loads(text.replace("SECRET", state))

    def _api_bodies(self) -> list[Any]:
        ids = {name: self._rnd.choice(list(known)) for name, known in self._callers.ids.items() if known}
        return [
            {"subject": CANARY, "body": f"- {CANARY}: report", "attendees": 5, "minutes": 30},
            {"team": ids.get("team"), "what": CANARY, "owner": ids.get("owner"), "due": "2026-12-01"},
            {"state": "accepted"},
            {"what": CANARY, "due": None},
            {"zone": "Europe/Berlin", "time": "09:00", "days": [1, 2, 3]},
            {"url": "https://example.com/hook", "events": ["task.done"]},
        ]


def _tenants_in(text: str) -> set[str]:
    """Tenants that a recorded activity names."""
    activity = json.loads(text)
    channel, place = activity.get("channelData"), activity.get("conversation")
    tenant = channel.get("tenant") if isinstance(channel, dict) else None
    told = (
        tenant.get("id") if isinstance(tenant, dict) else None,
        place.get("tenantId") if isinstance(place, dict) else None,
    )
    return {name for name in told if isinstance(name, str) and name}


def _forged_tokens(callers: Callers) -> list[str]:
    claims = {"aud": callers.app_id, "tid": callers.tenant, "exp": 2**31, "oid": CANARY, "roles": ["Admin"]}
    nobody = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return [
        f"Bearer {nobody}.{body}.",
        "Bearer " + jwt.encode(claims, "secret" * 8, algorithm="HS256", headers={"kid": "kid-1"}),
        "Bearer "
        + jwt.encode(claims, "s" * 64, algorithm="HS256", headers={"jku": "https://kiwi-canary.example/", "kid": "x"}),
        "Bearer " + "A" * 7_000,
        "Bearer a.b.c",
        "Basic dXNlcjpwYXNz",
        "Bearer",
    ]
