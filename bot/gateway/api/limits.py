"""How much one caller and one tenant may ask: shares drawn in Redis, fair over all replicas, and a ceiling on what
each has running at once in this process, so that nobody starves the others.

An installation serves one tenant. So between callers it is that things must be fair, and they are: each has a share
and places of their own, and only beyond some hundred requests a second of everybody's do they feel one another.

The headers follow the IETF draft of the RateLimit fields: `RateLimit-Policy` says the share, `RateLimit` what is left
and for how many seconds to wait for one more.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.domain.caller import Caller
from bot.domain.ports import Share, Shares
from bot.gateway.problems import Refused

PERSON: Final = Share(burst=60, per_s=2.0)
APP: Final = Share(burst=300, per_s=20.0)
TENANT: Final = Share(burst=2000, per_s=200.0)
OWN_AT_ONCE = 8
AT_ONCE = 64


@dataclass(slots=True)
class Limits:
    """`own_at_once` is per caller and process, `at_once` per tenant and process; the shares are per installation."""

    shares: Shares
    person: Share = PERSON
    app: Share = APP
    tenant: Share = TENANT
    own_at_once: int = OWN_AT_ONCE
    at_once: int = AT_ONCE
    _running: Counter[tuple[str, str]] = field(default_factory=Counter)

    async def enter(self, caller: Caller) -> Mapping[str, str]:
        """Raises Refused (429). Whoever entered leaves."""
        places = self._places(caller)
        if any(self._running[place] >= most for place, most in places.items()):
            raise Refused(429, "Too many requests", "Too many at once.", headers={"Retry-After": "1"})
        self._running.update(places.keys())
        try:
            return await self._draw(caller)
        except BaseException:
            self.leave(caller)
            raise

    def leave(self, caller: Caller) -> None:
        self._running.subtract(self._places(caller).keys())
        self._running = +self._running  # whoever has nothing running is not remembered

    def _places(self, caller: Caller) -> dict[tuple[str, str], int]:
        return {(caller.tenant, caller.id): self.own_at_once, (caller.tenant, ""): self.at_once}

    async def _draw(self, caller: Caller) -> Mapping[str, str]:
        own = self.person if caller.person else self.app
        drawn = await self.shares.draw(caller.tenant, caller.id, own=own, tenants=self.tenant)
        wait = math.ceil(max(drawn.wait_s, 0 if drawn.left else 1 / own.per_s))
        headers = {
            "RateLimit-Policy": f'"caller";q={own.burst};w={math.ceil(own.burst / own.per_s)}',
            "RateLimit": f'"caller";r={drawn.left};t={wait}',
        }
        if drawn.wait_s:
            headers["Retry-After"] = str(max(1, wait))
            raise Refused(429, "Too many requests", headers=headers)
        return headers
