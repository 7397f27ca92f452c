"""Invites from a file of JSON lines (the shape that `potluck assess` reads), made ready to be sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.invite_form import LONGEST_SUBJECT, MOST_MINUTES

MOST_REQUIRED, MOST_OPTIONAL = 300, 100  # more heads than that change nothing but the time it takes
USUAL_HEADS = 5
_AS_GIVEN = ("body", "body_type", "recurring", "sensitivity", "external")


@dataclass(frozen=True, slots=True)
class PlayedInvite:
    """`form` lacks the organizer, who is found when it is sent. `expected` is None where nobody said."""

    id: str
    form: Mapping[str, Any]
    expected: bool | None = None

    @property
    def subject(self) -> str:
        return str(self.form["subject"])


@dataclass(frozen=True, slots=True)
class Unreadable:
    id: str
    why: str


def read_lines(lines: Iterable[str]) -> Iterator[PlayedInvite | Unreadable]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                record = None
            yield read_record(record, f"line {number}")


def read_record(record: Any, place: str) -> PlayedInvite | Unreadable:
    if not isinstance(record, dict):
        return Unreadable(place, "not a JSON object")
    told_id, subject = record.get("id"), record.get("subject")
    if told_id is None or not isinstance(subject, str):
        return Unreadable(str(told_id or place), "an invite needs an id and a subject")
    try:
        heads = _heads(_count(record, "required"), _count(record, "optional"))
        minutes = _count(record, "duration_min")
    except ValueError as wrong:
        return Unreadable(str(told_id), str(wrong))
    form = {
        **{name: record[name] for name in _AS_GIVEN if record.get(name) is not None},
        "subject": " ".join(subject.split())[:LONGEST_SUBJECT],
        "duration_min": 30 if minutes is None else min(max(minutes, 1), MOST_MINUTES),
        **heads,
    }
    return PlayedInvite(str(told_id), form)


def _heads(required: int | None, optional: int | None) -> dict[str, int]:
    """Attendees for the given head counts, in which the organizer is one head."""
    if required is None:
        return {"required": USUAL_HEADS - 1, "optional": min(optional or 0, MOST_OPTIONAL)}
    others = (required - 1, optional or 0) if required else (0, max((optional or 0) - 1, 0))
    return {"required": min(others[0], MOST_REQUIRED), "optional": min(others[1], MOST_OPTIONAL)}


def _count(record: Mapping[str, Any], name: str) -> int | None:
    told = record.get(name)
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, int | float) or not 0 <= told < 10**9:
        raise ValueError(f"{name}: a number of 0 or more expected")
    return int(told)
