"""People, and what they asked of Potluck."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a tenant. `id` is the Entra object id; `teams_id` the `29:` id that a bot writes to."""

    tenant: str
    id: str
    name: str
    teams_id: str | None = None
    email: str | None = None
    guest: bool = False  # B2B guests and anonymous people own nothing directly


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person chose. Silence is the default of the product, so the defaults here are few."""

    nudges: bool = True
    paused_until: datetime | None = None
    zone: str = "UTC"
    locale: str = "en-GB"
    blocked: bool = False  # removed or blocked the bot: equals opting out of everything

    def may_nudge(self, now: datetime) -> bool:
        return self.nudges and not self.blocked and not (self.paused_until and now < self.paused_until)
