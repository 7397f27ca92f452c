"""From bytes to an answer, through token, parser, turn and dispatch."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from bot.adapters.teams.edge import TeamsEdge
from bot.domain.cards import ShowCard, ShowText, card, text
from bot.domain.events import CardAnswered, Ignored, MeetingEnded, MessageReceived
from bot.errors import BadInput, GiveUp, Gone, NotAllowed, TryLater
from bot.settings import Settings
from bot.strict_json import MAX_BYTES
from tests.adapters.teams.conftest import Door, Product
from tests.adapters.teams.stand_ins import TENANT, KeyServer, Tokens, payload, payload_names

UNUSABLE = {"invoke_unknown", "invoke_without_name", "no_conversation", "no_type", "unknown_type"}
FACE = card([text("Danke, Zoë – 山田さんに送ります")])


@pytest.mark.parametrize("name", payload_names())
async def test_no_payload_is_answered_with_an_error_of_ours(door: Door, product: Product, name: str) -> None:
    raw = payload(name)
    product.reply = ShowCard(FACE)
    if name in UNUSABLE:
        with pytest.raises(BadInput) as refusal:
            await door.knock(raw)
        assert 400 <= refusal.value.status < 500
        assert product.heard == []
        return
    status, body = await door.knock(raw)
    assert (status, body is None) == ((200, False) if raw["type"] == "invoke" else (202, True))
    assert len(product.heard) == 1
    json.dumps(body)


async def test_an_event_reaches_dispatch_as_ours(door: Door, product: Product) -> None:
    await door.knock(payload("meeting_end"))
    assert isinstance(product.heard[0], MeetingEnded)
    assert product.heard[0].title == "Wöchentliche Übergabe"


async def test_an_event_without_a_time_is_as_of_its_arrival(
    settings: Settings, http: aiohttp.ClientSession, tokens: Tokens, product: Product, keys: KeyServer
) -> None:
    now = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    edge = TeamsEdge(settings, http, tokens, product, now=lambda: now)
    await Door(edge, keys).knock(payload("meeting_end_placeholder_time"))
    event = product.heard[0]
    assert isinstance(event, MeetingEnded)
    assert event.end == now


async def test_what_is_ignored_is_still_told_so_that_it_can_be_counted(door: Door, product: Product) -> None:
    await door.knock(payload("reaction_added"))
    assert product.heard == [Ignored("reaction")]


class TestInvokes:
    async def test_a_button_is_answered_with_its_cards_next_state(self, door: Door, product: Product) -> None:
        product.reply = ShowCard(FACE)
        assert await door.knock(payload("card_action")) == (
            200,
            {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": FACE},
        )

    async def test_a_button_is_answered_with_a_toast(self, door: Door, product: Product) -> None:
        product.reply = ShowText("Gemerkt ✓")
        assert await door.knock(payload("card_action")) == (
            200,
            {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Gemerkt ✓"},
        )

    @pytest.mark.parametrize(
        ("error", "status", "code", "message"),
        [
            (BadInput("Choose a date."), 400, "BadRequest", "Choose a date."),
            (BadInput("This one is gone.", status=404), 404, "BadRequest", "This one is gone."),
            (NotAllowed("not_your_nudge"), 403, "Forbidden", "This cannot be done here."),
            (NotAllowed("Not yours.", told="担当外です。"), 403, "Forbidden", "担当外です。"),
            (NotAllowed("nobody", status=401), 403, "Forbidden", "This cannot be done here."),
            (Gone("task"), 410, "Gone", "This cannot be done here."),
        ],
    )
    async def test_a_refused_button_keeps_http_200_and_tells_the_refusal_inside(
        self, door: Door, product: Product, error: Exception, status: int, code: str, message: str
    ) -> None:
        product.error = error
        assert await door.knock(payload("card_action")) == (
            200,
            {
                "statusCode": status,
                "type": "application/vnd.microsoft.error",
                "value": {"code": code, "message": message},
            },
        )

    async def test_a_button_that_nobody_answers_is_an_error_inside(self, door: Door) -> None:
        status, body = await door.knock(payload("card_action"))
        assert status == 200
        assert body is not None
        assert body["statusCode"] == 400

    async def test_a_button_without_a_verb_is_an_error_inside(self, door: Door) -> None:
        status, body = await door.knock(payload("card_action_without_verb"))
        assert status == 200
        assert body is not None
        assert body["statusCode"] == 400

    async def test_an_invoke_of_what_potluck_does_not_offer_has_an_empty_answer(self, door: Door) -> None:
        assert await door.knock(payload("invoke_task_fetch")) == (200, {})

    async def test_an_old_clients_submit_is_taken_without_an_answer(self, door: Door, product: Product) -> None:
        product.reply = ShowCard(FACE)
        assert await door.knock(payload("message_submit")) == (202, None)
        assert isinstance(product.heard[0], CardAnswered)

    @pytest.mark.parametrize("name", ["card_action", "message_personal"])
    async def test_an_outage_behind_dispatch_comes_out_so_that_teams_sends_again(
        self, door: Door, product: Product, name: str
    ) -> None:
        product.error = TryLater("redis", after_s=1)
        with pytest.raises(TryLater):
            await door.knock(payload(name))

    async def test_a_refusal_of_what_is_no_invoke_comes_out_as_it_is(self, door: Door, product: Product) -> None:
        product.error = GiveUp("x")
        with pytest.raises(GiveUp):
            await door.knock(payload("message_personal"))


def _nested(levels: int) -> bytes:
    return b'{"type":"message","value":' + b"[" * levels + b"]" * levels + b"}"


class TestBodies:
    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"null",
            b"[]",
            b'"x"',
            b"1",
            b"{",
            b"{}x",
            b'{"type":"message"',
            b"\xff\xfe{}",
            b'{"type":"\xe9"}',
            b"\xef\xbb\xbf{}",
            b'{"value":NaN}',
            b'{"value":Infinity}',
            b'{"value":-Infinity}',
            b'{"value":1e999}',
            b'{"value":' + b"1" * 5000 + b"}",
            b'{"type":"message","type":"event"}',
            b'{"value":{"a":1,"a":1}}',
            b'{"text":"\\ud800"}',
            b'{"\\udfff":1}',
            _nested(70),
            _nested(100_000),
        ],
    )
    async def test_what_is_no_safe_json_object_is_a_400(self, door: Door, product: Product, body: bytes) -> None:
        with pytest.raises(BadInput) as refusal:
            await door.knock_bytes(body)
        assert refusal.value.status == 400
        assert product.heard == []

    async def test_an_oversize_body_is_a_413(self, door: Door) -> None:
        with pytest.raises(BadInput) as refusal:
            await door.knock_bytes(b" " * (MAX_BYTES + 1))
        assert refusal.value.status == 413

    async def test_a_long_message_is_taken(self, door: Door, product: Product) -> None:
        words = "übergabe 引き継ぎ " * 4000
        assert await door.knock({**payload("message_personal"), "text": words}) == (202, None)
        event = product.heard[0]
        assert isinstance(event, MessageReceived)
        assert event.text == words.strip()

    async def test_whole_pairs_of_surrogates_are_letters_like_any(self, door: Door, product: Product) -> None:
        body = json.dumps({**payload("message_personal"), "text": "🍲 potluck"}).encode()
        assert b"\\ud83c" in body
        await door.knock_bytes(body)
        event = product.heard[0]
        assert isinstance(event, MessageReceived)
        assert event.text == "🍲 potluck"


ODD: list[Any] = [None, "", 7, [], ["x"], {}, {"id": None}]


@pytest.mark.parametrize("key", ["id", "timestamp", "from", "recipient", "entities", "attachments", "value", "locale"])
@pytest.mark.parametrize("odd", ODD, ids=repr)
async def test_odd_shapes_are_taken_or_refused_but_never_an_error_of_ours(
    door: Door, product: Product, key: str, odd: Any
) -> None:
    product.reply = ShowCard(FACE)
    for name in ("message_mention_meeting", "card_action", "meeting_end", "bot_added_team", "installed_channel"):
        raw = {**payload(name), key: odd}
        status, _ = await door.knock(raw)
        assert status in {200, 202}


@pytest.mark.parametrize("odd", ODD, ids=repr)
async def test_odd_channel_data_is_taken_where_the_conversation_tells_the_tenant(door: Door, odd: Any) -> None:
    assert payload("meeting_end")["conversation"]["tenantId"] == TENANT
    for name in ("message_personal", "meeting_end", "bot_added_team"):
        status, _ = await door.knock({**payload(name), "channelData": odd})
        assert status == 202
