"""Every permission is used, explained and declared; what would need another one is not done."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.teams.incoming import parse
from bot.cli.app_package import source
from bot.domain.events import Ignored, MeetingEnded, MeetingStarted
from tests.manifest.package import REPOSITORY

TABLE: list[dict[str, Any]] = json.loads((source() / "permissions.json").read_text("utf-8"))
TEMPLATE: dict[str, Any] = json.loads((source() / "manifest.json").read_text("utf-8"))
CHAT = "19:meeting_x@thread.v2"
NEEDED_BY = {  # what stands in a call that Teams or Graph would refuse without the permission
    "sendActivityNotification": "TeamsActivity.Send",
    "targetedMeetingNotification": "OnlineMeetingNotification.Send.Chat",
    "/transcripts": "OnlineMeetingTranscript.Read.Chat",
    "/recordings": "OnlineMeetingRecording.Read.Chat",
    "/installedApps": "TeamsAppInstallation.Read.Chat",
    "/onlineMeetings": "OnlineMeeting.Read",
}


def declared() -> list[str]:
    asked = TEMPLATE["authorization"]["permissions"]["resourceSpecific"]
    return [*(permission["name"] for permission in asked), *TEMPLATE["permissions"]]


def product() -> list[Path]:
    """The product's code: the playground stands for Teams and Graph, and so names what the product must not."""
    return [path for path in (REPOSITORY / "bot").rglob("*.py") if "playground" not in path.parts]


def activity(**more: Any) -> dict[str, Any]:
    return {
        "id": "1",
        "channelId": "msteams",
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "timestamp": "2026-11-23T09:30:00Z",
        "from": {"id": "29:ana", "aadObjectId": "ana"},
        "recipient": {"id": "28:bot"},
        "conversation": {"id": CHAT, "conversationType": "groupChat", "tenantId": "t"},
        "channelData": {"tenant": {"id": "t"}, "meeting": {"id": "MCMx"}},
        **more,
    }


def test_exactly_what_the_table_explains_is_declared() -> None:
    assert declared() == [row["name"] for row in TABLE]
    assert {each["type"] for each in TEMPLATE["authorization"]["permissions"]["resourceSpecific"]} == {"Application"}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["name"])
def test_a_permission_says_why_what_breaks_and_where_it_is_used(row: dict[str, Any]) -> None:
    assert row.keys() == {"name", "why", "without", "used_in"}
    assert row["why"].endswith(".")
    assert row["without"].endswith(".")
    assert row["used_in"]
    for place in row["used_in"]:
        assert place["mark"] in (REPOSITORY / place["file"]).read_text("utf-8"), place


@pytest.mark.parametrize(("mark", "permission"), NEEDED_BY.items(), ids=NEEDED_BY.values())
def test_no_call_is_made_that_needs_an_undeclared_permission(mark: str, permission: str) -> None:
    users = [path.name for path in product() if mark in path.read_text("utf-8")]
    assert not users or any(name.startswith(permission) for name in declared()), users


def test_activity_types_are_declared_exactly_where_a_notice_is_sent() -> None:
    """None today. Whoever sends the first one declares its type, and takes the reason for there being none away."""
    code = [path.read_text("utf-8") for path in product()]
    sent = {kind for text in code for kind in re.findall(r'"activityType": "(\w+)"', text)}
    types = TEMPLATE.get("activities", {}).get("activityTypes", [])
    assert {each["type"] for each in types} == sent - {"systemDefault"}  # reserved: Teams knows it undeclared
    told = (REPOSITORY / "infra" / "docs" / "permissions.md").read_text("utf-8")
    assert ("declares no activity types" in told) == (not types)
    assert bool(types) <= any("sendActivityNotification" in text for text in code)


def test_the_declared_meeting_events_are_heard() -> None:
    begun = parse(activity(type="event", name="application/vnd.microsoft.meetingStart", value={}))
    ended = parse(activity(type="event", name="application/vnd.microsoft.meetingEnd", value={}))
    assert isinstance(begun, MeetingStarted)
    assert isinstance(ended, MeetingEnded)


@pytest.mark.parametrize(
    "told",
    [
        {"type": "event", "name": "application/vnd.microsoft.meetingParticipantJoin", "value": {}},
        {"type": "event", "name": "application/vnd.microsoft.meetingParticipantLeave", "value": {}},
        {"type": "event", "name": "application/vnd.microsoft.readReceipt", "value": {}},
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
        {"type": "message", "text": "Ana sends the draft by Friday"},
    ],
    ids=["joining", "leaving", "reading", "reacting", "chatting without a mention"],
)
def test_what_would_need_another_permission_is_not_heard(told: dict[str, Any]) -> None:
    assert isinstance(parse(activity(**told)), Ignored)
