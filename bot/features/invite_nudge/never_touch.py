"""Meetings that are left alone whatever their agenda says; decided before any agenda is judged. Pure.

The word lists in words/ are reviewed data, one file per language: a line is a word or phrase that makes a meeting
personal, sensitive, social or urgent when it stands in the subject. They hold whole phrases ("interview with a
candidate") rather than words, so that "interview the client" is left to the judge. A line that begins with "- " is a
false friend: a phrase that only looks like one of them ("medical device").
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from bot.domain.meeting import Invite, Sensitivity

FEWEST_PEOPLE = 3  # two people talking need no advice


def reason_by_kind(*, subject: str, sensitivity: Sensitivity, external: bool, people: int | None) -> str | None:
    """Why this kind of meeting is never nudged, or None. `people` None means that nobody counted."""
    if sensitivity != "normal":
        return "private"
    if external:
        return "external"
    if people is not None and people < FEWEST_PEOPLE:
        return "too_few_people"
    sensitive, harmless = _phrases()
    if sensitive.search(harmless.sub(" ", " ".join(subject.lower().split()))):
        return "sensitive"
    return None


def reason_by_calendar(invite: Invite, now: datetime, notice: timedelta) -> str | None:
    """Why this event of a calendar is never nudged, or None."""
    if not invite.is_organizer:
        return "not_organizer"
    if invite.cancelled:
        return "cancelled"
    if invite.all_day or invite.show_as in {"oof", "workingElsewhere", "free"}:
        return "not_a_meeting"
    if invite.start <= now:
        return "past"
    if invite.start - now < notice:
        return "too_soon"
    return None


def reason(invite: Invite, now: datetime, notice: timedelta) -> str | None:
    return reason_by_calendar(invite, now, notice) or reason_by_kind(
        subject=invite.subject,
        sensitivity=invite.sensitivity,
        external=invite.external,
        people=invite.required + invite.optional,
    )


@cache
def _phrases() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What makes a subject sensitive, and the false friends to take out of it first."""
    lines = [
        line.strip()
        for page in sorted(files(__package__).joinpath("words").iterdir(), key=lambda page: page.name)
        if page.name.endswith(".txt")
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    harmless = [line.removeprefix("- ") for line in lines if line.startswith("- ")]
    return _any_of([line for line in lines if not line.startswith("- ")]), _any_of(harmless)


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<![\w.])(?:" + "|".join(re.escape(phrase) for phrase in phrases) + r")(?!\w)")
