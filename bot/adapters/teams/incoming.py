"""From what Teams sends to what it means: one total, pure function over the raw JSON.

The raw object is the truth; the SDK's models lose fields (PascalCase values, tenantId, trigger) and raise on odd
ones. Whatever is not for Potluck is told as `Ignored` with a reason, and every such reason stands in a table here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from bot.adapters.teams.fields import first_text, moment, object_at, objects_at, text_at
from bot.adapters.teams.message_text import chosen_text, is_of, mentions, message_text
from bot.adapters.teams.origin import BOT_PREFIX, is_bot, read_origin
from bot.domain.events import (
    AnswerRated,
    AppInstalled,
    AppRemoved,
    CardAnswered,
    Ignored,
    MeetingEnded,
    MeetingStarted,
    MembersChanged,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    Origin,
    TeamChanged,
    TeamsEvent,
)
from bot.domain.person import Person

CARD_ACTION = "adaptiveCard/action"
MESSAGE_ACTIONS = frozenset({"composeExtension/fetchTask", "composeExtension/submitAction"})
MESSAGE_VERB = "message.chosen"
SEARCH = "composeExtension/query"
SEARCH_COMMAND = "findTasks"  # as the app package declares it
SEARCH_VERB = "tasks.search"
RATING = "message/submitAction"
_RATINGS: Mapping[str, bool] = {"like": True, "dislike": False}
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
UNKNOWN = frozenset({"unknown_type", "unknown_invoke", "no_conversation"})  # malformed, rather than not for us

NOT_OFFERED = frozenset(
    {  # invokes of features that Potluck does not have: answered with an empty body
        "actionableMessage/executeAction",
        "application/search",
        "composeExtension/anonymousQueryLink",
        "composeExtension/fetchTask",
        "composeExtension/onCardButtonClicked",
        "composeExtension/query",
        "composeExtension/queryLink",
        "composeExtension/querySettingUrl",
        "composeExtension/selectItem",
        "composeExtension/setting",
        "composeExtension/submitAction",
        "config/fetch",
        "config/submit",
        "fileConsent/invoke",
        "handoff/action",
        "message/fetchTask",
        "message/submitAction",
        "signin/failure",
        "signin/tokenExchange",
        "signin/verifyState",
        "suggestedActions/submit",
        "tab/fetch",
        "tab/submit",
        "task/fetch",
        "task/submit",
    }
)
_IGNORED_TYPES: Mapping[str, str] = {
    "messageReaction": "reaction",
    "typing": "typing",
    "endOfConversation": "end_of_conversation",
    "contactRelationUpdate": "contact",
    "deleteUserData": "delete_user_data",
    "handoff": "handoff",
    "invokeResponse": "invoke_response",
    "ping": "ping",
    "suggestion": "suggestion",
    "trace": "trace",
    "command": "command",
    "commandResult": "command_result",
}
_IGNORED_EVENTS: Mapping[str, str] = {
    "application/vnd.microsoft.meetingParticipantJoin": "attendance",
    "application/vnd.microsoft.meetingParticipantLeave": "attendance",
    "application/vnd.microsoft.readReceipt": "read_receipt",
}
_TEAM_CHANGES: Mapping[str, Literal["renamed", "archived", "unarchived", "deleted", "restored"]] = {
    "teamRenamed": "renamed",
    "teamArchived": "archived",
    "teamUnarchived": "unarchived",
    "teamDeleted": "deleted",
    "teamHardDeleted": "deleted",
    "teamRestored": "restored",
}


def parse(raw: dict[str, Any], *, received: datetime = LONG_AGO) -> TeamsEvent:
    """What one activity means. `received` stands in where the activity tells no time. Never raises."""
    kind, name = text_at(raw, "type") or "", text_at(raw, "name") or ""
    if kind == "invoke":
        return _invoke(raw, name, received)
    if kind in _IGNORED_TYPES:
        return Ignored(_IGNORED_TYPES[kind])
    if kind == "event" and name in _IGNORED_EVENTS:
        return Ignored(_IGNORED_EVENTS[name])
    read = _READERS.get(kind)
    if read is None:
        return Ignored("unknown_type")
    origin = read_origin(raw, received)
    return read(raw, origin) if origin else Ignored("no_conversation")


def _invoke(raw: dict[str, Any], name: str, received: datetime) -> TeamsEvent:
    if name in MESSAGE_ACTIONS and (chosen := _chosen_message(raw, received)):
        return chosen
    if name == SEARCH and (searched := _searched(raw, received)):
        return searched
    if name == RATING and (rated := _rated(raw, received)):
        return rated
    if name != CARD_ACTION:
        return Ignored("not_offered" if name in NOT_OFFERED else "unknown_invoke", invoke=name)
    action = object_at(raw, "value", "action")
    origin = read_origin(raw, received)
    verb = text_at(action, "verb") or text_at(action, "data", "verb")
    if origin is None or verb is None:
        return Ignored("no_conversation" if origin is None else "no_verb", invoke=name)
    automatic = (text_at(raw, "value", "trigger") or "").lower() == "automatic"
    return CardAnswered(origin, verb, _data(action.get("data")), card_id=origin.reply_to, automatic=automatic)


def _chosen_message(raw: dict[str, Any], received: datetime) -> CardAnswered | None:
    """Somebody chose "Make this an action item" in a message's menu. With a dialog to open or without one, the
    press alone says all there is to say. None where it is about no message."""
    payload, origin = object_at(raw, "value", "messagePayload"), read_origin(raw, received)
    message, words = text_at(payload, "id"), chosen_text(payload)
    if origin is None or message is None or not words:
        return None
    data = {"message": message, "words": words, "spoken_by": text_at(payload, "from", "user", "id") or ""}
    return CardAnswered(origin, MESSAGE_VERB, data, in_dialog=True)


def _searched(raw: dict[str, Any], received: datetime) -> CardAnswered | None:
    """Somebody types into our search; before they do, Teams asks with `initialRun`. None for another's command."""
    value, origin = object_at(raw, "value"), read_origin(raw, received)
    if origin is None or text_at(value, "commandId") != SEARCH_COMMAND:
        return None
    asked = next((one for one in objects_at(value, "parameters") if one.get("name") != "initialRun"), None)
    options = object_at(value, "queryOptions")
    data = {
        "query": text_at(asked, "value") or "",
        "skip": options.get("skip"),
        "count": options.get("count"),
    }
    return CardAnswered(origin, SEARCH_VERB, data, in_search=True)


