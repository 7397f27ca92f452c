"""A BotAdapter whose transport is ours: turns run on the SDK's pipeline, messages leave through the connector.

The activity of a turn is built here from the few fields that a turn needs, each of a shape that was looked at. The
SDK's own reading of the whole payload raises on dates, nulls and lists that Teams does send.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from botbuilder.core import BotAdapter, InvokeResponse, TurnContext
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    ChannelAccount,
    ConversationAccount,
    ConversationReference,
    ResourceResponse,
)

from bot.adapters.teams.bot import EVENT_KEY
from bot.adapters.teams.connector import Connector
from bot.adapters.teams.fields import object_at, text_at
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.events import TeamsEvent

_INVOKE_RESPONSE_KEY = "potluck.invoke_response"
_LOCAL_TYPES = frozenset({ActivityTypes.trace, "delay"})  # never leave the bot
Callback = Callable[[TurnContext], Awaitable[None]]


class PotluckAdapter(BotAdapter):  # type: ignore[misc]  # the SDK ships no types
    def __init__(self, connector: Connector, tenant: str) -> None:
        super().__init__()
        self._connector = connector
        self._tenant = tenant

    async def process(self, raw: Mapping[str, Any], event: TeamsEvent, callback: Callback) -> InvokeResponse | None:
        """Run one turn. Returns the answer to an invoke; what the turn raises comes out as it is."""
        context = TurnContext(self, turn_activity(raw))
        context.turn_state[EVENT_KEY] = event
        await self.run_pipeline(context, callback)
        return context.turn_state.get(_INVOKE_RESPONSE_KEY)

    async def send_activities(self, context: TurnContext, activities: Sequence[Activity]) -> list[ResourceResponse]:
        return [await self._send(context, activity) for activity in activities]

    async def update_activity(self, _context: TurnContext, activity: Activity) -> ResourceResponse:
        message = MessageRef(self._conversation(activity), activity.id or "")
        await self._connector.update(message, activity.serialize())
        return ResourceResponse(id=message.activity_id)

    async def delete_activity(self, _context: TurnContext, reference: ConversationReference) -> None:
        await self._connector.delete(MessageRef(self._conversation(reference), reference.activity_id or ""))

    async def _send(self, context: TurnContext, activity: Activity) -> ResourceResponse:
        if activity.type == ActivityTypes.invoke_response:
            context.turn_state[_INVOKE_RESPONSE_KEY] = activity.value
            return ResourceResponse()
        if activity.type in _LOCAL_TYPES:
            return ResourceResponse()
        return ResourceResponse(id=await self._connector.send(self._conversation(activity), activity.serialize()))

    def _conversation(self, addressed: Activity | ConversationReference) -> Conversation:
        return Conversation(self._tenant, addressed.conversation.id, addressed.service_url, "group")


def turn_activity(raw: Mapping[str, Any]) -> Activity:
    """The activity of a turn; never raises."""
    return Activity(
        type=text_at(raw, "type"),
        id=text_at(raw, "id"),
        name=text_at(raw, "name"),
        channel_id=text_at(raw, "channelId"),
        service_url=text_at(raw, "serviceUrl"),
        locale=text_at(raw, "locale"),
        reply_to_id=text_at(raw, "replyToId"),
        conversation=ConversationAccount(id=text_at(raw, "conversation", "id")),
        from_property=_account(raw, "from"),
        recipient=_account(raw, "recipient"),
    )


def _account(raw: Mapping[str, Any], key: str) -> ChannelAccount:
    told = object_at(raw, key)
    return ChannelAccount(
        id=text_at(told, "id"), name=text_at(told, "name"), aad_object_id=text_at(told, "aadObjectId")
    )
