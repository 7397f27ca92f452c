"""Which of the meetings that somebody was lately asked about their own words mean. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz

from bot.domain.about_meeting import clue_of, plain_words
from bot.domain.meeting import MeetingInstance

SAME_WORD = 80  # of 100: a slip, or "standup" for "stand-up"
SHORTEST_START = 4  # letters: "plan" for "planning"


def fitting(said: str, meetings: Sequence[MeetingInstance], today: date, zone: ZoneInfo) -> list[MeetingInstance]:
    """All that fit what was said; where the whole title was said, only those. In the order given."""
    clue = clue_of(said)
    on_day = [one for one in meetings if clue.fits_day(day_of(one, zone), today)]
    if not clue.title:
        return on_day
    named = [one for one in on_day if tuple(plain_words(one.title)) == clue.title]
    return named or [one for one in on_day if _like(clue.title, one.title)]


def day_of(instance: MeetingInstance, zone: ZoneInfo) -> date:
    return instance.start.astimezone(zone).date()


def _like(said: Sequence[str], title: str) -> bool:
    words = plain_words(title)
    told, whole = "".join(said), "".join(words)
    if told in whole and not told.isascii():  # writing in which no spaces stand between words
        return True
    return _same(told, whole) or all(any(_same(one, word) for word in words) for one in said)


def _same(said: str, word: str) -> bool:
    return (len(said) >= SHORTEST_START and word.startswith(said)) or fuzz.ratio(said, word) >= SAME_WORD
