"""Times told in somebody else's zone ("5pm ET"), and times that a change of the clocks leaves out.

A due time is a wall-clock time where the meeting is; what it means there is settled here, and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nlp.own_words.date_phrases import DatePhrase

# People write "EST" all year: what they mean is the clock on the wall there.
_ZONES = {
    "America/New_York": ("ET", "EST", "EDT"),
    "America/Chicago": ("CT", "CST", "CDT"),
    "America/Denver": ("MT", "MST", "MDT"),
    "America/Los_Angeles": ("PT", "PST", "PDT"),
    "UTC": ("UTC", "GMT"),
    "Europe/London": ("BST", "UK time"),
    "Europe/Paris": ("CET", "CEST", "MEZ", "MESZ"),
    "Europe/Helsinki": ("EET", "EEST"),
    "Asia/Kolkata": ("IST",),
    "Asia/Singapore": ("SGT",),
    "Asia/Tokyo": ("JST",),
    "Australia/Sydney": ("AEST", "AEDT"),
}
_BY_WORD = {word: zone for zone, words in _ZONES.items() for word in words}
# Capitals alone: "et" and "ist" are words.
_NAMED = re.compile(r"[ \t]?\(?(" + "|".join(sorted(_BY_WORD, key=len, reverse=True)) + r")\b\)?")


def with_named_zone(text: str, phrase: DatePhrase) -> DatePhrase:
    """The phrase together with the zone written behind its time, if any."""
    named = _NAMED.match(text, phrase.end) if phrase.clock else None
    return replace(phrase, end=named.end(1), zone=_BY_WORD[named[1]]) if named else phrase


def in_zone(phrase: DatePhrase, when: date, zone: str) -> DatePhrase:
    """The phrase in the meeting's `zone`: converted where it names another, moved on where the clocks skip its time.

    A time that comes twice stays as it is written. An unknown `zone` leaves everything as written.
    """
    here = _zone(zone)
    if phrase.clock is None or here is None:
        return phrase
    told = _zone(phrase.zone) if phrase.zone else here
    try:
        wall = datetime.combine(phrase.day or when, time.fromisoformat(phrase.clock), told)
        meant = wall.astimezone(UTC).astimezone(here)
    except (OverflowError, ValueError):
        return phrase
    clock = f"{meant:%H:%M}"
    if clock == phrase.clock and meant.date() == wall.date():
        return phrase
    return replace(phrase, day=meant.date(), clock=clock)


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
