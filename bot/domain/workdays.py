"""Working days: weekdays that somebody works on, less the public holidays of a country. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

WEEKDAYS = (0, 1, 2, 3, 4)  # Monday to Friday, as date.weekday() counts
HORIZON_DAYS = 400  # nobody is off for longer


@dataclass(frozen=True, slots=True)
class Workdays:
    """`country` is ISO 3166-1 alpha-2, or None where no holidays count."""

    days: tuple[int, ...] = WEEKDAYS
    country: str | None = None

    def __contains__(self, day: date) -> bool:
        return day.weekday() in self.days and not (self.country and day in days_off(self.country, day.year))

    def before(self, day: date) -> date | None:
        """The last working day before `day`; None where there is none."""
        return next((d for d in (day - timedelta(n) for n in range(1, HORIZON_DAYS)) if d in self), None)

    def first_from(self, day: date) -> date | None:
        """The first working day that is not before `day`; None where there is none."""
        return next((d for d in (day + timedelta(n) for n in range(HORIZON_DAYS)) if d in self), None)


def known_country(code: str) -> str | None:
    """The code in its usual spelling, where its holidays are known."""
    said = code.strip().upper()
    return said if said in holidays.list_supported_countries() else None


@lru_cache(maxsize=512)
def days_off(country: str, year: int) -> Collection[date]:
    """Public holidays of a country in one year; none where nobody knows them."""
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()
