"""Sealed notifications, opened: who sent them is proved first, then what is inside is read as an event of ours.

Only the end of a meeting's call means anything here. Which meeting it is stands in the address by which people join:
the chat's thread, from which Teams makes the id that it tells bots.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from bot.adapters.graph.rich import opened, sent_by_graph
from bot.domain.events import CallEnded
from bot.errors import BadInput, ConfigError, NotAllowed

CALL_ENDED = "Microsoft.Communication.CallEnded"
SMALLEST_KEY = 2048
_THREAD = re.compile(r"19:meeting_[A-Za-z0-9_-]{1,200}@thread\.v2")
FindKey = Callable[[str], Awaitable[tuple[RSAPublicKey, str] | None]]


class SealedNotifications:
    """Keeps the contract of `bot.domain.ports.Sealed`. `find_key` tells the login authority's key of an id."""

    def __init__(self, files: Sequence[str], find_key: FindKey, *, app_id: str, tenant: str) -> None:
        """Raises ConfigError for a file that holds no RSA key with its certificate."""
        self._keys = dict(_read_key(file) for file in files)
        self._find_key = find_key
        self._app_id = app_id
        self._tenant = tenant

    async def open(self, content: str, tokens: Sequence[str]) -> CallEnded | None:
        known = {token: await self._key_of(token) for token in tokens}
        sent_by_graph(list(tokens), app_id=self._app_id, tenant=self._tenant, key_of=known.__getitem__)
        try:
            sealed = json.loads(content)
        except ValueError as error:
            raise BadInput("not JSON") from error
        return _meaning(opened(sealed, self._keys))

    async def _key_of(self, token: str) -> RSAPublicKey:
        try:
            kid = jwt.get_unverified_header(token).get("kid")
        except jwt.PyJWTError as error:
            raise NotAllowed("validation_token_refused", status=401) from error
        found = await self._find_key(kid) if isinstance(kid, str) else None
        if found is None:
            raise NotAllowed("validation_token_refused", status=401)
        return found[0]


def _meaning(resource: Mapping[str, Any]) -> CallEnded | None:
    """Rosters, starts and whatever else is told sealed are understood and say nothing to us."""
    if str(resource.get("eventType", "")).strip("{}") != CALL_ENDED:
        return None
    thread = _thread(resource.get("@odata.id")) or _thread(resource.get("id"))
    if thread is None:
        return None
    try:
        at = datetime.fromisoformat(str(resource.get("eventDateTime")))
    except ValueError:
        return None
    meeting_id = base64.b64encode(f"0#{thread}#0".encode()).decode()
    return CallEnded(meeting_id, at if at.tzinfo else at.replace(tzinfo=UTC))


def _thread(address: Any) -> str | None:
    """The address by which people join is encoded once, or twice where it stands inside another."""
    told = str(address)[:4096]
    for _ in range(3):
        if found := _THREAD.search(told):
            return found[0]
        told = unquote(told)
    return None


def _read_key(file: str) -> tuple[str, RSAPrivateKey]:
    wrong = ConfigError("POTLUCK_NOTIFICATION_KEYS", f"{file}: no PEM file of an RSA key (2,048 bits) and certificate")
    try:
        pem = Path(file).read_bytes()
        key = serialization.load_pem_private_key(pem, password=None)
        certificate = x509.load_pem_x509_certificate(pem)
    except (OSError, ValueError, TypeError) as error:
        raise wrong from error
    public = certificate.public_key()
    if not isinstance(key, RSAPrivateKey) or key.key_size < SMALLEST_KEY or public != key.public_key():
        raise wrong
    return certificate.fingerprint(hashes.SHA1()).hex().upper(), key  # noqa: S303 - how Graph names certificates
