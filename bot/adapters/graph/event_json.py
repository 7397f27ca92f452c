"""Graph's event JSON, read into the domain's Invite. Pure; unknown properties and enum members are tolerated."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

from bot.domain.meeting import Attendee, EventKind, Invite, Recurrence, Sensitivity
from bot.errors import GiveUp

FACTS = (
    "id,changeKey,subject,start,end,isAllDay,isCancelled,isOrganizer,organizer,attendees,sensitivity,showAs,type,"
    "seriesMasterId,recurrence,onlineMeeting,lastModifiedDateTime"
)

# Outlook writes these before the subject of a cancelled meeting, in the organizer's language
_CANCELLED = (
    "canceled:",
    "cancelled:",
    "abgesagt:",
    "annulé :",
    "annulé:",
    "cancelado:",
    "cancelada:",
    "annullato:",
    "annullata:",
    "geannuleerd:",
    "afgelast:",
    "aflyst:",
    "avlyst:",
    "inställt:",
    "peruutettu:",
    "odwołane:",
    "zrušeno:",
    "отменено:",
    "iptal edildi:",
    "キャンセル済み:",
    "取り消し済み:",
    "已取消:",
    "취소됨:",
    "बातिल:",
)
_PERIODS: Mapping[Recurrence, float] = {"daily": 1, "weekly": 7, "biweekly": 14, "monthly": 30}
_DAYS = {"daily": 1, "weekly": 7, "absoluteMonthly": 30, "relativeMonthly": 30}  # yearly is as good as once


def to_invite(event: Mapping[str, Any], *, tenant: str, mailbox: str, recurrence: Any, body: str) -> Invite:
    """An Invite from an event that was read with `FACTS`, UTC and immutable ids.

    `recurrence` is that of the series master, `body` plain text. Raises GiveUp where the event lacks its id or times.
    """
    organizer = _address(event.get("organizer"))
    required, optional = _heads(event.get("attendees") or (), organizer)
    is_organizer = event.get("isOrganizer") is True
    try:
        start, end, event_id = _moment(event["start"]), _moment(event["end"]), str(event["id"])
    except (KeyError, TypeError, ValueError) as error:
        raise GiveUp("event_unreadable") from error
    return Invite(
        tenant=tenant,
        mailbox=mailbox,
        event_id=event_id,
        change_key=str(event.get("changeKey") or ""),
        subject=str(event.get("subject") or ""),
        body=body,
        body_type="text",
        start=start,
        end=end,
        required=required,
        optional=optional,
        external=_is_external(event.get("attendees") or (), organizer),
        recurring=recurring(recurrence),
        sensitivity=sensitivity(event),
        organizer_id=mailbox if is_organizer else None,
        is_organizer=is_organizer,
        cancelled=is_cancelled(event),
        all_day=event.get("isAllDay") is True,
        show_as=str(event.get("showAs") or "unknown"),
        series_id=series_of(event),
        join_url=(event.get("onlineMeeting") or {}).get("joinUrl"),
        kind=kind_of(event),
        attendees=_people(event),
        modified=_saved(event.get("lastModifiedDateTime")),
    )


def sensitivity(event: Mapping[str, Any]) -> Sensitivity:
    """Missing or unknown counts as private: what we do not understand we do not read."""
    known: tuple[Sensitivity, ...] = get_args(Sensitivity)
    return next((word for word in known if word == event.get("sensitivity")), "private")


def kind_of(event: Mapping[str, Any]) -> EventKind:
    """Missing or unknown counts as a single event."""
    known: tuple[EventKind, ...] = get_args(EventKind)
    return next((word for word in known if word == event.get("type")), "singleInstance")


def has_begun(event: Mapping[str, Any], now: datetime) -> bool:
    """Also where its start cannot be read."""
    try:
        return _moment(event["start"]) <= now
    except (KeyError, TypeError, ValueError):
        return True


def shortened(event: Mapping[str, Any], minutes: int) -> Mapping[str, str] | None:
    """The `end` of an event that lasts so many minutes, or None where it lasts no longer now."""
    try:
        start, end = _moment(event["start"]), _moment(event["end"])
    except (KeyError, TypeError, ValueError) as error:
        raise GiveUp("event_unreadable") from error
    new = start + timedelta(minutes=minutes)
    if new >= end:
        return None
    return {"dateTime": new.strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}


def is_cancelled(event: Mapping[str, Any]) -> bool:
    """isCancelled lags behind at times: the free slot and the localised prefix tell it first."""
    prefixed = str(event.get("subject") or "").strip().lower().startswith(_CANCELLED)
    return event.get("isCancelled") is True or (prefixed and event.get("showAs") == "free")


def series_of(event: Mapping[str, Any]) -> str | None:
    """The id of the series that an event heads or belongs to."""
    if event.get("type") == "seriesMaster":
        return str(event["id"])
    return event.get("seriesMasterId") or None


def recurring(recurrence: Any) -> Recurrence:
    """The nearest of the domain's words: every three weeks is nearer to monthly than to biweekly."""
    pattern = recurrence.get("pattern") if isinstance(recurrence, dict) else None
    if not isinstance(pattern, dict):
        return "none"
    unit = _DAYS.get(str(pattern.get("type")))
    if unit is None:
        return "none"
    interval = pattern.get("interval")
    weekdays = len(pattern.get("daysOfWeek") or ()) if unit == 7 else 1
    days = unit * (interval if isinstance(interval, int) and interval > 0 else 1) / max(weekdays, 1)
    return min(_PERIODS, key=lambda word: abs(math.log(days / _PERIODS[word])))


