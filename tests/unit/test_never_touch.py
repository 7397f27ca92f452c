"""Meetings that are left alone whatever their agenda says, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.meeting import Invite
from bot.features.invite_nudge.never_touch import reason

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
NOTICE = timedelta(minutes=15)
ORDINARY = Invite(
    tenant="t",
    mailbox="ana",
    event_id="e",
    change_key="1",
    subject="Weekly numbers",
    body="Read-out",
    body_type="text",
    start=NOW + timedelta(days=1),
    end=NOW + timedelta(days=1, hours=1),
    required=6,
    optional=0,
    external=False,
    recurring="none",
    sensitivity="normal",
    organizer_id="ana",
    is_organizer=True,
)


def test_an_ordinary_meeting_may_be_judged() -> None:
    assert reason(ORDINARY, NOW, NOTICE) is None


@pytest.mark.parametrize(
    ("why", "change"),
    [
        ("private", {"sensitivity": "private"}),
        ("private", {"sensitivity": "personal"}),
        ("private", {"sensitivity": "confidential"}),
        ("cancelled", {"cancelled": True}),
        ("too_few_people", {"required": 2}),
        ("too_few_people", {"required": 1, "optional": 1}),
        ("external", {"external": True}),
        ("not_a_meeting", {"all_day": True}),
        ("not_a_meeting", {"show_as": "oof"}),
        ("not_organizer", {"is_organizer": False}),
        ("past", {"start": NOW - timedelta(minutes=1)}),
        ("too_soon", {"start": NOW + timedelta(minutes=14)}),
        ("sensitive", {"subject": "Annual Performance Review round"}),
        ("sensitive", {"subject": "1:1 Ana / Bo / Cy"}),
        ("sensitive", {"subject": "Major  Incident: payments"}),
        ("sensitive", {"subject": "Betriebsrat: Dienstplan"}),
        ("sensitive", {"subject": "Entretien annuel - préparation"}),
        ("sensitive", {"subject": "Comité de empresa"}),
        ("sensitive", {"subject": "Farewell for Tom"}),
        ("sensitive", {"subject": "Candidate interviews, backend"}),
        ("sensitive", {"subject": "Mediation Ana and Tom"}),
        ("sensitive", {"subject": "Lawsuit Miller: next hearing"}),
        ("sensitive", {"subject": "OOO"}),
        ("sensitive", {"subject": "Medical devices and Tom's medical leave"}),
        ("sensitive", {"subject": "Zielvereinbarung Vertrieb"}),
        ("sensitive", {"subject": "Entretien professionnel"}),
        ("sensitive", {"subject": "Entrevistas a candidatos"}),
    ],
)
def test_each_kind_of_meeting_that_is_left_alone(why: str, change: dict[str, Any]) -> None:
    assert reason(replace(ORDINARY, **change), NOW, NOTICE) == why


@pytest.mark.parametrize(
    "subject",
    [
        "Interview the client about needs",
        "Legal entity clean-up list",
        "Incident statistics Q3",
        "Medicine cabinet stock",
        "Focus group read-out",
        "Performance of the new servers",
        "Birthdays list: send yours",
        "Web performance review",
        "Medical device releases, weekly status",
        "Release 1.1-1 read-out",
        "Release blocker list",
        "Urlaubsplanung",
        "Exit criteria read-out",
        "Retirement of server 7",
    ],
)
def test_words_that_only_look_sensitive_are_false_friends(subject: str) -> None:
    assert reason(replace(ORDINARY, subject=subject), NOW, NOTICE) is None
