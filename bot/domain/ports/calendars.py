"""What is asked of people's calendars."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from bot.domain.events import CallEnded
from bot.domain.meeting import Invite
from bot.domain.stretch import Stretch


class Calendar(Protocol):
    async def invite(self, tenant: str, mailbox: str, event_id: str) -> Invite | None:
        """The event as it is now, or None where it is gone; of a running series, the next time it takes place.
        NotAllowed where this calendar may not be read."""
        ...

    def changes(self, tenant: str, mailbox: str) -> AbstractAsyncContextManager[Sequence[str]]:
        """Ids of the events that changed since the last time (delta); the first time all upcoming ones. The position
        moves on where the block ends without an error, that is, when all of them are kept."""
        ...


class CalendarWrites(Protocol):
    """Changes of an event, for its organizer and never by ourselves. NotAllowed where that was not consented to or
    Graph forbids it; Gone where the event is no more. The body, and with it the way to join, is never touched."""

    async def cancel(self, mailbox: str, event_id: str, comment: str) -> None:
        """Everybody invited hears of it, with the comment."""
        ...

    async def shorten(self, mailbox: str, event_id: str, minutes: int) -> None:
        """Ends it that many minutes after its start; nothing where it is as short already."""
        ...


class Subscriptions(Protocol):
    async def any_kept(self, tenant: str) -> bool:
        """Whether we have any subscription on record."""
        ...

    async def look(self, tenant: str, *, walk: str, page: str = "") -> str:
        """Note what Graph holds, from `page` on, for the `walk` (the moment in which it began). Returns the page to go
        on with, "" where all is noted."""
        ...

    async def watch(self, tenant: str, stretch: Stretch, mailboxes: Sequence[str], *, walk: str) -> Sequence[str]:
        """Create, adopt, renew and drop subscriptions so that of the stretch exactly these mailboxes are watched;
        returns those that need a catch-up because they were not watched until now. Held against what the walk noted,
        or, without one, against what is on record."""
        ...

    async def mend(self, tenant: str, subscription_id: str, kind: str) -> str | None:
        """Act on a lifecycle notification; returns the mailbox to catch up, if any."""
        ...


class Groups(Protocol):
    async def people_in(self, group: str) -> Sequence[str]:
        """Object ids of everybody in a group, members of groups within it included. NotAllowed where it may not be
        read, Gone where there is none."""
        ...


class Watching(Protocol):
    """Whose invites are read besides the people whom the settings name. Each in its own record, so that no reading of
    the group undoes what somebody chose."""

    async def keep_group(self, tenant: str, people: Sequence[str]) -> None:
        """From now on exactly these people are in the group."""
        ...

    async def volunteer(self, tenant: str, person: str, *, yes: bool) -> None: ...

    async def of_part(self, tenant: str, part: int) -> Sequence[str]:
        """Who is in the group or volunteered, of one part of all people (`bot.domain.stretch`)."""
        ...

    async def count(self, tenant: str) -> int: ...


class Sealed(Protocol):
    async def open(self, content: str, tokens: Sequence[str]) -> CallEnded | None:
        """What a sealed notification says, or None where that is nothing to us. NotAllowed where Graph did not send
        it to us, BadInput where it was not sealed for us."""
        ...
