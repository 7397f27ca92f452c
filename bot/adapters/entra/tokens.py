"""Tokens, kept until shortly before they run out. How we sign in for one is `sign_in.py`.

MSAL blocks, so it runs in a thread; the tokens are kept here rather than in MSAL's own cache, so that there is one
rule for renewal.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from bot.adapters.entra.http import http_client
from bot.adapters.entra.sign_in import SignIn
from bot.settings import Settings

RENEW_BEFORE_S = 300.0  # or a quarter of a short life
RETRY_RENEWAL_S = 30.0  # while the old token still serves

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Kept:
    token: str
    renew_at: float
    expires_at: float


class EntraTokens:
    """TokenSource over client credentials: one request in flight per scope, renewed before expiry.

    A token that is still good is handed out while its successor is fetched, so a slow or broken login service is
    felt only once the old token has run out. `now` is a monotonic time in seconds.
    """

    def __init__(self, settings: Settings, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._kept: dict[str, _Kept] = {}
        self._flights: dict[str, asyncio.Task[str]] = {}
        self._http = http_client(settings.ca_file)
        self._sign_in = SignIn(settings, self._http)

    async def token(self, scope: str) -> str:
        """Raises TryLater while the login service fails, ConfigError where it refuses our credentials."""
        kept = self._kept.get(scope)
        now = self._now()
        if kept is None or now >= kept.expires_at:
            return await asyncio.shield(self._flight(scope))
        if now >= kept.renew_at:
            self._flight(scope).set_name("token renewal")
        return kept.token

    def refused(self, scope: str, token: str) -> None:
        """A service does not take this token any more, though its time is not over (a changed consent, a revoked
        session): the next call waits for a new one. A token that was changed meanwhile stays."""
        kept = self._kept.get(scope)
        if kept is not None and kept.token == token:
            del self._kept[scope]
            log.warning("token_refused", scope=scope)

    async def close(self) -> None:
        flights = list(self._flights.values())
        await asyncio.gather(*flights, return_exceptions=True)
        self._http.close()

    def _flight(self, scope: str) -> asyncio.Task[str]:
        flight = self._flights.get(scope)
        if flight is None:
            flight = asyncio.create_task(self._renew(scope))
            self._flights[scope] = flight
            flight.add_done_callback(lambda done: self._landed(scope, done))
        return flight

    def _landed(self, scope: str, flight: asyncio.Task[str]) -> None:
        del self._flights[scope]
        kept = self._kept.get(scope)
        if not flight.cancelled() and flight.exception() is not None and kept is not None:
            self._kept[scope] = replace(kept, renew_at=self._now() + RETRY_RENEWAL_S)
            log.warning("token_not_renewed", scope=scope)

    async def _renew(self, scope: str) -> str:
        asked_at = self._now()
        answer = await asyncio.to_thread(self._sign_in.acquire, scope)
        life = float(answer["expires_in"])
        margin = min(RENEW_BEFORE_S, life / 4)
        token = str(answer["access_token"])
        self._kept[scope] = _Kept(token, asked_at + life - margin, asked_at + life - margin / 10)
        return token
