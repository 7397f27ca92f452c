"""Who shows a token of Microsoft Entra (v2.0): a person through an app that they consented to, or an app by itself.

A token is taken where its signature, issuer, audience (the application id, or `api://` and it), tenant, version and
times hold. A person's token carries the scope `access_as_user`, the same that tab single sign-on asks for; an app's
own carries app roles: `Tasks.Read.All`, `Tasks.ReadWrite.All`, `Admin`. RS256 is the only algorithm, and nothing in a
token's header but its key id is looked at, so it cannot bring its own key. There is no way to switch any of it off.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeGuard

import aiohttp
import jwt

from bot.adapters.entra_users.keys import AuthorityKeys
from bot.domain.caller import Caller, Role
from bot.errors import ConfigError, NotAllowed
from bot.settings import Settings

SCOPE = "access_as_user"
APP_ROLES: Final[Mapping[str, Role]] = {
    "Tasks.Read.All": "reader",
    "Tasks.ReadWrite.All": "writer",
    "Admin": "admin",
}
LEEWAY_S = 60
LONGEST_TOKEN = 16 * 1024
ID = re.compile(r"[0-9A-Za-z-]{1,64}")  # so that no person can be called what an app is: `app:` and its id
_BROKEN = (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError)


class EntraUsers:
    """`now` is a monotonic time in seconds, for the age of keys; token times are the system's own."""

    def __init__(
        self, settings: Settings, http: aiohttp.ClientSession, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        """Raises ConfigError without an application or tenant id: there is no open door."""
        for name, value in (("POTLUCK_APP_ID", settings.app_id), ("POTLUCK_TENANT_ID", settings.tenant_id)):
            if not value:
                raise ConfigError(name, "missing: without it nobody could be told from a stranger")
        self._app_id, self._tenant = settings.app_id, settings.tenant_id
        self._keys = authority_keys(settings, http, now=now)

    async def identify(self, authorization: str | None) -> Caller:
        """Raises NotAllowed: 401 for a token that is none of ours, 403 for a good one without a scope or role that
        Potluck knows. Raises TryLater where the authority's keys cannot be read."""
        claims = await self._verify(_bearer(authorization))
        if claims.get("ver") != "2.0" or str(claims.get("tid")).lower() != self._tenant.lower():
            raise NotAllowed("another_tenant", status=401)
        return self._caller(claims)

    async def _verify(self, token: str) -> Mapping[str, Any]:
        found = await self._keys.find(_key_id(token))
        if found is None:
            raise NotAllowed("unknown_key", status=401)
        key, issuer = found
        try:
            return jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=[self._app_id, f"api://{self._app_id}"],
                issuer=issuer,
                leeway=LEEWAY_S,
                options={"require": ["exp", "nbf", "iss", "aud"]},
            )
        except _BROKEN as error:
            raise NotAllowed(type(error).__name__, status=401) from error

    def _caller(self, claims: Mapping[str, Any]) -> Caller:
        app, granted = claims.get("azp"), claims.get("roles")
        names = granted if isinstance(granted, list) else []
        roles = {APP_ROLES[name] for name in names if isinstance(name, str) and name in APP_ROLES}
        if not _is_id(app):
            raise NotAllowed("no_client", status=401)
        if "scp" not in claims:
            if not roles or claims.get("idtyp", "app") != "app":
                raise NotAllowed("no_role")
            return Caller(self._tenant, app, frozenset(roles))
        person = claims.get("oid")
        if not _is_id(person):
            raise NotAllowed("nobody", status=401)
        if SCOPE not in str(claims["scp"]).split():
            raise NotAllowed("no_scope")
        return Caller(self._tenant, app, frozenset({"person", *(roles & {"admin"})}), person)


def authority_keys(
    settings: Settings, http: aiohttp.ClientSession, *, now: Callable[[], float] = time.monotonic
) -> AuthorityKeys:
    """What the tenant's login authority signs with, whoever the token is for."""
    authority = f"{settings.login_url.rstrip('/')}/{settings.tenant_id}"
    return AuthorityKeys(http, f"{authority}/v2.0/.well-known/openid-configuration", now=now)


def _is_id(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and ID.fullmatch(value) is not None


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
