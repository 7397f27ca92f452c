"""An invite as somebody fills it in, read into the tenant's own words. Strict: what does not fit is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.playground.clock import ZONE
from bot.playground.records import RECURRENCES, SENSITIVITIES, InviteWords
from bot.playground.world import World

MOST_PEOPLE = 500
MOST_MINUTES = 7 * 24 * 60
LONGEST_SUBJECT, LONGEST_BODY = 255, 1024 * 1024


class BadForm(Exception):
    """A field does not fit; the message says which and how, in a sentence."""


def read_form(world: World, form: Mapping[str, Any], before: InviteWords | None = None) -> InviteWords:
    """A whole invite; `before` supplies what a partial form leaves out. Raises BadForm."""
    organizer = _organizer(world, form, before)
    start = _start(world, form, before)
    minutes = form.get("duration_min", 30 if before is None else (before.end - before.start).total_seconds() / 60)
    if isinstance(minutes, bool) or not isinstance(minutes, int | float) or not 1 <= minutes <= MOST_MINUTES:
        raise BadForm("A meeting lasts between a minute and a week.")
    usual = before or InviteWords("", organizer, start, start)
    required = _people(world, form, "required", usual.required, 0)
    optional = _people(world, form, "optional", usual.optional, len(required))
    external = form.get("external", usual.external)
    if not isinstance(external, bool):
        raise BadForm("“external” is true or false.")
    body_type = _one_of(form, "body_type", ("text", "html"), usual.body_type)
    return replace(
        usual,
        subject=_text(form, "subject", usual.subject, LONGEST_SUBJECT),
        body=_text(form, "body", usual.body, LONGEST_BODY),
        body_type="html" if body_type == "html" else "text",
        organizer=organizer,
        start=start,
        end=start + timedelta(minutes=minutes),
        required=tuple(one for one in required if one != organizer),
        optional=tuple(one for one in optional if one != organizer and one not in required),
        recurring=_one_of(form, "recurring", RECURRENCES, usual.recurring),
        sensitivity=_one_of(form, "sensitivity", SENSITIVITIES, usual.sensitivity),
        external=external,
    )


def usual_start(now: datetime) -> datetime:
    """10:00 of the next weekday in the tenant's zone."""
    local = now.astimezone(ZoneInfo(ZONE))
    day = local.date() + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime.combine(day, time(10), tzinfo=ZoneInfo(ZONE))


def _organizer(world: World, form: Mapping[str, Any], before: InviteWords | None) -> str:
    told = form.get("organizer", before.organizer if before else None)
    person = world.people.get(told) if isinstance(told, str) else None
    if person is None or person.guest or person.extra:
        raise BadForm("Choose an organizer who has a mailbox here.")
    if before is not None and person.id != before.organizer:
        raise BadForm("The organizer of a sent invite cannot be changed.")
    return person.id


def _start(world: World, form: Mapping[str, Any], before: InviteWords | None) -> datetime:
    told = form.get("start")
    if told is None:
        return before.start if before else usual_start(world.clock.now())
    try:
        start = datetime.fromisoformat(told)
    except (TypeError, ValueError):
        raise BadForm("The start does not read as a time.") from None
    if start.tzinfo is None:
        raise BadForm("The start needs a time zone.")
    return start


def _people(world: World, form: Mapping[str, Any], name: str, usual: tuple[str, ...], already: int) -> tuple[str, ...]:
    """Ids, or a number: then that many made-up people, after the `already` made-up ones."""
    told = form.get(name)
    if told is None:
        return usual
    if isinstance(told, int) and not isinstance(told, bool) and 0 <= told <= MOST_PEOPLE:
        return tuple(person.id for person in world.crowd(already + told)[already:])
    if not isinstance(told, list) or len(told) > MOST_PEOPLE:
        raise BadForm(f"“{name}” is a list of people, up to {MOST_PEOPLE}, or their number.")
    if any(not isinstance(one, str) or one not in world.people for one in told):
        raise BadForm(f"“{name}” names somebody who is not in the tenant.")
    return tuple(dict.fromkeys(told))


def _text(form: Mapping[str, Any], name: str, usual: str, longest: int) -> str:
    told = form.get(name, usual)
    if not isinstance(told, str) or len(told) > longest:
        raise BadForm(f"“{name}” is text of up to {longest} characters.")
    return told


def _one_of(form: Mapping[str, Any], name: str, known: tuple[str, ...], usual: str) -> str:
    told = form.get(name, usual)
    if told not in known:
        raise BadForm(f"“{name}” is one of {', '.join(known)}.")
    return str(told)
