"""Which occurrence of a meeting a start or an end belongs to. Pure.

A series shares one meeting id and one chat, and its events come twice, late, out of order, or without their
partner. Only the newest instance matters, since nobody is asked about an older one any more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.meeting import MeetingInstance

LONGEST_SITTING = timedelta(hours=12)  # a meeting that began earlier has ended, though nobody told
SAME_SITTING = timedelta(minutes=30)  # people who leave and come back are still in the same meeting


def after_start(latest: MeetingInstance | None, fresh: MeetingInstance) -> MeetingInstance | None:
    """The instance to store for a start, or None where the start tells nothing new. `fresh` begins at the start."""
    if latest is None:
        return fresh
    if fresh.start <= (latest.ended or latest.start):
        return None
    following = replace(fresh, previous=latest.key)
    if latest.ended is None:  # it runs, or was asked about though nobody told its end, or is long over
        runs = latest.card is None and fresh.start - latest.start < LONGEST_SITTING
        return None if runs else following
    if _same_sitting(latest, fresh.start):
        return replace(latest, ended=None)  # they came back: however long it takes now, it is one meeting
    return following


def after_end(latest: MeetingInstance | None, fresh: MeetingInstance, end: datetime) -> MeetingInstance:
    """The instance that ended: the newest one, or `fresh` (whose start nobody told) where that one is too old."""
    if latest is None:
        return replace(fresh, start=end, ended=end)
    if end <= latest.start:
        return latest  # an old end, told late: that sitting is past asking about
    if latest.ended is None and end - latest.start <= LONGEST_SITTING:
        return replace(latest, ended=end)
    if latest.ended is not None and _same_sitting(latest, end):
        return replace(latest, ended=max(end, latest.ended))
    return replace(fresh, start=end, ended=end, previous=latest.key)


def _same_sitting(latest: MeetingInstance, moment: datetime) -> bool:
    """Also before the end that is known: the last to leave may be told first."""
    return latest.ended is not None and moment - latest.ended <= SAME_SITTING
