"""calendarView/delta: the safety net under the notifications. Tells ids only; what an event says, `calendar` reads.

A round is bound to the window of dates it began with, so a new round begins each day. Such a full round would tell
every upcoming event again; therefore it tells only what was modified since the last round, and what has newly come
into the window. Graph refuses $select here, so bodies come along, private ones too: they are dropped unread.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from bot.adapters.graph.client import GraphClient, Json, path
from bot.domain.ports import Clock
from bot.errors import Gone, TryLater

WINDOW = timedelta(days=60)
NEW_ROUND_AFTER = timedelta(days=1)
MARGIN = timedelta(hours=1)  # for clocks that differ, and for events still being saved while a round ran
MOST_PAGES = 1000
PREFER = ('outlook.timezone="UTC"', 'IdType="ImmutableId"', "odata.maxpagesize=50")


class CursorStore(Protocol):
    """Durable small texts by key. `key` is unique per tenant and mailbox."""

    async def get(self, key: str) -> str | None: ...

    async def put(self, key: str, value: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Position:
    """Where a mailbox was left: the link to ask next, and the round it belongs to."""

    link: str
    began: datetime  # of the round's window
    asked: datetime  # when the last calls were made

    @property
    def window_end(self) -> datetime:
        return self.began + WINDOW

    def to_text(self) -> str:
        return json.dumps({"link": self.link, "began": self.began.isoformat(), "asked": self.asked.isoformat()})

    @classmethod
    def from_text(cls, text: str) -> Position:
        kept = json.loads(text)
        return cls(kept["link"], datetime.fromisoformat(kept["began"]), datetime.fromisoformat(kept["asked"]))


class Delta:
    """Changes per mailbox. Whoever reads them holds the new position until all of them are kept: a crash in between
    tells the same ids again, and so do two who read at once."""

    def __init__(self, client: GraphClient, cursors: CursorStore, clock: Clock) -> None:
        self._client = client
        self._cursors = cursors
        self._clock = clock

    @asynccontextmanager
    async def changes(self, tenant: str, mailbox: str) -> AsyncIterator[Sequence[str]]:
        """Ids of changed, new and vanished events; a series by its master's id. Gone where the mailbox is."""
        ids, position = await self._round(tenant, mailbox, self._clock.now())
        yield ids
        await self._cursors.put(_key(tenant, mailbox), position.to_text())

    async def _round(self, tenant: str, mailbox: str, now: datetime) -> tuple[Sequence[str], Position]:
        kept = await self._cursors.get(_key(tenant, mailbox))
        last = Position.from_text(kept) if kept else None
        if last is not None and now - last.began < NEW_ROUND_AFTER:
            try:
                return await self._go_on(mailbox, last, now)
            except Gone as gone:
                if gone.reason != "sync_state_lost":
                    raise
        return await self._new_round(mailbox, last, now)

    async def _go_on(self, mailbox: str, last: Position, now: datetime) -> tuple[Sequence[str], Position]:
        first = await self._client.follow(last.link, mailbox=mailbox, prefer=PREFER)
        items, link = await self._all_pages(mailbox, first)
        return _ids(items), Position(link, last.began, now)

    async def _new_round(self, mailbox: str, last: Position | None, now: datetime) -> tuple[Sequence[str], Position]:
        window = {"startDateTime": stamp(now), "endDateTime": stamp(now + WINDOW)}
        at = path("users", mailbox, "calendarView", "delta")
        first = await self._client.get(at, mailbox=mailbox, params=window, prefer=PREFER)
        items, link = await self._all_pages(mailbox, first)
        return _ids([item for item in items if last is None or _is_news(item, last)]), Position(link, now, now)

    async def _all_pages(self, mailbox: str, page: Json) -> tuple[list[Mapping[str, Any]], str]:
        items: list[Mapping[str, Any]] = []
        for _ in range(MOST_PAGES):
            items += [_without_words(item) for item in page.get("value") or () if isinstance(item, dict)]
            if link := page.get("@odata.deltaLink"):
                return items, str(link)
            if not (following := page.get("@odata.nextLink")):
                break
            page = await self._client.follow(str(following), mailbox=mailbox, prefer=PREFER)
        raise TryLater("delta_without_end")


def _without_words(item: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: item[key] for key in ("id", "seriesMasterId", "type", "lastModifiedDateTime", "start") if key in item}


def _ids(items: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    """In the order told, each once. An occurrence stands for its series; an exception for itself."""
    told = (
        item["seriesMasterId"] if item.get("type") == "occurrence" and item.get("seriesMasterId") else item.get("id")
        for item in items
    )
    return list(dict.fromkeys(str(event_id) for event_id in told if event_id))


def _is_news(item: Mapping[str, Any], last: Position) -> bool:
    modified = _time(item.get("lastModifiedDateTime"))
    start = _time((item.get("start") or {}).get("dateTime"))
    return modified is None or modified >= last.asked - MARGIN or (start is not None and start >= last.window_end)


def _time(told: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(told)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _key(tenant: str, mailbox: str) -> str:
    return f"{tenant}/{mailbox}"
