"""Graph's event JSON in its odder forms. Pure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.graph.event_json import is_cancelled, recurring, sensitivity, to_invite
from bot.domain.meeting import Invite
from bot.errors import GiveUp

PAYLOADS = Path(__file__).parents[2] / "payloads" / "graph"


def load(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((PAYLOADS / name).read_text(encoding="utf-8"))
    return told


def invite_of(event: dict[str, Any]) -> Invite:
    return to_invite(event, tenant="t", mailbox="m", recurrence=event.get("recurrence"), body="")


def test_an_event_with_everything_odd_about_it_still_reads() -> None:
    invite = invite_of(load("event-odd.json"))
    assert (invite.required, invite.optional) == (3, 1)  # organizer repeated, room, twice the same person, no address
    assert invite.external  # the person without an address
    assert invite.start.isoformat() == "2026-12-01T08:30:00+00:00"
    assert invite.sensitivity == "private"  # a word we do not know
    assert invite.show_as == "somewhereElse"
    assert invite.join_url is None


def test_an_event_without_times_is_given_up() -> None:
    event = load("event-odd.json")
    del event["start"]
    with pytest.raises(GiveUp, match="event_unreadable"):
        invite_of(event)


def test_a_windows_zone_name_is_given_up_rather_than_guessed() -> None:
    event = load("event-odd.json")
    event["start"] = {"dateTime": "2026-12-01T08:30:00.0000000", "timeZone": "W. Europe Standard Time"}
    with pytest.raises(GiveUp, match="event_unreadable"):
        invite_of(event)


@pytest.mark.parametrize(
    ("pattern", "word"),
    [
        ({"type": "daily", "interval": 1}, "daily"),
        ({"type": "weekly", "interval": 1, "daysOfWeek": ["monday", "tuesday", "wednesday", "thursday"]}, "daily"),
        ({"type": "weekly", "interval": 1, "daysOfWeek": ["monday"]}, "weekly"),
        ({"type": "weekly", "interval": 1, "daysOfWeek": ["monday", "thursday"]}, "weekly"),
        ({"type": "weekly", "interval": 2, "daysOfWeek": ["friday"]}, "biweekly"),
        ({"type": "weekly", "interval": 4, "daysOfWeek": ["friday"]}, "monthly"),
        ({"type": "relativeMonthly", "interval": 1}, "monthly"),
        ({"type": "absoluteMonthly", "interval": 3}, "monthly"),
        ({"type": "absoluteYearly", "interval": 1}, "none"),
        ({"type": "lunar", "interval": "often"}, "none"),
        (None, "none"),
    ],
)
def test_the_rhythm_is_the_nearest_word(pattern: Any, word: str) -> None:
    assert recurring({"pattern": pattern}) == word


@pytest.mark.parametrize("told", [None, "", "secret", 7])
def test_an_unknown_sensitivity_counts_as_private(told: Any) -> None:
    assert sensitivity({"sensitivity": told}) == "private"


@pytest.mark.parametrize(
    ("subject", "show_as", "flag", "cancelled"),
    [
        ("Abgesagt: Status", "free", False, True),
        ("キャンセル済み: 定例", "free", False, True),
        ("Canceled: Status", "busy", False, False),  # somebody's own words about a cancelled thing
        ("Status", "busy", True, True),
        ("Status", "free", False, False),
        (None, "free", None, False),
    ],
)
def test_a_cancelled_event_is_known_by_flag_or_by_prefix_and_free_slot(
    subject: Any, show_as: str, flag: Any, cancelled: bool
) -> None:
    assert is_cancelled({"subject": subject, "showAs": show_as, "isCancelled": flag}) is cancelled
