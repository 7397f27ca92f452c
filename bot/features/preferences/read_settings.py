"""From what somebody filled in to settings that make sense, or a kind word about what does not. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.person import HowOften, Preferences
from bot.domain.tongue import NAMES, say
from bot.domain.workdays import known_country
from bot.domain.zones import known_zone
from bot.errors import BadInput
from bot.features.preferences.settings_card import HOW_OFTEN, READ_INVITES

LONGEST_PAUSE = timedelta(days=366)
Data = Mapping[str, Any]


def read_preferences(data: Data, before: Preferences, now: datetime) -> Preferences:
    """What the form did not hold stays as it was. Raises BadInput."""
    zone = read_zone(data, before.zone)
    return replace(
        before,
        may_write=_on(data, "may_write", before.may_write),
        nudges=_on(data, "nudges", before.nudges),
        reminders=_on(data, "reminders", before.reminders),
        read_invites=READ_INVITES.get(str(data.get("read_invites")), before.read_invites),
        digest=_how_often(data, before.digest),
        quiet_from=read_time(data, "quiet_from", before.quiet_from),
        quiet_until=read_time(data, "quiet_until", before.quiet_until),
        days=read_days(data, before.days),
        zone=zone,
        country=read_country(data, before.country),
        locale=_locale(data, before.locale),
        paused_until=_pause(data, before, zone or "UTC", now),
    )


def read_zone(data: Data, before: str | None) -> str | None:
    said = str(data.get("zone", before or "")).strip()
    zone = known_zone(said)
    if said and zone is None:
        raise BadInput(say("That time zone is not known. Write it like Europe/Berlin."))
    return zone


def read_country(data: Data, before: str | None) -> str | None:
    said = str(data.get("country", before or "")).strip()
    country = known_country(said) if said else None
    if said and country is None:
        raise BadInput(say("That country is not known. Write its two letters, like DE."))
    return country


def read_days(data: Data, before: tuple[int, ...]) -> tuple[int, ...]:
    told = data.get("days")
    if told is None:
        return before
    days = {part.strip() for part in str(told).split(",") if part.strip()}
    if not days <= set("0123456"):
        raise BadInput(say("Choose days of the week."))
    return tuple(sorted(int(day) for day in days))


def read_time(data: Data, field: str, before: time) -> time:
    told = data.get(field)
    if told in (None, ""):
        return before
    try:
        return time.fromisoformat(str(told)).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise BadInput(say("That time does not read as one. Write it like 09:00.")) from None


def _locale(data: Data, before: str | None) -> str | None:
    told = data.get("locale", before)
    if told == "":
        return None
    return told if told in NAMES else before


def _on(data: Data, field: str, before: bool) -> bool:
    return str(data[field]).lower() == "true" if field in data else before


def _how_often(data: Data, before: HowOften) -> HowOften:
    told = data.get("digest")
    return next((known for known in HOW_OFTEN if known == told), before)


def _pause(data: Data, before: Preferences, zone: str, now: datetime) -> datetime | None:
    """A pause ends with the night before the chosen day. The day that stands in the form changes nothing."""
    told = data.get("pause")
    if told is None:
        return before.paused_until
    if not told:
        return None
    try:
        day = date.fromisoformat(str(told))
    except ValueError:
        raise BadInput(say("That date does not read as one.")) from None
    kept = before.paused_until
    if kept and kept.astimezone(ZoneInfo(before.zone or "UTC")).date() == day:
        return kept
    until = datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if until - now > LONGEST_PAUSE:
        raise BadInput(say("A pause lasts a year at most. To be left alone for good, write “stop”."))
    return until if until > now else None
