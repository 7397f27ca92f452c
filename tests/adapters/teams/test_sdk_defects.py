"""The defects of botbuilder-core 4.17.1 that this edge was built around: one test each that Potluck has it not.

Each test names the defect in its docstring. A later version of the SDK, or another SDK, must keep all of them green.
"""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import aiohttp
import pytest
from botbuilder.core import TurnContext
from botbuilder.schema import Activity, ConversationAccount, ConversationReference, Entity, Mention

import bot.adapters.teams
from bot.adapters.teams.adapter import PotluckAdapter, turn_activity
from bot.adapters.teams.connector import Connector
from bot.adapters.teams.edge import TeamsEdge
from bot.adapters.teams.messenger import TeamsMessenger
from bot.domain.cards import ShowCard, ShowText, card, text
from bot.domain.conversation import Conversation
from bot.domain.events import CardAnswered, MeetingStarted, MessageReceived
from bot.domain.person import Person
from bot.errors import BadInput, ConfigError, NotAllowed
from bot.settings import Settings
from tests.adapters.teams.conftest import Door, Product, make_connector
from tests.adapters.teams.stand_ins import (
    APP,
    TENANT,
    Act,
    ConnectorStandIn,
    FakeTime,
    KeyServer,
    Marks,
    Tokens,
    payload,
)

ZOE = Person(TENANT, "a1f5e0d2-0001-4000-8000-000000000001", "Zoë Müller", teams_id="29:1Zoe")


async def test_an_invoke_with_a_body_is_no_500(door: Door, product: Product) -> None:
    """CloudAdapter writes the answer's body out twice: AttributeError, 500, for every card button."""
    product.reply = ShowCard(card([text("next")]))
    status, body = await door.knock(payload("card_action"))
    assert (status, json.loads(json.dumps(body))["value"]["type"]) == (200, "AdaptiveCard")


async def test_a_toast_is_no_500(door: Door, product: Product) -> None:
    """AdaptiveCardInvokeResponse takes no text as its value."""
    product.reply = ShowText("remembered")
    status, body = await door.knock(payload("card_action"))
    assert (status, body and body["value"]) == (200, "remembered")


@pytest.mark.parametrize("name", ["card_action_submit_type", "card_action_without_value", "card_action_without_verb"])
async def test_a_malformed_button_is_no_500(door: Door, name: str) -> None:
    """The SDK's own error for an Action.Submit type or a missing value cannot be written out."""
    status, body = await door.knock(payload(name))
    assert (status, body and body["type"]) == (200, "application/vnd.microsoft.error")


def test_the_broken_helpers_of_the_sdk_are_not_used() -> None:
    """get_meeting_participant asks a wrong address, send_meeting_notification awaits what is no awaitable, and all of
    TeamsInfo, CloudAdapter and the connector client block the loop. (The tests below show what is used instead.)"""
    source = "\n".join(path.read_text() for path in Path(bot.adapters.teams.__path__[0]).glob("*.py"))
    imported = set(re.findall(r"^(?:from|import) (bot(?:builder|framework)[\w.]*)", source, re.MULTILINE))
    assert imported == {"botbuilder.core", "botbuilder.core.teams", "botbuilder.schema"}
    assert not re.search(r"TeamsInfo|CloudAdapter|ConnectorClient|BotFrameworkAdapter|remove_\w+_mention", source)


async def test_a_look_up_does_not_stop_the_loop(
    connector: Connector, service: ConnectorStandIn, chat: Conversation
) -> None:
    """TeamsInfo asks with `requests` on the loop: with a service in the same loop, as here, that is a deadlock."""
    asked_for = asyncio.Event()

    async def note() -> None:
        asked_for.set()

    service.gate = note
    service.script = [Act(200, {"members": [{"id": "29:1", "name": "Zoë"}]}, hang=True)]
    look_up = asyncio.create_task(TeamsMessenger(connector, Marks()).members(chat))
    async with asyncio.timeout(5):
        await asked_for.wait()
        service.release.set()
        assert [person.name for person in await look_up] == ["Zoë"]