def _rated(raw: dict[str, Any], received: datetime) -> AnswerRated | None:
    """The two buttons below what is labelled as AI-generated. None for any other form in a message."""
    value, origin = object_at(raw, "value"), read_origin(raw, received)
    good = _RATINGS.get(text_at(value, "actionValue", "reaction") or "")
    if origin is None or good is None or text_at(value, "actionName") != "feedback":
        return None
    return AnswerRated(origin, good)


def _event(raw: dict[str, Any], origin: Origin) -> TeamsEvent:
    name = text_at(raw, "name") or ""
    value = object_at(raw, "value")
    if name == "application/vnd.microsoft.meetingStart" and origin.meeting_id:
        start = moment(value.get("StartTime")) or moment(value.get("startTime")) or origin.at
        return MeetingStarted(origin, origin.meeting_id, first_text(value, "Title", "title") or "", start)
    if name == "application/vnd.microsoft.meetingEnd" and origin.meeting_id:
        end = moment(value.get("EndTime")) or moment(value.get("endTime")) or origin.at
        return MeetingEnded(origin, origin.meeting_id, first_text(value, "Title", "title") or "", end)
    return Ignored("unknown_event")


def _message(raw: dict[str, Any], origin: Origin) -> TeamsEvent:
    value = object_at(raw, "value")
    verb = text_at(value, "verb")
    words = message_text(raw, origin.bot_id)
    unheard = _why_unheard(raw, origin, words)
    if verb and unheard != "from_a_bot":
        return CardAnswered(origin, verb, _data(value), card_id=origin.reply_to, wants_reply=False)
    return Ignored(unheard) if unheard else MessageReceived(origin, words, _others_mentioned(raw, origin))


