"""The keys of the login authority, found through its discovery document.

They are read again when they are a day old, and when a token names a key that is not among them: the latter at most
once an hour, so that invented key ids cannot make us hammer the authority (it publishes a new key long before it
signs with it). While the authority is down, known keys serve for two more days.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import jwt
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm

from bot.errors import BadInput, TryLater
from bot.settings import is_safe_url
from bot.strict_json import read_object

FRESH_S = 24 * 3600.0
USABLE_S = 3 * 24 * 3600.0
UNKNOWN_KEY_S = 3600.0
AFTER_FAILURE_S = 10.0
MAX_BYTES = 512 * 1024
SMALLEST_KEY = 2048
TIMEOUT = aiohttp.ClientTimeout(total=5)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Authority:
    """What the authority tells of itself."""

    issuer: str = ""
    keys: Mapping[str, RSAPublicKey] = field(default_factory=dict)


class AuthorityKeys:
    """`now` is a monotonic time in seconds."""

    def __init__(
        self, http: aiohttp.ClientSession, discovery_url: str, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._http = http
        self._discovery_url = discovery_url
        self._now = now
        self._authority = Authority()
        self._read_at = self._failed_at = float("-inf")
        self._lock = asyncio.Lock()

    async def find(self, kid: str) -> tuple[RSAPublicKey, str] | None:
        """The key and the issuer that its tokens must name; None where no such key is published. Raises TryLater
        where the authority would have to say and cannot."""
        if self._must_read(kid):
            async with self._lock:
                if self._must_read(kid):  # nobody read while this call waited
                    await self._read()
        if self._age() >= USABLE_S:
            raise TryLater("keys of the login authority cannot be read", after_s=AFTER_FAILURE_S)
        key = self._authority.keys.get(kid)
        return (key, self._authority.issuer) if key else None

    def _age(self) -> float:
        return self._now() - self._read_at

    def _must_read(self, kid: str) -> bool:
        if self._now() - self._failed_at < AFTER_FAILURE_S:
            return False
        return self._age() >= (FRESH_S if kid in self._authority.keys else UNKNOWN_KEY_S)

    async def _read(self) -> None:
        try:
            self._authority = await self._fetch()
        except (aiohttp.ClientError, TimeoutError, ValueError, BadInput) as error:
            self._failed_at = self._now()
            log.warning("authority_keys_not_read", error=type(error).__name__)
        else:
            self._read_at = self._now()

    async def _fetch(self) -> Authority:
        told = await self._get(self._discovery_url)
        issuer, address = told.get("issuer"), told.get("jwks_uri")
        if not isinstance(issuer, str) or not isinstance(address, str) or not is_safe_url(address):
            raise ValueError("no issuer, or no safe address of keys")
        published = (await self._get(address)).get("keys")
        keys = dict(filter(None, map(_signing_key, published if isinstance(published, list) else ())))
        if not keys:
            raise ValueError("no usable key")
        return Authority(issuer, keys)

    async def _get(self, address: str) -> dict[str, Any]:
        async with self._http.get(address, timeout=TIMEOUT, allow_redirects=False) as response:
            if response.status != 200:
                raise ValueError(f"answered {response.status}")
            read = bytearray()
            async for chunk in response.content.iter_chunked(64 * 1024):
                read += chunk
                if len(read) > MAX_BYTES:
                    raise ValueError("longer than any good answer")
            return read_object(bytes(read))


def _signing_key(published: Any) -> tuple[str, RSAPublicKey] | None:
    """A key by its id, or None for what is no RSA signing key; one broken key must not cost the others."""
    if not isinstance(published, dict) or published.get("kty") != "RSA" or published.get("use", "sig") != "sig":
        return None
    kid = published.get("kid")
    if not isinstance(kid, str):
        return None
    try:
        key = RSAAlgorithm.from_jwk(json.dumps({name: published.get(name) for name in ("kty", "n", "e")}))
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    return (kid, key) if isinstance(key, RSAPublicKey) and key.key_size >= SMALLEST_KEY else None
