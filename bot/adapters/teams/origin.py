"""Where an activity came from: its conversation, its sender, its ids. Pure and total."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.adapters.teams.fields import first_text, moment, object_at, objects_at, text_at
from bot.domain.conversation import Conversation, ConversationKind
from bot.domain.events import Origin
from bot.domain.person import Person

BOT_PREFIX = "28:"
MEETING_CHAT_PREFIX = "19:meeting_"
_KINDS: Mapping[str, ConversationKind] = {"personal": "personal", "groupChat": "group", "channel": "channel"}


def read_origin(raw: Mapping[str, Any], received: datetime) -> Origin | None:
    """None where no conversation is named: nothing could be answered, nor kept under any key."""
    conversation_id = text_at(raw, "conversation", "id")
    if conversation_id is None:
        return None
    data = object_at(raw, "channelData")
    client: Mapping[str, Any] = next((e for e in objects_at(raw, "entities") if e.get("type") == "clientInfo"), {})
    conversation = read_conversation(raw, conversation_id)
    return Origin(
        event_id=f"{conversation_id}|{_own_id(raw)}",
        conversation=conversation,
        sender=read_person(object_at(raw, "from"), conversation.tenant),
        at=moment(raw.get("timestamp")) or moment(raw.get("localTimestamp")) or received,
        activity_id=text_at(raw, "id"),
        reply_to=text_at(raw, "replyToId"),
        locale=text_at(raw, "locale") or text_at(client, "locale"),
        zone=text_at(raw, "localTimezone") or text_at(client, "timezone"),
        bot_id=text_at(raw, "recipient", "id"),
        meeting_id=meeting_id(raw),
        team_id=text_at(data, "team", "id") or text_at(data, "teamsTeamId"),
        team_name=text_at(data, "team", "name"),
        channel_id=_channel_id(data, conversation),
    )


def read_conversation(raw: Mapping[str, Any], conversation_id: str) -> Conversation:
    return Conversation(
        tenant=text_at(raw, "channelData", "tenant", "id") or text_at(raw, "conversation", "tenantId") or "",
        id=conversation_id,
        service_url=text_at(raw, "serviceUrl") or "",
        kind=_kind(raw, conversation_id),
    )


def read_person(account: Mapping[str, Any], tenant: str) -> Person | None:
    """None for nobody and for bots. People without a directory entry (anonymous) go by their Teams id."""
    teams_id = text_at(account, "id")
    object_id = first_text(account, "aadObjectId", "objectId")
    if (teams_id is None and object_id is None) or is_bot(account):
        return None
    return Person(
        tenant=tenant,
        id=object_id or teams_id or "",
        name=_name(account),
        teams_id=teams_id,
        email=text_at(account, "email"),
        guest=object_id is None or _is_outsider(account),
    )


def is_bot(account: Mapping[str, Any]) -> bool:
    role = first_text(account, "role", "userRole")
    return role == "bot" or (text_at(account, "id") or "").startswith(BOT_PREFIX)


def meeting_id(raw: Mapping[str, Any]) -> str | None:
    """The key of a meeting: what channelData says, else what the chat's id tells, else what the event says.

    Teams makes the id from the id of the meeting's chat, so a bare chat id is turned into the same key. An event's
    own `Id` comes last: it is known in more than one form.
    """
    told = text_at(raw, "channelData", "meeting", "id")
    chat = text_at(raw, "conversation", "id") or ""
    if told is None and chat.startswith(MEETING_CHAT_PREFIX):
        told = chat
    if told is None and raw.get("type") == "event":
        told = first_text(object_at(raw, "value"), "MeetingId", "meetingId", "Id", "id")
    return _meeting_key(told) if told and told.startswith("19:") else told


def _meeting_key(thread_id: str) -> str:
    return base64.b64encode(f"0#{thread_id}#0".encode(errors="replace")).decode()


def _own_id(raw: Mapping[str, Any]) -> str:
    """Stable over re-deliveries. An edit bears the id of what it edits, so its kind and time are part of its own."""
    told = text_at(raw, "id")
    if told is None:
        return hashlib.sha256(json.dumps(raw, sort_keys=True, default=str).encode()).hexdigest()[:32]
    if raw.get("type") in {"messageUpdate", "messageDelete", "messageReaction"}:
        return f"{told}|{raw['type']}|{text_at(raw, 'timestamp') or ''}"
    return told


def _kind(raw: Mapping[str, Any], conversation_id: str) -> ConversationKind:
    """What cannot be told is a group, where Potluck speaks only when it is spoken to."""
    told = _KINDS.get(text_at(raw, "conversation", "conversationType") or "")
    if told:
        return told
    data = object_at(raw, "channelData")
    if text_at(data, "channel", "id") or text_at(data, "team", "id") or ";messageid=" in conversation_id:
        return "channel"
    return "personal" if conversation_id.startswith("a:") else "group"


def _channel_id(data: Mapping[str, Any], conversation: Conversation) -> str | None:
    told = text_at(data, "channel", "id") or text_at(data, "teamsChannelId")
    told = told or text_at(data, "settings", "selectedChannel", "id")
    if told is None and conversation.kind == "channel":
        return conversation.id.partition(";")[0]
    return told


def _name(account: Mapping[str, Any]) -> str:
    whole = text_at(account, "name")
    parts = (text_at(account, "givenName"), text_at(account, "surname"))
    return whole or " ".join(filter(None, parts)) or text_at(account, "email") or ""


def _is_outsider(account: Mapping[str, Any]) -> bool:
    role = (first_text(account, "userRole", "role") or "").lower()
    login = first_text(account, "userPrincipalName", "email") or ""
    return role in {"guest", "anonymous"} or "#ext#" in login.lower()
