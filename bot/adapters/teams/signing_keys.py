"""The keys that inbound tokens are signed with, as the key server publishes them.

Keys are read again when they are a day old, and when a token names a key that is not among them, because keys roll
over at any moment. So that invented key ids cannot hammer the key server, all readings draw from one small bucket:
five at once, one more each minute. A good token therefore waits a minute at the very most after a roll-over, and
any number of bad ones costs one reading a minute. While the server is down, known keys serve for two more days.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm

from bot.adapters.teams.http_body import as_object, read_at_most
from bot.errors import TryLater
from bot.settings import is_safe_url

FRESH_S = 24 * 3600.0
USABLE_S = 3 * 24 * 3600.0
BURST, REFILL_S = 5, 60.0
MAX_BYTES = 512 * 1024
SMALLEST_KEY = 2048
TIMEOUT = aiohttp.ClientTimeout(total=5)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SigningKey:
    """`endorsements` are the channels that the key may speak for."""

    key: RSAPublicKey
    endorsements: frozenset[str]


class SigningKeys:
    """Keys by id. `now` is a monotonic time in seconds."""

    def __init__(
        self, http: aiohttp.ClientSession, openid_url: str, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._http = http
        self._openid_url = openid_url
        self._now = now
        self._keys: dict[str, SigningKey] = {}
        self._read_at = float("-inf")
        self._readings = 0
        self._failed = False
        self._lock = asyncio.Lock()
        self._bucket, self._filled_at = float(BURST), now()

    async def find(self, kid: str) -> SigningKey | None:
        """None where no such key is published. Raises TryLater where the key server would have to say and cannot."""
        known = self._known(kid, USABLE_S if self._lock.locked() else FRESH_S)
        if known:
            return known
        seen = self._readings
        async with self._lock:
            known = self._known(kid, FRESH_S)
            if known is None and self._readings == seen:  # else a reading began while this call waited
                await self._read()
        known = known or self._known(kid, USABLE_S)
        if known is None and (self._failed or not self._is_usable()):
            raise TryLater("signing keys cannot be read", after_s=REFILL_S)
        return known

    def _known(self, kid: str, oldest_s: float) -> SigningKey | None:
        return self._keys.get(kid) if self._now() - self._read_at < oldest_s else None

    def _is_usable(self) -> bool:
        return self._now() - self._read_at < USABLE_S

    async def _read(self) -> None:
        if not self._draw():
            return
        self._readings += 1
        try:
            self._keys = await self._fetch()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            self._failed = True
            log.warning("signing_keys_not_read", error=type(error).__name__)
        else:
            self._failed = False
            self._read_at = self._now()

    def _draw(self) -> bool:
        now = self._now()
        self._bucket = min(BURST, self._bucket + (now - self._filled_at) / REFILL_S)
        self._filled_at = now
        if self._bucket < 1:
            return False
        self._bucket -= 1
        return True

    async def _fetch(self) -> dict[str, SigningKey]:
        address = (await self._get(self._openid_url)).get("jwks_uri")
        if not isinstance(address, str) or not is_safe_url(address):
            raise ValueError("no safe address of keys")
        published = (await self._get(address)).get("keys")
        keys = dict(filter(None, map(_signing_key, published if isinstance(published, list) else ())))
        if not keys:
            raise ValueError("no usable key")
        return keys

    async def _get(self, address: str) -> dict[str, Any]:
        async with self._http.get(address, timeout=TIMEOUT, allow_redirects=False) as response:
            if response.status != 200:
                raise ValueError(f"answered {response.status}")
            return as_object(await read_at_most(response, MAX_BYTES))


def _signing_key(published: Any) -> tuple[str, SigningKey] | None:
    """A key by its id, or None for what is no RSA signing key; one broken key must not cost the others."""
    if not isinstance(published, dict) or published.get("kty") != "RSA" or published.get("use", "sig") != "sig":
        return None
    kid, endorsed = published.get("kid"), published.get("endorsements")
    if not isinstance(kid, str) or not isinstance(endorsed, list):
        return None
    public = {name: published.get(name) for name in ("kty", "n", "e")}
    try:
        key = RSAAlgorithm.from_jwk(json.dumps(public))
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    if not isinstance(key, RSAPublicKey) or key.key_size < SMALLEST_KEY:
        return None
    return kid, SigningKey(key, frozenset(name for name in endorsed if isinstance(name, str)))
