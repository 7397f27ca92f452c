"""A copy of a meeting as Graph shows it, shaped by $select and Prefer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.playground.graph.body import as_text, outlook_html
from bot.playground.graph.join_block import join_block
from bot.playground.graph.mailboxes import Copy, Mailboxes
from bot.playground.graph.people import Draft
from bot.playground.graph.refusals import Refusal

Json = dict[str, Any]
NO_TIME = "0001-01-01T00:00:00Z"
_PREFERENCE = re.compile(r'\s*([\w.-]+)\s*(?:=\s*(?:"([^"]*)"|([^,;"\s]+)))?\s*[,;]?')
_PATTERNS: Mapping[str, Json] = {
    "daily": {"type": "daily", "interval": 1},
    "weekly": {"type": "weekly", "interval": 1},
    "biweekly": {"type": "weekly", "interval": 2},
    "monthly": {"type": "absoluteMonthly", "interval": 1},
}


@dataclass(frozen=True, slots=True)
class Preferences:
    """The Prefer header, as far as the calendar honours it."""

    text: bool = False
    zone: str = "UTC"
    immutable: bool = False
    page: int = 10

    @classmethod
    def read(cls, header: str) -> Preferences:
        told = {name.lower(): quoted or bare for name, quoted, bare in _PREFERENCE.findall(header)}
        zone = told.get("outlook.timezone") or "UTC"
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError):
            raise Refusal(400, "TimeZoneNotSupportedException", f"The time zone '{zone}' is unknown.") from None
        return cls(
            text=told.get("outlook.body-content-type", "").lower() == "text",
            zone=zone,
            immutable=told.get("idtype", "").lower() == "immutableid",
            page=max(int(told.get("odata.maxpagesize") or 10), 1),
        )

    def applied(self) -> str:
        told = [f'outlook.timezone="{self.zone}"', *(['outlook.body-content-type="text"'] if self.text else [])]
        return ", ".join(told + (['IdType="ImmutableId"'] if self.immutable else []))


def event_json(copy: Copy, mailboxes: Mailboxes, prefer: Preferences, occurrence: datetime | None = None) -> Json:
    """The whole event; for an occurrence of a series its start."""
    meeting = copy.meeting
    changed = meeting.exceptions.get(f"{occurrence:%Y%m%d}") if occurrence else None
    draft = changed or meeting.draft
    start = draft.start if changed else occurrence or draft.start
    html = outlook_html(draft.body, draft.body_type, _block(copy))
    marked = meeting.cancelled and not copy.is_organizer
    return {
        "@odata.etag": f'W/"{copy.change_key}"',
        "id": event_id(copy, prefer, occurrence),
        "createdDateTime": stamp(copy.created),
        "lastModifiedDateTime": stamp(copy.modified),
        "changeKey": copy.change_key,
        "categories": [],
        "transactionId": None,
        "originalStartTimeZone": "UTC",
        "originalEndTimeZone": "UTC",
        "iCalUId": meeting.uid,
        "uid": meeting.uid,
        "reminderMinutesBeforeStart": 15,
        "isReminderOn": True,
        "hasAttachments": False,
        "subject": ("Canceled: " if marked else "") + draft.subject,
        "bodyPreview": as_text(html)[:255],
        "importance": "normal",
        "sensitivity": draft.sensitivity,
        "isAllDay": draft.all_day,
        "isCancelled": marked,
        "isOrganizer": copy.is_organizer,
        "responseRequested": True,
        "seriesMasterId": event_id(copy, prefer) if occurrence else None,
        "showAs": "free" if marked else draft.show_as,
        "type": "exception" if changed else _type(draft, occurrence),
        "webLink": "https://outlook.office365.com/owa/?itemid=playground",
        "onlineMeetingUrl": None,
        "isOnlineMeeting": draft.online,
        "onlineMeetingProvider": "teamsForBusiness" if draft.online else "unknown",
        "allowNewTimeProposals": True,
        "occurrenceId": None,
        "isDraft": False,
        "hideAttendees": False,
        "responseStatus": {"response": "organizer" if copy.is_organizer else "notResponded", "time": NO_TIME},
        "body": {"contentType": "text", "content": as_text(html)} if prefer.text else _html(html),
        "start": _when(start, prefer.zone),
        "end": _when(start + (draft.end - draft.start), prefer.zone),
        "location": {"displayName": "", "locationType": "default", "uniqueIdType": "unknown"},
        "locations": [],
        "recurrence": None if occurrence else _recurrence(draft),
        "attendees": _attendees(draft, mailboxes),
        "organizer": {"emailAddress": _address(draft.organizer, mailboxes)},
        "onlineMeeting": {"joinUrl": meeting.join_url} if draft.online else None,
    }


def select(event: Json, names: str) -> Json:
    """Only the named properties; id and etag always come."""
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    for name in wanted:
        if name not in event:
            words = f"Could not find a property named '{name}' on type 'Microsoft.OutlookServices.Event'."
            raise Refusal(400, "RequestBroker--ParseUri", words)
    return {key: value for key, value in event.items() if key in wanted or key in ("id", "@odata.etag")}


def event_id(copy: Copy, prefer: Preferences, occurrence: datetime | None = None) -> str:
    base = copy.immutable_id if prefer.immutable else copy.id
    return f"{base}_occ{occurrence:%Y%m%d}" if occurrence else base


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f0Z")


def _type(draft: Draft, occurrence: datetime | None) -> str:
    if occurrence:
        return "occurrence"
    return "seriesMaster" if draft.recurring in _PATTERNS else "singleInstance"


def _html(html: str) -> Json:
    return {"contentType": "html", "content": html}


def _block(copy: Copy) -> str:
    draft, meeting = copy.meeting.draft, copy.meeting
    if not draft.online:
        return ""
    return join_block(meeting.join_url, layout=draft.layout, language=draft.language, meeting_code=meeting.code)


def _when(moment: datetime, zone: str) -> Json:
    return {"dateTime": moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M:%S.0000000"), "timeZone": zone}


def _recurrence(draft: Draft) -> Json | None:
    pattern = _PATTERNS.get(draft.recurring)
    if pattern is None:
        return None
    day = f"{draft.start:%A}".lower()
    days = {"firstDayOfWeek": "sunday", "index": "first", "dayOfMonth": 0, "month": 0}
    if pattern["type"] == "weekly":
        days = {**days, "daysOfWeek": [day]}
    if pattern["type"] == "absoluteMonthly":
        days = {**days, "dayOfMonth": draft.start.day}
    span = {
        "type": "noEnd",
        "startDate": f"{draft.start:%Y-%m-%d}",
        "endDate": "0001-01-01",
        "recurrenceTimeZone": "UTC",
        "numberOfOccurrences": 0,
    }
    return {"pattern": {**pattern, **days}, "range": span}


def _attendees(draft: Draft, mailboxes: Mailboxes) -> Sequence[Json]:
    told = [("required", who) for who in draft.required] + [("optional", who) for who in draft.optional]
    people = [(kind, _address(who, mailboxes)) for kind, who in told]
    rooms = [("resource", {"name": room, "address": f"{room.lower().replace(' ', '.')}@rooms"}) for room in draft.rooms]
    return [
        {"type": kind, "status": {"response": "none", "time": NO_TIME}, "emailAddress": address}
        for kind, address in people + rooms
    ]


def _address(who: str, mailboxes: Mailboxes) -> Json:
    """Somebody of the tenant by id, or anybody by e-mail address."""
    if "@" in who:
        return {"name": who.partition("@")[0], "address": who}
    person = mailboxes.person(who)
    return {"name": person.name, "address": person.email}