async def test_thirty_sends_to_a_slow_service_are_not_one_after_another(
    connector: Connector, service: ConnectorStandIn
) -> None:
    """The SDK sends through a thread pool of a few workers: 30 sends of one second took 5.2 seconds."""
    everybody_in = asyncio.Event()

    async def wait_for_all() -> None:
        if service.in_flight == 30:
            everybody_in.set()
        async with asyncio.timeout(5):
            await everybody_in.wait()

    service.gate = wait_for_all
    patient = make_connector(
        connector._settings, connector._http, Tokens(), FakeTime(), timeout=aiohttp.ClientTimeout(total=6)
    )
    chats = [Conversation(TENANT, f"a:{n}", service.url, "personal") for n in range(30)]
    await asyncio.gather(*(patient.send(chat, {"type": "message"}) for chat in chats))
    assert service.most_in_flight == 30


async def test_a_throttled_post_is_repeated(
    connector: Connector, service: ConnectorStandIn, chat: Conversation
) -> None:
    """msrest's retries never cover a POST, and repeat what Teams says must not be."""
    service.script = [Act(429, headers={"Retry-After": "1"}), Act(412), Act(201, {"id": "m"})]
    assert await connector.send(chat, {"type": "message"}) == "m"


async def test_a_turn_asks_for_no_token(door: Door, tokens: Tokens) -> None:
    """The SDK makes a new MSAL application at every turn: three turns, three token requests, on the loop."""
    for name in ("message_personal", "card_action", "meeting_end"):
        await door.knock(payload(name))
    assert tokens.scopes == []


async def test_a_bad_token_is_no_500(door: Door) -> None:
    """Garbage, expired, badly signed, unknown or missing key, unendorsed channel, future nbf, HS256: 500 each.
    (test_auth.py has the whole matrix.)"""
    for bad in ({"exp": 1}, {"nbf": 2**31}, {"aud": "x"}):
        with pytest.raises(NotAllowed):
            await door.knock(payload("message_personal"), **bad)
    with pytest.raises(NotAllowed):
        await door.edge.handle(b"{}", "Bearer garbage")


async def test_an_empty_app_id_does_not_switch_authentication_off(
    http: aiohttp.ClientSession, tokens: Tokens, product: Product
) -> None:
    """Without APP_ID the SDK lets everybody in."""
    with pytest.raises(ConfigError):
        TeamsEdge(Settings(app_id="", tenant_id=TENANT), http, tokens, product)


async def test_a_slow_key_server_does_not_stop_the_loop(door: Door, keys: KeyServer) -> None:
    """The SDK fetches keys synchronously and without a time-out: here the key server runs in the same loop."""
    assert await door.knock(payload("message_personal")) == (202, None)
    assert keys.readings == 1


async def test_the_tenant_is_kept_and_sent(
    connector: Connector, service: ConnectorStandIn, door: Door, product: Product
) -> None:
    """conversation.tenantId is mapped as `tenantID`: lost on the way in, wrong on the way out."""
    await door.knock(payload("message_personal"))
    event = product.heard[0]
    assert isinstance(event, MessageReceived)
    assert event.origin.conversation.tenant == TENANT
    await connector.create_personal(service.url, TENANT, "29:1Zoe")
    assert service.seen[0].body == {
        "bot": {"id": f"28:{APP}"},
        "members": [{"id": "29:1Zoe"}],
        "isGroup": False,
        "tenantId": TENANT,
        "channelData": {"tenant": {"id": TENANT}},
    }


async def test_the_fields_of_a_meeting_event_are_kept(door: Door, product: Product) -> None:
    """The SDK's models of meeting events lose PascalCase fields."""
    await door.knock(payload("meeting_start"))
    event = product.heard[0]
    assert isinstance(event, MeetingStarted)
    assert (event.title, event.start.isoformat()) == ("Wöchentliche Übergabe", "2026-11-24T13:00:04.125225+00:00")


