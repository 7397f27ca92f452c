"""The bot of a turn: hands the event to the product, and an invoke's answer back to the SDK.

The activity was parsed before the turn began; it lies in the turn's state, so nothing here reads the SDK's model.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import ActivityTypes

from bot.adapters.teams.invoke_reply import answer, dialog, dialog_refusal, refusal, search, search_refusal
from bot.domain.cards import Reply
from bot.domain.events import AnswerRated, CardAnswered, Ignored, TeamsEvent
from bot.errors import BadInput, GiveUp, NotAllowed

log = structlog.get_logger()
EVENT_KEY = "potluck.event"
Tell = Callable[[Reply | None], dict[str, Any]]
Refuse = Callable[[BadInput | NotAllowed | GiveUp], dict[str, Any]]
Dispatch = Callable[[TeamsEvent], Awaitable[Reply | None]]


class PotluckBot(TeamsActivityHandler):  # type: ignore[misc]  # the SDK ships no types
    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch

    async def on_turn(self, turn_context: TurnContext) -> None:
        """Only invokes take the SDK's way, for its answer; for all else our event says more than the type does."""
        if turn_context.activity.type == ActivityTypes.invoke:
            await super().on_turn(turn_context)
        else:
            await self._dispatch(turn_context.turn_state[EVENT_KEY])

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        event = turn_context.turn_state[EVENT_KEY]
        told, refused = _ways_to_answer(event)
        try:
            reply = await self._dispatch(event)
        except (BadInput, NotAllowed, GiveUp) as error:
            if isinstance(error, NotAllowed):
                log.warning("click_refused", reason=error.reason)
            return InvokeResponse(status=200, body=refused(error))
        unoffered = isinstance(event, Ignored) and event.reason == "not_offered"
        return InvokeResponse(status=200, body={} if unoffered or isinstance(event, AnswerRated) else told(reply))


def _ways_to_answer(event: TeamsEvent) -> tuple[Tell, Refuse]:
    if isinstance(event, CardAnswered) and event.in_dialog:
        return dialog, dialog_refusal
    if isinstance(event, CardAnswered) and event.in_search:
        return search, search_refusal
    return answer, refusal
