"""The calendars: meetings, the copy of each in every mailbox it touches, and the order in which copies changed."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from bot.playground.graph.people import Draft, PersonInfo
from bot.playground.graph.refusals import NOT_IN_STORE, Refusal

MOST_OCCURRENCES = 60
Change = tuple["Copy", str]  # which copy, and "created", "updated" or "deleted"


@dataclass(slots=True)
class Meeting:
    """What all copies share. `thread` is the id of the meeting's chat."""

    draft: Draft
    thread: str
    join_url: str
    code: str
    cancelled: bool = False
    exceptions: dict[str, Draft] = field(default_factory=dict)  # by the day (YYYYMMDD) that the series tells
    uid: str = field(default_factory=lambda: secrets.token_hex(56).upper())


@dataclass(slots=True)
class Copy:
    """A meeting in one mailbox. Both ids name it; `revision` grows with every save, `sequence` over the mailbox."""

    owner: str
    meeting: Meeting
    created: datetime
    modified: datetime
    sequence: int = 0
    revision: int = 0
    removed: bool = False
    id: str = field(default_factory=lambda: "AAMkA" + base64.b64encode(secrets.token_bytes(90)).decode())
    immutable_id: str = field(default_factory=lambda: "AAkALg" + secrets.token_urlsafe(75) + "=")
    _stamp: bytes = field(default_factory=lambda: secrets.token_bytes(12))

    @property
    def change_key(self) -> str:
        return base64.b64encode(self._stamp + self.revision.to_bytes(4, "big")).decode()

    @property
    def is_organizer(self) -> bool:
        return self.owner == self.meeting.draft.organizer


class Mailboxes:
    """All mailboxes of the tenant. Methods that save return what changed, for the notifications."""

    def __init__(self, people: Sequence[PersonInfo], domain: str, tenant: str, clock: Callable[[], datetime]) -> None:
        self._people: dict[str, PersonInfo] = {}
        self._copies: dict[str, list[Copy]] = {}
        self._domain = domain
        self._tenant = tenant
        self._clock = clock
        for person in people:
            self.add(person)

    def add(self, person: PersonInfo) -> None:
        """Somebody joins the tenant; whoever is known already stays as they are."""
        email = person.email or f"{'.'.join(person.name.lower().split())}@{self._domain}"
        self._people.setdefault(person.id.lower(), replace(person, email=email))
        self._copies.setdefault(person.id.lower(), [])

    def person(self, person_id: str) -> PersonInfo:
        try:
            return self._people[person_id.lower()]
        except KeyError:
            raise Refusal(404, "ErrorInvalidUser", f"The requested user '{person_id}' is invalid.") from None

    def copies(self, person_id: str) -> Sequence[Copy]:
        """All copies of a mailbox, the removed ones too."""
        return self._copies[self.person(person_id).id.lower()]

    def find(self, person_id: str, event_id: str) -> tuple[Copy, datetime | None]:
        """The copy, and the start of the occurrence where the id names one."""
        base, _, day = event_id.rpartition("_occ")
        for copy in self.copies(person_id):
            if not copy.removed and event_id in (copy.id, copy.immutable_id):
                return copy, None
            if not copy.removed and base in (copy.id, copy.immutable_id):
                starts = [start for start in _starts(copy.meeting.draft) if f"{start:%Y%m%d}" == day]
                if starts:
                    return copy, starts[0]
        raise Refusal(404, "ErrorItemNotFound", NOT_IN_STORE)

    def find_written(self, event_id: str) -> Copy:
        """The organizer's copy by either id; KeyError where there is none (any more)."""
        for copies in self._copies.values():
            for copy in copies:
                if copy.is_organizer and not copy.removed and event_id in (copy.id, copy.immutable_id):
                    return copy
        raise KeyError(event_id)

    def write(self, draft: Draft, thread: str | None) -> tuple[Copy, list[Change]]:
        thread = thread or f"19:meeting_{secrets.token_urlsafe(36)}@thread.v2"
        context = quote(f'{{"Tid":"{self._tenant}","Oid":"{draft.organizer}"}}', safe="")
        join_url = f"https://teams.microsoft.com/l/meetup-join/{quote(thread, safe='')}/0?context={context}"
        code = f"{secrets.randbelow(10**12):012d}"
        meeting = Meeting(draft, thread, join_url, " ".join(code[at : at + 3] for at in range(0, 12, 3)))
        return self._save(meeting)

    def update(self, event_id: str, changes: Mapping[str, Any]) -> list[Change]:
        meeting = self.find_written(event_id).meeting
        meeting.draft = replace(meeting.draft, **changes)
        return self._save(meeting)[1]

    def change_occurrence(self, event_id: str, day: str, changes: Mapping[str, Any]) -> list[Change]:
        """One day of a series becomes another one."""
        meeting = self.find_written(event_id).meeting
        start = next(start for start in _starts(meeting.draft) if f"{start:%Y%m%d}" == day)
        length = meeting.draft.end - meeting.draft.start
        before = meeting.exceptions.get(day) or replace(meeting.draft, start=start, end=start + length)
        meeting.exceptions[day] = replace(before, **changes)
        return [self._touch(copy) for copy in self._live(meeting)]

    def cancel(self, event_id: str) -> list[Change]:
        """The organizer's copy is gone; the others keep theirs, marked."""
        meeting = self.find_written(event_id).meeting
        meeting.cancelled = True
        return [self._remove(copy) if copy.is_organizer else self._touch(copy) for copy in self._live(meeting)]

    def delete(self, event_id: str) -> list[Change]:
        return [self._remove(copy) for copy in self._live(self.find_written(event_id).meeting)]

    def _save(self, meeting: Meeting) -> tuple[Copy, list[Change]]:
        draft = meeting.draft
        wanted = [self.person(draft.organizer).id.lower(), *(a.lower() for a in (*draft.required, *draft.optional))]
        changes: list[Change] = []
        for owner in dict.fromkeys(owner for owner in wanted if owner in self._people):
            copy = next((kept for kept in self._live(meeting) if kept.owner.lower() == owner), None)
            if copy is None:
                copy = self._new(owner, meeting)
                changes.append((copy, "created"))
            changes.append(self._touch(copy))
        left = [copy for copy in self._live(meeting) if copy.owner.lower() not in wanted]
        changes += [self._remove(copy) for copy in left]
        return changes[0][0], changes

    def _new(self, owner: str, meeting: Meeting) -> Copy:
        now = self._clock()
        copy = Copy(self._people[owner].id, meeting, created=now, modified=now)
        self._copies[owner].append(copy)
        return copy

    def _live(self, meeting: Meeting) -> list[Copy]:
        return [c for copies in self._copies.values() for c in copies if c.meeting is meeting and not c.removed]

    def _touch(self, copy: Copy) -> Change:
        copy.revision += 1
        copy.modified = self._clock()
        copy.sequence = 1 + max(other.sequence for other in self._copies[copy.owner.lower()])
        return copy, "updated"

    def _remove(self, copy: Copy) -> Change:
        self._touch(copy)
        copy.removed = True
        return copy, "deleted"


def occurrences(draft: Draft, begin: datetime, end: datetime) -> list[datetime]:
    """Starts of a series within a window; none for a single event."""
    length = draft.end - draft.start
    return [start for start in _starts(draft) if start < end and start + length > begin]


def _starts(draft: Draft) -> Iterator[datetime]:
    step = {"daily": 1, "weekly": 7, "biweekly": 14, "monthly": 28}.get(draft.recurring)
    if step is None:
        return iter(())
    return (draft.start + timedelta(days=step * turn) for turn in range(MOST_OCCURRENCES))
