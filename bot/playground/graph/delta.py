"""calendarView/delta: rounds of pages, whose links hold the window and the place that was reached."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.playground.graph.event_view import Preferences, event_id, event_json
from bot.playground.graph.mailboxes import Copy, Mailboxes, occurrences
from bot.playground.graph.refusals import Refusal

Entry = tuple[Copy, datetime | None, bool]  # copy, occurrence, removed
_FORBIDDEN = ("$select", "$filter", "$expand", "$orderby", "$search")


@dataclass(frozen=True, slots=True)
class _State:
    """Behind a token: whose calendar, which window, and what is left of the round that ends at `upto`."""

    person: str
    begin: datetime
    end: datetime
    upto: int
    left: tuple[Entry, ...] = ()


class DeltaRounds:
    """Hands out tokens and turns them into pages. `forget` is what the service does after some weeks."""

    def __init__(self, mailboxes: Mailboxes) -> None:
        self._mailboxes = mailboxes
        self._states: dict[str, _State] = {}

    def forget(self) -> None:
        self._states.clear()

    def page(self, request: web.Request, person: str, prefer: Preferences) -> dict[str, Any]:
        for option in _FORBIDDEN:
            if option in request.query:
                raise Refusal(400, "ErrorInvalidUrlQuery", f"The query parameter '{option}' is not supported here.")
        state = self._state(request, person)
        now, later = state.left[: prefer.page], state.left[prefer.page :]
        items = [self._item(entry, prefer) for entry in now]
        name, token = ("$skiptoken", secrets.token_urlsafe(24)) if later else ("$deltatoken", secrets.token_urlsafe(24))
        self._states[token] = _State(state.person, state.begin, state.end, state.upto, later)
        link = f"{request.scheme}://{request.host}{request.path}?{name}={token}"
        kind = "nextLink" if later else "deltaLink"
        return {
            "@odata.context": f"{request.scheme}://{request.host}/v1.0/$metadata#Collection(event)",
            f"@odata.{kind}": link,
            "value": items,
        }

    def _state(self, request: web.Request, person: str) -> _State:
        if token := request.query.get("$skiptoken"):
            return self._known(token, person)
        if token := request.query.get("$deltatoken"):
            last = self._known(token, person)
            return self._round(person, last.begin, last.end, since=last.upto)
        begin, end = (moment(request, name) for name in ("startDateTime", "endDateTime"))
        return self._round(person, begin, end, since=None)

    def _known(self, token: str, person: str) -> _State:
        state = self._states.get(token)
        if state is None or state.person.lower() != person.lower():
            words = "The sync state generation is not found; generation=1;[highest=2]."
            raise Refusal(410, "SyncStateNotFound", words)
        return state

    def _round(self, person: str, begin: datetime, end: datetime, since: int | None) -> _State:
        entries: list[Entry] = []
        copies = self._mailboxes.copies(person)
        for copy in copies:
            if since is not None and copy.sequence <= since:
                continue
            entries += _entries(copy, begin, end, tombstones=since is not None)
        upto = max((copy.sequence for copy in copies), default=0)
        return _State(person, begin, end, upto, tuple(entries))

    def _item(self, entry: Entry, prefer: Preferences) -> dict[str, Any]:
        copy, occurrence, removed = entry
        if removed:
            gone = {"id": event_id(copy, prefer), "@removed": {"reason": "deleted"}}
            return {"@odata.type": "#microsoft.graph.event", **gone}
        return {"@odata.type": "#microsoft.graph.event", **event_json(copy, self._mailboxes, prefer, occurrence)}


def _entries(copy: Copy, begin: datetime, end: datetime, *, tombstones: bool) -> list[Entry]:
    draft = copy.meeting.draft
    starts = occurrences(draft, begin, end)
    inside = draft.start < end and draft.end > begin
    if copy.removed or not (inside or starts):
        return [(copy, None, True)] if tombstones else []
    return [(copy, None, False), *((copy, start, False) for start in starts)]


def moment(request: web.Request, name: str) -> datetime:
    told = request.query.get(name)
    if told is None:
        words = f"This request requires a time window specified by the query string parameter '{name}'."
        raise Refusal(400, "ErrorInvalidParameter", words)
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        raise Refusal(400, "ErrorInvalidParameter", f"The {name} parameter is invalid.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
