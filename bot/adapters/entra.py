"""App-only tokens from Microsoft Entra, by MSAL. The only file that imports msal.

MSAL blocks, so it runs in a thread; the tokens are kept here rather than in MSAL's own cache, so that there is one
rule for renewal. The authority is given as `login_url/tenant` with instance discovery off: MSAL then asks exactly
that host, whether it is Microsoft's, a sovereign cloud's or a company's own.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msal
import requests
import structlog
from requests.adapters import HTTPAdapter

from bot.errors import ConfigError, PotluckError, TryLater
from bot.settings import Settings

TIMEOUT_S = 10.0
RENEW_BEFORE_S = 300.0  # or a quarter of a short life
RETRY_RENEWAL_S = 30.0  # while the old token still serves

log = structlog.get_logger(__name__)

_TO_MEND: Mapping[str, tuple[str, str]] = {
    "invalid_client": ("POTLUCK_APP_SECRET", "refused by the login service: wrong or expired"),
    "unauthorized_client": ("POTLUCK_APP_ID", "the login service knows no such application in this tenant"),
    "invalid_scope": ("POTLUCK_GRAPH_SCOPE", "the login service knows no such scope"),
    "invalid_resource": ("POTLUCK_GRAPH_SCOPE", "the login service knows no such resource"),
}


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
        self._settings = settings
        self._now = now
        self._kept: dict[str, _Kept] = {}
        self._flights: dict[str, asyncio.Task[str]] = {}
        self._http = _http_client(settings.ca_file)
        self._app: Any = None
        self._app_lock = threading.Lock()

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
        answer = await asyncio.to_thread(self._acquire, scope)
        life = float(answer["expires_in"])
        margin = min(RENEW_BEFORE_S, life / 4)
        token = str(answer["access_token"])
        self._kept[scope] = _Kept(token, asked_at + life - margin, asked_at + life - margin / 10)
        return token

    def _acquire(self, scope: str) -> Mapping[str, Any]:
        """Runs in a thread. The lock keeps MSAL, which is not made for two threads at once, to one."""
        try:
            with self._app_lock:
                app = self._client()
                app.remove_tokens_for_client()
                answer: Mapping[str, Any] = app.acquire_token_for_client(scopes=[scope])
        except requests.exceptions.SSLError as error:
            raise ConfigError("POTLUCK_CA_FILE", "the login service's certificate is not trusted") from error
        except (requests.exceptions.RequestException, msal.exceptions.MsalServiceError) as error:
            raise TryLater("login_unreachable") from error
        except ValueError as error:
            raise _unreadable(error) from error
        if "access_token" not in answer:
            raise _refusal(answer)
        return answer

    def _client(self) -> Any:
        if self._app is None:
            self._app = msal.ConfidentialClientApplication(
                self._settings.app_id,
                client_credential=self._settings.app_secret.reveal(),
                authority=f"{self._settings.login_url.rstrip('/')}/{self._settings.tenant_id}",
                instance_discovery=False,
                http_client=self._http,
            )
        return self._app


def _refusal(answer: Mapping[str, Any]) -> PotluckError:
    """The login service's own words stay out: they repeat ids, and sometimes more."""
    code = str(answer.get("error", ""))
    if code in _TO_MEND:
        return ConfigError(*_TO_MEND[code])
    return TryLater("login_refused")


def _unreadable(error: ValueError) -> PotluckError:
    """MSAL tells a missing tenant and an unreadable answer by the same ValueError; their causes differ."""
    if isinstance(error, json.JSONDecodeError) or isinstance(error.__context__, json.JSONDecodeError):
        return TryLater("login_answered_nonsense")
    return ConfigError("POTLUCK_TENANT_ID", "the login service knows no such tenant (or POTLUCK_LOGIN_URL is wrong)")


def _http_client(ca_file: str) -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # settings are the only configuration
    session.mount("https://", _TrustingAdapter(ca_file))
    return session


class _TrustingAdapter(HTTPAdapter):
    """Requests with a time limit, trusting the usual authorities and the one of `ca_file`."""

    def __init__(self, ca_file: str) -> None:
        self._context = ssl.create_default_context()
        if ca_file:
            try:
                self._context.load_verify_locations(ca_file)
            except OSError as error:
                raise ConfigError("POTLUCK_CA_FILE", "cannot be read as PEM certificates") from error
        super().__init__(max_retries=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **{**kwargs, "ssl_context": self._context})

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:  # type: ignore[override]  # the library's positional form is unused
        return super().send(request, **{**kwargs, "timeout": kwargs.get("timeout") or TIMEOUT_S})