def _why_unheard(raw: dict[str, Any], origin: Origin, words: str) -> str | None:
    """Why a message is not for the bot's ears, or None."""
    if is_bot(object_at(raw, "from")):
        return "from_a_bot"
    if object_at(raw, "value") and not words:
        return "no_verb"
    if any(entity.get("type") == "targetedMessageInfo" for entity in objects_at(raw, "entities")):
        return "targeted"  # an answer in the open would show others what was whispered
    if not _is_addressed(raw, origin):
        return "not_addressed"
    return None if words or mentions(raw) else "no_words"


def _message_update(raw: dict[str, Any], origin: Origin) -> TeamsEvent:
    if text_at(raw, "channelData", "eventType") == "undeleteMessage":
        return Ignored("undeleted")
    if is_bot(object_at(raw, "from")) or not _is_addressed(raw, origin):
        return Ignored("not_addressed")
    return MessageEdited(origin, message_text(raw, origin.bot_id), _others_mentioned(raw, origin))


def _message_delete(_raw: dict[str, Any], origin: Origin) -> TeamsEvent:
    return MessageDeleted(origin)


def _conversation_update(raw: dict[str, Any], origin: Origin) -> TeamsEvent:
    happened = text_at(raw, "channelData", "eventType") or ""
    if happened in _TEAM_CHANGES:
        return TeamChanged(origin, _TEAM_CHANGES[happened])
    added, removed = _account_ids(raw, "membersAdded"), _account_ids(raw, "membersRemoved")
    if _has_our_bot(added, origin):
        return AppInstalled(origin)
    if _has_our_bot(removed, origin):
        return AppRemoved(origin)
    if added or removed:
        return MembersChanged(origin, added, removed)
    return Ignored("channel_changed" if happened.startswith("channel") else "conversation_changed")


def _installation_update(raw: dict[str, Any], origin: Origin) -> TeamsEvent:
    action = text_at(raw, "action") or ""
    if action in {"add", "add-upgrade"}:
        return AppInstalled(origin)
    if action == "remove":
        return AppRemoved(origin)
    return Ignored("upgrading" if action == "remove-upgrade" else "unknown_installation")


_READERS: Mapping[str, Callable[[dict[str, Any], Origin], TeamsEvent]] = {
    "event": _event,
    "message": _message,
    "messageUpdate": _message_update,
    "messageDelete": _message_delete,
    "conversationUpdate": _conversation_update,
    "installationUpdate": _installation_update,
}


def _data(told: Any) -> dict[str, Any]:
    """A button's data with the inputs, without what only Teams and the fallback need."""
    return {key: value for key, value in object_at(told).items() if key not in {"verb", "msteams"}}


def _is_addressed(raw: dict[str, Any], origin: Origin) -> bool:
    return origin.conversation.kind == "personal" or any(is_of(mention, origin.bot_id) for mention in mentions(raw))


def _others_mentioned(raw: dict[str, Any], origin: Origin) -> tuple[Person, ...]:
    """People by the ids that the mention tells, mostly their `29:` id alone; who is a guest, only a roster tells."""
    found: dict[str, Person] = {}
    for mention in mentions(raw):
        told = object_at(mention, "mentioned")
        teams_id = text_at(told, "id")
        if teams_id and not is_bot(told):
            own = first_text(told, "aadObjectId", "objectId") or teams_id
            found[own] = Person(origin.conversation.tenant, own, text_at(told, "name") or "", teams_id)
    return tuple(found.values())


def _account_ids(raw: dict[str, Any], key: str) -> tuple[str, ...]:
    told = (first_text(account, "id", "aadObjectId", "objectId") for account in objects_at(raw, key))
    return tuple(dict.fromkeys(filter(None, told)))


def _has_our_bot(ids: tuple[str, ...], origin: Origin) -> bool:
    """In a personal chat there is no bot but ours."""
    if origin.bot_id in ids:
        return True
    return origin.conversation.kind == "personal" and any(one.startswith(BOT_PREFIX) for one in ids)