def _people(event: Mapping[str, Any]) -> tuple[Attendee, ...]:
    """With a name and an address, each once."""
    guests = [one for one in event.get("attendees") or () if isinstance(one, dict) and not _is_room(one)]
    found: dict[str, Attendee] = {}
    for who in [event.get("organizer"), *guests]:
        address = _address(who)
        if address and isinstance(who, dict):
            name = str(who["emailAddress"].get("name") or address)
            found.setdefault(address, Attendee(name, address))
    return tuple(found.values())


def _is_room(attendee: Mapping[str, Any]) -> bool:
    return str(attendee.get("type")).lower() == "resource"


def _heads(attendees: Sequence[Any], organizer: str) -> tuple[int, int]:
    """Required people with the organizer, and optional ones. Rooms are no people; nobody counts twice."""
    kinds: dict[str, str] = {}
    for number, attendee in enumerate(attendees):
        address = _address(attendee) or f"#{number}"
        if isinstance(attendee, dict) and address != organizer:
            kinds[address] = str(attendee.get("type") or "required").lower()
    told = list(kinds.values())
    return 1 + told.count("required"), told.count("optional")


def _is_external(attendees: Sequence[Any], organizer: str) -> bool:
    """Somebody's address lies outside the organizer's domain. An address without a domain is a directory name, and
    those are internal; a person without any address counts as external."""
    people = [a for a in attendees if isinstance(a, dict) and not _is_room(a)]
    home = organizer.rpartition("@")[2]
    return any(_lies_outside(_address(person), home) for person in people)


def _lies_outside(address: str, home: str) -> bool:
    if address.startswith("/o="):
        return False
    domain = address.rpartition("@")[2]
    return domain != home and not domain.endswith("." + home)


def _address(who: Any) -> str:
    found = who.get("emailAddress") if isinstance(who, dict) else None
    return str(found.get("address") or "").strip().lower() if isinstance(found, dict) else ""


def _saved(told: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(told)
    except (TypeError, ValueError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _moment(told: Mapping[str, str]) -> datetime:
    """Graph's local string (seven fraction digits) with a zone name beside it; we ask for UTC and mostly get it."""
    moment = datetime.fromisoformat(told["dateTime"])
    if moment.tzinfo is None:
        zone = told.get("timeZone") or "UTC"
        moment = moment.replace(tzinfo=UTC if zone in ("UTC", "tzone://Microsoft/Utc") else ZoneInfo(zone))
    return moment.astimezone(UTC)