async def test_the_trigger_of_a_refresh_is_kept(door: Door, product: Product) -> None:
    """AdaptiveCardInvokeValue drops `trigger`, so that a refresh looks like a click."""
    await door.knock(payload("card_refresh"))
    event = product.heard[0]
    assert isinstance(event, CardAnswered)
    assert event.automatic


@pytest.mark.parametrize(
    "name",
    [
        "message_channel_data_null",
        "message_channel_data_text",
        "message_odd_fields",
        "meeting_end_placeholder_time",
    ],
)
async def test_odd_channel_data_and_times_are_no_500(door: Door, name: str) -> None:
    """channelData null or text, and a bad timestamp, raise in the SDK's models."""
    assert await door.knock(payload(name)) == (202, None)


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
async def test_a_body_that_is_no_activity_is_no_500(door: Door, body: bytes) -> None:
    """Bad JSON and an array raise in the SDK's route."""
    with pytest.raises(BadInput):
        await door.knock_bytes(body)


async def test_members_that_join_cost_no_look_up(door: Door, tokens: Tokens) -> None:
    """on_teams_members_added asks the service once per added person."""
    assert await door.knock(payload("members_added")) == (202, None)
    assert tokens.scopes == []


async def test_the_bots_name_in_somebodys_words_stays(door: Door, product: Product) -> None:
    """remove_recipient_mention deletes the bot's name anywhere ("Bot" in "Botany") and leaves `&nbsp;`."""
    raw = payload("message_mention_meeting")
    for account in (raw["recipient"], raw["entities"][0]["mentioned"]):
        account["name"] = "Bot"
    raw["text"], raw["entities"][0]["text"] = "<at>Bot</at>&nbsp;Botany at 9", "<at>Bot</at>"
    await door.knock(raw)
    event = product.heard[0]
    assert isinstance(event, MessageReceived)
    assert event.text == "Botany at 9"


@pytest.fixture
def adapter(connector: Connector) -> PotluckAdapter:
    return PotluckAdapter(connector, TENANT)


async def test_a_proactive_message_is_no_reply_to_an_invented_activity(
    adapter: PotluckAdapter, service: ConnectorStandIn
) -> None:
    """continue_conversation posts to /activities/{random id}."""
    reference = ConversationReference(
        conversation=ConversationAccount(id="19:chat@thread.v2"), service_url=service.url, channel_id="msteams"
    )

    async def say(turn: TurnContext) -> None:
        await turn.send_activity("hello")

    await adapter.continue_conversation(reference, say, APP)
    assert [seen.raw_path for seen in service.seen] == ["/v3/conversations/19%3Achat%40thread.v2/activities"]


async def test_a_mention_written_by_a_turn_is_complete(adapter: PotluckAdapter, service: ConnectorStandIn) -> None:
    """Extra fields of an Entity are dropped when it is written out; Potluck's own messages are plain JSON."""
    activity = turn_activity({**payload("message_personal"), "serviceUrl": service.url})
    mention = Mention(mentioned=activity.from_property, text="<at>Zoë Müller</at>", type="mention")
    await TurnContext(adapter, activity).send_activity(Activity(type="message", text="hi", entities=[mention]))
    assert service.seen[0].body["entities"] == [
        {
            "type": "mention",
            "text": "<at>Zoë Müller</at>",
            "mentioned": {
                "id": "29:1Zoe-Mueller_x1",
                "name": "Zoë Müller",
                "aadObjectId": "a1f5e0d2-0001-4000-8000-000000000001",
            },
        }
    ]
    assert Entity(type="mention", additional_properties={"text": "lost"}).serialize() == {"type": "mention"}


@pytest.mark.parametrize("error", [BadInput("Choose a date."), NotAllowed("not_yours")])
async def test_a_refused_invoke_is_neither_500_nor_501(door: Door, product: Product, error: Exception) -> None:
    """Without on_turn_error an exception is a 500; with it, a failed invoke becomes a 501."""
    product.error = error
    status, body = await door.knock(payload("card_action"))
    assert (status, body and body["type"]) == (200, "application/vnd.microsoft.error")
