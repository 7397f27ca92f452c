"""People, and what they asked of Potluck."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from bot.domain.tongue import DEFAULT
from bot.domain.workdays import WEEKDAYS

HowOften = Literal["off", "daily", "weekly"]


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
    """What a person chose. Silence is the default of the product, so the defaults here are few.

    `may_write` off is an opt-out from everything that Potluck would say by itself, questions of colleagues included,
    and from having invites read; the other switches concern one thing each. Quiet hours are wall-clock time and may run
    over midnight.
    """

    nudges: bool = True
    paused_until: datetime | None = None
    zone: str | None = None  # None: not known, so the team's serves
    locale: str | None = None  # None: as their Teams
    blocked: bool = False  # removed or blocked the bot: equals opting out of everything
    may_write: bool = True
    reminders: bool = True
    digest: HowOften = "off"
    quiet_from: time = time(18, 0)
    quiet_until: time = time(8, 0)
    days: tuple[int, ...] = WEEKDAYS
    country: str | None = None  # whose public holidays are days off
    read_invites: bool | None = None  # None: as the administrator decided
    client_locale: str | None = None  # what their Teams speaks, as it told last: no choice of theirs

    @property
    def speaks(self) -> str:
        """The locale (BCP 47) that they read Potluck in."""
        return self.locale or self.client_locale or DEFAULT

    @property
    def opted_out(self) -> bool:
        return self.blocked or not self.may_write

    @property
    def may_be_read(self) -> bool:
        """Whether the invites they send may be read, where somebody named them for it."""
        return self.read_invites is not False and not self.opted_out

    def is_read_as(self, other: Preferences) -> bool:
        """Whether what is read of them stays as it was with `other`."""
        return (self.may_be_read, self.read_invites) == (other.may_be_read, other.read_invites)

    def may_nudge(self, now: datetime) -> bool:
        return self.nudges and not self.opted_out and not self.paused(now)

    def may_remind(self, now: datetime) -> bool:
        return self.reminders and not self.opted_out and not self.paused(now)

    def paused(self, now: datetime) -> bool:
        return self.paused_until is not None and now < self.paused_until

    def is_quiet(self, wall: time) -> bool:
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= wall < self.quiet_until
        return wall >= self.quiet_from or wall < self.quiet_until
