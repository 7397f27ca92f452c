"""What Teams writes into an activity, field by field. Builders only: nothing is sent or remembered here."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.playground.clock import ZONE
from bot.playground.people import Person
from bot.playground.records import Chat, Meeting, Message
from bot.playground.world import BOT_NAME, World

Activity = dict[str, Any]
CONVERSATION_TYPES = {"personal": "personal", "meeting": "groupChat", "channel": "channel"}
LOCALE = "en-GB"


@dataclass(slots=True)
class Writer:
    """`service_url` may change at any moment; every activity tells the present one. `locales`: whose client speaks
    something else, by person."""

    world: World
    service_url: str
    locales: dict[str, str] = field(default_factory=dict)

    def message(self, chat: Chat, person: Person, message: Message) -> Activity:
        return {**self._envelope("message", chat, person, message.id, message.thread), **self._words(message, person)}

    def edited(self, chat: Chat, person: Person, message: Message) -> Activity:
        envelope = self._envelope("messageUpdate", chat, person, message.id, message.thread)
        envelope["channelData"]["eventType"] = "editMessage"
        return {**envelope, **self._words(message, person)}

    def deleted(self, chat: Chat, person: Person, message: Message) -> Activity:
        envelope = self._envelope("messageDelete", chat, person, message.id, message.thread)
        envelope["channelData"]["eventType"] = "softDeleteMessage"
        return envelope

    def execute(
        self, chat: Chat, person: Person, message: Message, verb: str, data: Mapping[str, Any], *, automatic: bool
    ) -> Activity:
        action = {"type": "Action.Execute", "id": "", "verb": verb, "data": dict(data)}
        value = {"action": action, "trigger": "automatic" if automatic else "manual"}
        more = {"name": "adaptiveCard/action", "value": value, "replyToId": message.id}
        return {**self._clicked("invoke", chat, person, message), **more}

    def submit(self, chat: Chat, person: Person, message: Message, data: Mapping[str, Any]) -> Activity:
        """The old kind of button: a message with a value and no words."""
        more = {"value": dict(data), "replyToId": message.id}
        return {**self._clicked("message", chat, person, message), **more}

    def message_action(self, chat: Chat, person: Person, message: Message, writer: Person) -> Activity:
        """An entry of a message's menu; the message travels along in Graph's shape."""
        shown = escape((message.text or "").replace(f"<at>{BOT_NAME}</at>", BOT_NAME), quote=False)
        payload = {
            "id": message.id,
            "createdDateTime": _ticks(message.at),
            "messageType": "message",
            "from": {"user": {"userIdentityType": "aadUser", "id": writer.id, "displayName": writer.name}},
            "body": {"contentType": "html", "content": f"<p>{shown}</p>".replace("\n", "<br>")},
            "attachments": [],
            "mentions": [],
            "reactions": [],
        }
        value = {"commandId": "makeActionItem", "commandContext": "message", "messagePayload": payload}
        more = {"name": "composeExtension/submitAction", "value": value}
        return {**self._clicked("invoke", chat, person, message), **more}

    def rating(self, chat: Chat, person: Person, message: Message, *, good: bool) -> Activity:
        """The two buttons that a client shows below what is labelled as AI-generated."""
        value = {
            "actionName": "feedback",
            "actionValue": {"reaction": "like" if good else "dislike", "feedback": '{"feedbackText":""}'},
        }
        return {**self._clicked("invoke", chat, person, message), "name": "message/submitAction", "value": value}

    def search(self, chat: Chat, person: Person, words: str) -> Activity:
        """What a client asks of the message extension while somebody types; nothing typed is the first look."""
        asked = {"name": "words", "value": words} if words else {"name": "initialRun", "value": "true"}
        value = {"commandId": "findTasks", "parameters": [asked], "queryOptions": {"skip": 0, "count": 25}}
        envelope = self._envelope("invoke", chat, person, f"f:{uuid4()}")
        envelope["channelData"]["source"] = {"name": "compose"}
        return {**envelope, "name": "composeExtension/query", "value": value}

    def meeting_event(self, chat: Chat, organizer: Person, meeting: Meeting, *, begins: bool, series: bool) -> Activity:
        name, time_name = ("meetingStart", "StartTime") if begins else ("meetingEnd", "EndTime")
        value = {
            "MeetingType": "Recurring" if series else "Scheduled",
            "Title": meeting.title,
            "Id": _graph_id(organizer.id, meeting.chat_id),
            "JoinUrl": meeting.join_url,
            time_name: _ticks(self.world.clock.now()),
        }
        envelope = self._envelope("event", chat, organizer, str(uuid4()))
        return {**envelope, "name": f"application/vnd.microsoft.{name}", "value": value}

    def installed(self, chat: Chat, person: Person) -> list[Activity]:
        """Two activities tell the same thing."""
        update = {**self._envelope("installationUpdate", chat, person, f"f:{uuid4()}"), "action": "add"}
        added = [{"id": self.world.bot.id}]
        if chat.kind == "personal":
            added.append({"id": person.teams_id, "aadObjectId": person.id})
        members = {**self._envelope("conversationUpdate", chat, person, f"f:{uuid4()}"), "membersAdded": added}
        if chat.kind == "channel":
            members["channelData"]["eventType"] = "teamMemberAdded"
            for told in (update, members):
                told["channelData"]["settings"] = {"selectedChannel": {"id": chat.id}}
        return [update, members]

    def removed(self, chat: Chat, person: Person) -> list[Activity]:
        update = {**self._envelope("installationUpdate", chat, person, f"f:{uuid4()}"), "action": "remove"}
        members = {
            **self._envelope("conversationUpdate", chat, person, f"f:{uuid4()}"),
            "membersRemoved": [{"id": self.world.bot.id}],
        }
        return [update, members]

    def _clicked(self, kind: str, chat: Chat, person: Person, message: Message) -> Activity:
        envelope = self._envelope(kind, chat, person, f"f:{uuid4()}", message.thread or message.id)
        envelope["channelData"]["source"] = {"name": "message"}
        return envelope

    def _envelope(self, kind: str, chat: Chat, person: Person, own_id: str, thread: str | None = None) -> Activity:
        now, locale = self.world.clock.now(), self._locale(person)
        return {
            "type": kind,
            "id": own_id,
            "timestamp": _ticks(now),
            "localTimestamp": now.astimezone(ZoneInfo(ZONE)).isoformat(timespec="milliseconds"),
            "localTimezone": ZONE,
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": {"id": person.teams_id, "name": person.name, "aadObjectId": person.id},
            "conversation": self._conversation(chat, thread or own_id, whole=kind in {"message", "invoke"}),
            "recipient": {"id": self.world.bot.id, "name": BOT_NAME},
            "entities": [
                {"type": "clientInfo", "locale": locale, "country": "DE", "platform": "Web", "timezone": ZONE}
            ],
            "channelData": self._channel_data(chat),
            "locale": locale,
        }

    def _locale(self, person: Person) -> str:
        return self.locales.get(person.id, LOCALE)

    def _conversation(self, chat: Chat, thread: str, *, whole: bool) -> dict[str, Any]:
        """In a channel each thread is a conversation of its own, named after its first message."""
        told: dict[str, Any] = {"conversationType": CONVERSATION_TYPES[chat.kind], "tenantId": self.world.tenant}
        if chat.kind != "personal":
            told["isGroup"] = True
        threaded = chat.kind == "channel" and whole
        return {**told, "id": f"{chat.id};messageid={thread}" if threaded else chat.id}

    def _channel_data(self, chat: Chat) -> dict[str, Any]:
        told: dict[str, Any] = {"tenant": {"id": self.world.tenant}}
        if chat.meeting_id:
            told["meeting"] = {"id": chat.meeting_id}
        if chat.kind == "channel":
            team = self.world.team
            told |= {"teamsChannelId": chat.id, "teamsTeamId": team.id, "channel": {"id": chat.id}}
            told["team"] = {"id": team.id, "name": team.name, "aadGroupId": team.group_id}
        return told

    def _words(self, message: Message, person: Person) -> dict[str, Any]:
        words = message.text or ""
        shown = escape(words, quote=False).replace("\n", "<br>")
        more: dict[str, Any] = {"text": words, "textFormat": "plain"}
        if message.to_bot and f"<at>{BOT_NAME}</at>" in words:
            span = f'<span itemtype="http://schema.skype.com/Mention" itemscope="" itemid="0">{BOT_NAME}</span>'
            shown = shown.replace(f"&lt;at&gt;{BOT_NAME}&lt;/at&gt; ", f"{span}&nbsp;", 1)
            mentioned = {"id": self.world.bot.id, "name": BOT_NAME}
            more["entities"] = [
                {"type": "mention", "mentioned": mentioned, "text": f"<at>{BOT_NAME}</at>"},
                {"type": "clientInfo", "locale": self._locale(person), "platform": "Web", "timezone": ZONE},
            ]
        more["attachments"] = [{"contentType": "text/html", "content": f"<p>{shown}</p>"}]
        return more


def _graph_id(organizer: str, thread: str) -> str:
    return base64.b64encode(f"1*{organizer}*0**{thread}".encode()).decode()


def _ticks(moment: datetime) -> str:
    """Teams tells seven digits of a second."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}0Z"
