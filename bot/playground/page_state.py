"""The tenant as the page sees it: one JSON object. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from bot.playground.app_manifest import message_actions
from bot.playground.clock import ZONE, stamp
from bot.playground.people import Person
from bot.playground.records import Chat, Invite, Meeting, Message
from bot.playground.switches import Switch
from bot.playground.templates import TEMPLATES
from bot.playground.world import World

Json = dict[str, Any]


def page_state(world: World, switches: Iterable[Switch], *, installed: Container[str], watched: Sequence[str]) -> Json:
    """`installed` are the chats where the app is, `watched` the people whose calendars somebody subscribed to."""
    team = world.team
    return {
        "rev": world.rev,
        "clock": {"now": stamp(world.clock.now()), "zone": ZONE},
        "people": [_person(person) for person in world.people.values()],
        "teams": [{"id": team.id, "name": team.name, "channel_chat": team.id, "member_ids": list(team.member_ids)}],
        "templates": [asdict(template) for template in TEMPLATES],
        "invites": [_invite(invite) for invite in world.invites.values()],
        "chats": [_chat(chat, app_installed=chat.id in installed) for chat in world.chats.values()],
        "meetings": [_meeting(meeting) for meeting in world.meetings.values()],
        "physics": [{"id": switch.id, "label": switch.label, "on": switch.on} for switch in switches],
        "log": [
            {"at": stamp(line.at), "from": line.sender, "to": line.receiver, "what": line.what, "status": line.status}
            for line in world.traffic
        ],
        "watched_ids": list(watched),
        "message_actions": [{"id": action, "title": title} for action, title in message_actions()],
    }


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "initials": person.initials,
        "color": person.color,
        "role": person.role,
        "guest": person.guest,
    }


def _invite(invite: Invite) -> Json:
    words = invite.words
    return {
        **asdict(words),
        "id": invite.id,
        "start": stamp(words.start),
        "end": stamp(words.end),
        "status": invite.status,
        "meeting_id": invite.meeting_id,
    }


def _chat(chat: Chat, *, app_installed: bool) -> Json:
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": chat.title,
        "person_id": chat.person_id,
        "meeting_id": chat.meeting_id,
        "member_ids": chat.member_ids,
        "unread": chat.unread,
        "app_installed": app_installed,
        "messages": [_message(message) for message in chat.messages],
    }


def _message(message: Message) -> Json:
    return {
        "id": message.id,
        "from": {"kind": message.sender.kind, "id": message.sender.id, "name": message.sender.name},
        "text": message.text,
        "card": message.card,
        "views": message.views,
        "at": stamp(message.at),
        "edited": message.edited,
        "deleted": message.deleted,
    }


def _meeting(meeting: Meeting) -> Json:
    return {
        "id": meeting.id,
        "title": meeting.title,
        "invite_id": meeting.invite_id,
        "chat_id": meeting.chat_id,
        "state": meeting.state,
        "present_ids": meeting.present_ids,
    }
