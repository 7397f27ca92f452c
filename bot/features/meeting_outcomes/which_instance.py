"""Which occurrence of a meeting a start or an end belongs to. Pure.

A series shares one meeting id and one chat, and its events come twice, late, out of order, or without their
partner. Only the newest instance matters, since nobody is asked about an older one any more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.meeting import MeetingInstance

SAME_SITTING = timedelta(minutes=30)  # people who leave and come back are still in the same meeting


def after_start(latest: MeetingInstance | None, fresh: MeetingInstance) -> MeetingInstance | None:
    """The instance to store for a start, or None where the start tells nothing new. `fresh` begins at the start."""
    if latest is None:
        return fresh
    if fresh.start <= latest.start:
        return None
    if latest.ended is None:
        return None if fresh.start - latest.start < timedelta(hours=12) else fresh
    return fresh if fresh.start - latest.ended > SAME_SITTING else None


def after_end(latest: MeetingInstance | None, fresh: MeetingInstance, end: datetime) -> MeetingInstance:
    """The instance that ended: the newest one, or `fresh` (whose start nobody told) where that one is too old."""
    if latest is not None and latest.ended is None and latest.start <= end:
        return replace(latest, ended=end)
    if latest is not None and latest.ended is not None and abs(end - latest.ended) <= SAME_SITTING:
        return latest
    if latest is not None and end <= latest.start:
        return latest  # an old end, told late: that sitting is past asking about
    return replace(fresh, start=end, ended=end)
