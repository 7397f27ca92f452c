"""Which event of a series is judged: the master once, an exception only where its agenda is another one. And whether
its organizer is still writing."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.meeting import Invite
from bot.domain.ports import Calendar


async def differs_from_its_series(invite: Invite, calendar: Calendar) -> bool:
    """Whether an exception says something else than its series. One that may not be compared is taken as the same."""
    master = await calendar.invite(invite.tenant, invite.mailbox, invite.series_id or "")
    return master is not None and _words(invite) != _words(master)


def still_written_until(invite: Invite, now: datetime, quiet: timedelta) -> datetime | None:
    """The moment at which the organizer will have been quiet for long enough, or None where that is now. The
    calendar's clock may run ahead of ours: then we wait from now on, no longer."""
    if invite.modified is None or now - invite.modified >= quiet:
        return None
    return min(invite.modified, now) + quiet


def _words(invite: Invite) -> str:
    """Without the spaces that clients add and take away."""
    return " ".join(f"{invite.subject}\n{invite.body}".split())
