"""Who may tell us something: the Bot Framework's token is verified, then held against the activity.

Two steps, so that nothing of a stranger's body is even read: `identify` looks at the token alone, `admit` compares
the activity with what the token vouches for. Token times are the system's own, whatever clock the product lives in.
There is no way to switch any of it off.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt

from bot.adapters.teams.addresses import is_allowed, same_address
from bot.adapters.teams.fields import text_at
from bot.adapters.teams.signing_keys import SigningKeys
from bot.errors import ConfigError, NotAllowed
from bot.settings import Settings

CHANNEL = "msteams"  # other channels let their callers choose the tenant that an activity names
LEEWAY_S = 300
LONGEST_TOKEN = 16 * 1024
_BROKEN = (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Caller:
    """What a verified token vouches for."""

    service_url: str | None
    endorsements: frozenset[str]


class Gatekeeper:
    def __init__(
        self, settings: Settings, http: aiohttp.ClientSession, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        """Raises ConfigError without an application or tenant id: there is no open door."""
        for name, value in (("POTLUCK_APP_ID", settings.app_id), ("POTLUCK_TENANT_ID", settings.tenant_id)):
            if not value:
                raise ConfigError(name, "missing: without it nobody could be told from a stranger")
        self._settings = settings
        self._keys = SigningKeys(http, settings.bot_openid_url, now=now)

    async def identify(self, authorization: str | None) -> Caller:
        """Raises NotAllowed (401), or TryLater where the key server is down."""
        token = _bearer(authorization)
        key = await self._keys.find(_key_id(token))
        if key is None:
            raise NotAllowed("unknown_key", status=401)
        try:
            claims = jwt.decode(
                token,
                key.key,
                algorithms=["RS256"],
                audience=self._settings.app_id,
                issuer=self._settings.bot_issuer,
                leeway=LEEWAY_S,
                options={"require": ["exp", "iss", "aud"]},
            )
        except _BROKEN as error:
            raise NotAllowed(type(error).__name__, status=401) from error
        return Caller(claims.get("serviceurl") or claims.get("serviceUrl"), key.endorsements)

    def admit(self, caller: Caller, activity: Mapping[str, Any]) -> None:
        """Raises NotAllowed (403)."""
        channel, service_url = activity.get("channelId"), activity.get("serviceUrl")
        if channel != CHANNEL or channel not in caller.endorsements:
            raise NotAllowed("channel")
        if not same_address(caller.service_url, service_url):
            raise NotAllowed("service_url_of_another")
        if not is_allowed(service_url, self._settings.service_urls):
            raise NotAllowed("service_url_unknown")
        if not self._is_our_tenant(activity):
            raise NotAllowed("tenant")

    def _is_our_tenant(self, activity: Mapping[str, Any]) -> bool:
        """Every tenant that is named must be ours, and one must be."""
        told = {text_at(activity, "channelData", "tenant", "id"), text_at(activity, "conversation", "tenantId")}
        return {tenant.lower() for tenant in told if tenant} == {self._settings.tenant_id.lower()}


def _bearer(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > LONGEST_TOKEN:
        raise NotAllowed("no_token", status=401)
    return token


def _key_id(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except _BROKEN as error:
        raise NotAllowed("no_token", status=401) from error
    kid = header.get("kid")
    if header.get("alg") != "RS256" or not isinstance(kid, str):
        raise NotAllowed("unsigned", status=401)
    return kid
