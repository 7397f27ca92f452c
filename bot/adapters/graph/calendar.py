"""The Calendar port over Graph: one event as it is now, and what changed in a mailbox.

An event is read in two steps. First its facts without the body; the body follows only for an event of normal
sensitivity that the mailbox's owner organizes and that still stands. So the words of private, personal and
confidential events, and of other people's, are never asked for here.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import structlog

from bot.adapters.graph.client import GraphClient, Json, path
from bot.adapters.graph.delta import WINDOW, CursorStore, Delta, stamp
from bot.adapters.graph.event_json import FACTS, has_begun, is_cancelled, kind_of, sensitivity, shortened, to_invite
from bot.domain.meeting import Invite
from bot.domain.ports import Clock
from bot.errors import Gone, NotAllowed, TryLater

PREFER = ('outlook.body-content-type="text"', 'outlook.timezone="UTC"', 'IdType="ImmutableId"')
LONGEST_BODY = 200_000  # characters; no agenda is longer

log = structlog.get_logger(__name__)


class GraphCalendar:
    """Keeps the contracts of `bot.domain.ports.Calendar` and `CalendarWrites`."""

    def __init__(
        self, client: GraphClient, cursors: CursorStore, clock: Clock, *, tier: str = "full", writes: bool = False
    ) -> None:
        """`tier`: "none" asks Graph for nothing, "metadata" for no body, whatever the application was granted."""
        self._tier = tier
        self._writes = writes
        self._client = client
        self._clock = clock
        self._delta = Delta(client, cursors, clock)

    async def invite(self, tenant: str, mailbox: str, event_id: str) -> Invite | None:
        """Raises TryLater where the event changed between the two readings: read it again."""
        if self._tier == "none":
            raise NotAllowed("graph_tier_none")
        try:
            return await self._read(tenant, mailbox, event_id)
        except Gone:
            return None

    @asynccontextmanager
    async def changes(self, tenant: str, mailbox: str) -> AsyncIterator[Sequence[str]]:
        """Nothing for a mailbox that does not exist or may not be read."""
        async with AsyncExitStack() as stack:
            told: Sequence[str] = ()
            if self._tier != "none":
                try:
                    told = await stack.enter_async_context(self._delta.changes(tenant, mailbox))
                except (Gone, NotAllowed) as why:
                    log.warning("mailbox_not_readable", mailbox=mailbox, reason=why.reason)
            yield told

    async def cancel(self, mailbox: str, event_id: str, comment: str) -> None:
        """Keeps `bot.domain.ports.CalendarWrites`, with `shorten`."""
        self._may_write()
        at = path("users", mailbox, "events", event_id, "cancel")
        await self._client.post(at, {"comment": comment}, mailbox=mailbox)

    async def shorten(self, mailbox: str, event_id: str, minutes: int) -> None:
        self._may_write()
        event = await self._get(mailbox, event_id, "id,start,end")
        end = shortened(event, minutes)
        if end is not None:
            await self._client.patch(path("users", mailbox, "events", event_id), {"end": end}, mailbox=mailbox)

    def _may_write(self) -> None:
        if not self._writes or self._tier != "full":
            raise NotAllowed("graph_writes_off")

    async def readable(self, mailbox: str) -> bool:
        """Whether Graph lets us read this calendar. Asks for a minute long ago, so that nothing is in the answer.
        Raises Gone where there is no such mailbox."""
        at = path("users", mailbox, "calendarView", "delta")
        window = {"startDateTime": "1990-01-01T00:00:00Z", "endDateTime": "1990-01-01T00:01:00Z"}
        try:
            await self._client.get(at, mailbox=mailbox, params=window)
        except NotAllowed:
            return False
        return True

    async def _read(self, tenant: str, mailbox: str, event_id: str) -> Invite:
        event = await self._get(mailbox, event_id, FACTS)
        recurrence = event.get("recurrence")
        if master := event.get("seriesMasterId"):
            recurrence = (await self._get(mailbox, str(master), "id,recurrence")).get("recurrence")
        if kind_of(event) == "seriesMaster" and has_begun(event, self._clock.now()):
            event = {**event, **await self._next_instance(mailbox, event)}
        body = await self._body(mailbox, event) if self._tier == "full" and _may_read(event) else ""
        return to_invite(event, tenant=tenant, mailbox=mailbox, recurrence=recurrence, body=body)

    async def _next_instance(self, mailbox: str, master: Mapping[str, Any]) -> Mapping[str, Any]:
        """Start and end of the next time a running series takes place: its master only tells of the first."""
        at = path("users", mailbox, "events", str(master["id"]), "instances")
        now = self._clock.now()
        window = {"startDateTime": stamp(now), "endDateTime": stamp(now + WINDOW), "$select": "id,start,end"}
        page = await self._client.get(at, mailbox=mailbox, params={**window, "$top": "10"}, prefer=PREFER)
        coming = [one for one in page.get("value") or () if isinstance(one, dict) and not has_begun(one, now)]
        first = min(coming, key=lambda one: str(one["start"]["dateTime"]), default={})
        return {name: first[name] for name in ("start", "end") if name in first}

    async def _body(self, mailbox: str, event: Mapping[str, Any]) -> str:
        read = await self._get(mailbox, str(event["id"]), "id,changeKey,body")
        if read.get("changeKey") != event.get("changeKey"):
            raise TryLater("event_changed_while_reading", after_s=1)
        return str((read.get("body") or {}).get("content") or "")[:LONGEST_BODY]

    async def _get(self, mailbox: str, event_id: str, select: str) -> Json:
        at = path("users", mailbox, "events", event_id)
        return await self._client.get(at, mailbox=mailbox, params={"$select": select}, prefer=PREFER)


def _may_read(event: Mapping[str, Any]) -> bool:
    return sensitivity(event) == "normal" and event.get("isOrganizer") is True and not is_cancelled(event)
