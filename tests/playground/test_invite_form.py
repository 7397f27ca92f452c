"""How strictly an invite's form is read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.playground.invite_form import BadForm, read_form, usual_start
from bot.playground.people import ORGANIZER, PEOPLE
from bot.playground.world import World

FORM = {"subject": "Sync", "organizer": ORGANIZER.id, "required": [PEOPLE[1].id, ORGANIZER.id, PEOPLE[1].id]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"organizer": "nobody"},
        {"organizer": PEOPLE[11].id},
        {"subject": 7},
        {"subject": "x" * 256},
        {"duration_min": 0},
        {"duration_min": "long"},
        {"required": ["nobody"]},
        {"required": 501},
        {"required": True},
        {"start": "tomorrow"},
        {"start": "2026-11-26T10:00:00"},
        {"recurring": "yearly"},
        {"sensitivity": "secret"},
        {"body_type": "rtf"},
        {"external": "yes"},
    ],
)
def test_what_does_not_fit_is_told_in_a_sentence(world: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadForm, match=r"\.$"):
        read_form(world, {**FORM, **wrong})


def test_nobody_is_invited_twice_and_the_organizer_not_at_all(world: World) -> None:
    words = read_form(world, {**FORM, "optional": [PEOPLE[1].id, PEOPLE[2].id]})
    assert words.required == (PEOPLE[1].id,)
    assert words.optional == (PEOPLE[2].id,)


def test_a_partial_form_keeps_the_rest(world: World) -> None:
    before = read_form(world, {**FORM, "duration_min": 45, "recurring": "weekly"})
    after = read_form(world, {"start": "2026-12-01T10:00:00+01:00"}, before)
    assert (after.subject, after.recurring, after.required) == (before.subject, "weekly", before.required)
    assert after.end - after.start == before.end - before.start
    assert after.start == datetime(2026, 12, 1, 9, tzinfo=UTC)


def test_the_organizer_of_a_sent_invite_stays(world: World) -> None:
    before = read_form(world, FORM)
    with pytest.raises(BadForm, match="cannot be changed"):
        read_form(world, {"organizer": PEOPLE[1].id}, before)


@pytest.mark.parametrize(
    ("now", "start"),
    [
        ("2026-11-25T22:59:00Z", "2026-11-26T10:00+01:00"),
        ("2026-11-25T23:01:00Z", "2026-11-27T10:00+01:00"),
        ("2026-11-27T09:00:00Z", "2026-11-30T10:00+01:00"),
    ],
)
def test_a_meeting_usually_starts_at_ten_on_the_next_weekday(now: str, start: str) -> None:
    assert usual_start(datetime.fromisoformat(now)).isoformat(timespec="minutes") == start
