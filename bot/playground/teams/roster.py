"""People, teams and meetings as the connector tells them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from bot.playground.clock import stamp
from bot.playground.people import Person
from bot.playground.records import Chat, Meeting
from bot.playground.teams.refusals import Refusal
from bot.playground.world import World

FEWEST_A_PAGE, USUAL_A_PAGE, MOST_A_PAGE = 50, 200, 500


def member(person: Person, tenant: str) -> dict[str, Any]:
    given, _, surname = person.name.rpartition(" ")
    return {
        "id": person.teams_id,
        "name": person.name,
        "objectId": person.id,
        "aadObjectId": person.id,
        "givenName": given or surname,
        "surname": surname if given else "",
        "email": person.email,
        "userPrincipalName": person.login,
        "tenantId": tenant,
        "userRole": "guest" if person.guest else "user",
    }


def page(world: World, chat: Chat, query: Mapping[str, str]) -> dict[str, Any]:
    """One page of a roster; no token on the last. A wished size below 50 is taken as 50."""
    size = min(max(_number(query.get("pageSize"), USUAL_A_PAGE), FEWEST_A_PAGE), MOST_A_PAGE)
    begin = _offset(query.get("continuationToken"))
    shown = [member(world.people[one], world.tenant) for one in chat.member_ids[begin : begin + size]]
    if begin + size >= len(chat.member_ids):
        return {"members": shown}
    token = base64.b64encode(f"from:{begin + size}".encode()).decode()
    return {"members": shown, "continuationToken": token}


def meeting_info(world: World, meeting: Meeting) -> dict[str, Any]:
    organizer = world.people[meeting.organizer]
    return {
        "details": {
            "id": meeting.id,
            "msGraphResourceId": base64.b64encode(f"1*{organizer.id}*0**{meeting.chat_id}".encode()).decode(),
            "scheduledStartTime": stamp(meeting.start),
            "scheduledEndTime": stamp(meeting.end),
            "joinUrl": meeting.join_url,
            "title": meeting.title,
            "type": "Scheduled",
        },
        "conversation": {"id": meeting.chat_id, "isGroup": True, "conversationType": "groupChat"},
        "organizer": {"id": organizer.teams_id, "aadObjectId": organizer.id, "tenantId": world.tenant},
    }


def participant(world: World, meeting: Meeting, person: Person) -> dict[str, Any]:
    role = "Organizer" if person.id == meeting.organizer else "Attendee" if person.guest else "Presenter"
    return {
        "user": member(person, world.tenant),
        "meeting": {"role": role, "inMeeting": person.id in meeting.present_ids},
        "conversation": {"id": meeting.chat_id, "isGroup": True},
    }


def _number(told: str | None, usual: int) -> int:
    return int(told) if told and told.isdecimal() else usual


def _offset(token: str | None) -> int:
    if not token:
        return 0
    try:
        told = base64.b64decode(token, validate=True).decode()
    except (binascii.Error, ValueError):
        raise Refusal("BadArgument", "The continuation token is not valid.") from None
    offset = told.removeprefix("from:")
    if not offset.isdecimal():
        raise Refusal("BadArgument", "The continuation token is not valid.")
    return int(offset)
