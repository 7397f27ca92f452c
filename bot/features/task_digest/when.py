"""When a team's digest is due. Pure: settings and a moment in, a moment out.

The date of a digest is the local date of its due moment. Where clocks spring forward over the hour, it comes that much
later on the clock (02:30 becomes 03:30); where they fall back, at the first of the two equal times. A digest up to
`LATEST` late is sent the same local day; an older one is skipped and the next is planned.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from bot.domain.team import DigestTime

LATEST = timedelta(hours=12)
HORIZON_DAYS = 400


@dataclass(frozen=True, slots=True)
class Moment:
    """`at` is aware UTC, `day` the local date that it belongs to."""

    at: datetime
    day: date


def next_due(settings: DigestTime, after: datetime) -> Moment | None:
    """The first due moment strictly after `after`; None where the settings name no working day within a year."""
    zone = ZoneInfo(settings.zone)
    free = days_off(settings.country, after.year) if settings.country else frozenset[date]()
    day = after.astimezone(zone).date() - timedelta(days=1)
    for _ in range(HORIZON_DAYS):
        if day.weekday() in settings.days and day not in free:
            at = _moment(day, settings, zone)
            if at > after:
                return Moment(at, day)
        day += timedelta(days=1)
    return None


def due_now(settings: DigestTime, planned_for: datetime, now: datetime) -> Moment | None:
    """The digest to send for a planned moment that has come, or None where it is too late for it.

    Late is fine on the same local day only: yesterday's digest is nobody's news."""
    zone = ZoneInfo(settings.zone)
    day = planned_for.astimezone(zone).date()
    if now - planned_for > LATEST or now.astimezone(zone).date() != day:
        return None
    return Moment(planned_for, day)


def _moment(day: date, settings: DigestTime, zone: ZoneInfo) -> datetime:
    wall = datetime.combine(day, settings.at, tzinfo=zone)  # fold=0: the first of two equal times
    return wall.astimezone(UTC)


@lru_cache(maxsize=512)
def days_off(country: str, year: int) -> Container[date]:
    """Public holidays of a country (ISO 3166-1 alpha-2) for this and the next year; none where nobody knows them."""
    try:
        return frozenset(holidays.country_holidays(country, years=(year, year + 1)))
    except NotImplementedError:
        return frozenset[date]()
