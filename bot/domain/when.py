"""When a digest is due, a team's or a person's. Pure: settings and a moment in, a moment out.

The date of a digest is the local date of its due moment. Where clocks spring forward over the hour, it comes that much
later on the clock (02:30 becomes 03:30); where they fall back, at the first of the two equal times. A digest up to
`LATEST` late is sent the same local day; an older one is skipped and the next is planned.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.team import DigestTime

LATEST = timedelta(hours=12)
HORIZON_DAYS = 400
_PERSON = "person:"


@dataclass(frozen=True, slots=True)
class Moment:
    """`at` is aware UTC, `day` the local date that it belongs to."""

    at: datetime
    day: date


def next_due(settings: DigestTime, after: datetime) -> Moment | None:
    """The first due moment strictly after `after`; None where the settings name no working day within a year."""
    zone = ZoneInfo(settings.zone)
    day = after.astimezone(zone).date() - timedelta(days=1)
    for _ in range(HORIZON_DAYS):
        if day in settings.works:
            at = _moment(day, settings, zone)
            if at > after:
                return Moment(at, day)
        day += timedelta(days=1)
    return None


def due_now(settings: DigestTime, planned_for: datetime, now: datetime) -> Moment | None:
    """The digest to send for a planned moment that has come, or None where it is too late for it.

    Late is fine on the same local day only: yesterday's digest is nobody's news."""
    day = local_day(settings, planned_for)
    if now - planned_for > LATEST or local_day(settings, now) != day:
        return None
    return Moment(planned_for, day)


def subject_of(person: str) -> str:
    """The name under which a person stands on the schedule, beside the teams."""
    return f"{_PERSON}{person}"


def person_of(subject: str) -> str | None:
    return subject.removeprefix(_PERSON) if subject.startswith(_PERSON) else None


def local_day(settings: DigestTime, at: datetime) -> date:
    return at.astimezone(ZoneInfo(settings.zone)).date()


@dataclass(frozen=True, slots=True)
class Turn:
    """What a planned moment that has come amounts to: the local date it is for, whether it is too late for it, and
    when to look again."""

    day: date
    missed: bool
    next_at: datetime | None


def turn(settings: DigestTime, planned_for: datetime, now: datetime) -> Turn:
    in_time = due_now(settings, planned_for, now)
    following = next_due(settings, planned_for) if in_time else first_due(settings, now)
    day = local_day(settings, planned_for)
    return Turn(day, missed=in_time is None, next_at=following.at if following else None)


def first_due(settings: DigestTime, now: datetime) -> Moment | None:
    """As `next_due`, but today's counts though its moment has passed: for settings that changed just now, and for a
    schedule that was not looked at for days."""
    zone = ZoneInfo(settings.zone)
    today = now.astimezone(zone).date()
    if today in settings.works and now - (at := _moment(today, settings, zone)) <= LATEST:
        return Moment(at, today)
    return next_due(settings, now)


def _moment(day: date, settings: DigestTime, zone: ZoneInfo) -> datetime:
    wall = datetime.combine(day, settings.at, tzinfo=zone)  # fold=0: the first of two equal times
    return wall.astimezone(UTC)
