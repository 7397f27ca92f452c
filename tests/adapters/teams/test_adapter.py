"""The SDK's turn on our transport: what a TurnContext sends, changes and deletes goes through the connector."""

from __future__ import annotations

import pytest
from botbuilder.core import CardFactory, MessageFactory, TurnContext
from botbuilder.schema import Activity, ActivityTypes

from bot.adapters.teams.adapter import PotluckAdapter, turn_activity
from bot.adapters.teams.connector import Connector
from bot.domain.cards import card, text
from bot.errors import TryLater, Unreachable
from tests.adapters.teams.stand_ins import TENANT, Act, ConnectorStandIn, payload

PATH = "/v3/conversations/a%3A1Rk9nQm3xV7cT2pL5wZ8yB0sD4fG6hJ/activities"


@pytest.fixture
def turn(connector: Connector, service: ConnectorStandIn) -> TurnContext:
    raw = {**payload("message_personal"), "serviceUrl": service.url}
    return TurnContext(PotluckAdapter(connector, TENANT), turn_activity(raw))


async def test_a_turn_sends_a_card(turn: TurnContext, service: ConnectorStandIn) -> None:
    face = card([text("hello")])
    sent = await turn.send_activity(MessageFactory.attachment(CardFactory.adaptive_card(face)))
    assert sent.id == "m-1"
    assert (service.seen[0].raw_path, service.seen[0].body["attachments"][0]["content"]) == (PATH, face)


async def test_a_turn_changes_and_deletes_what_it_sent(turn: TurnContext, service: ConnectorStandIn) -> None:
    sent = await turn.send_activity("one")
    await turn.update_activity(Activity(id=sent.id, type="message", text="two"))
    await turn.delete_activity(sent.id)
    assert [(seen.method, seen.raw_path) for seen in service.seen[1:]] == [
        ("PUT", f"{PATH}/m-1"),
        ("DELETE", f"{PATH}/m-1"),
    ]


async def test_traces_never_leave(turn: TurnContext, service: ConnectorStandIn) -> None:
    await turn.send_activity(Activity(type=ActivityTypes.trace, value={"secret": 1}))
    assert service.seen == []


@pytest.mark.parametrize(("act", "error"), [(Act(403), Unreachable), (Act(429, None, {"Retry-After": "99"}), TryLater)])
async def test_a_refusal_comes_out_of_the_turn_as_ours(
    turn: TurnContext, service: ConnectorStandIn, act: Act, error: type[Exception]
) -> None:
    service.script = [act]
    with pytest.raises(error):
        await turn.send_activity("hi")
