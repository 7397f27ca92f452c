"""Calls to the Bot Connector service: addresses, repeats, time-outs, sizes and what a refusal means."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from bot.adapters.teams.connector import MAX_SENT_BYTES, Connector
from bot.domain.conversation import Conversation, MessageRef
from bot.errors import GiveUp, Gone, MaybeDelivered, PotluckError, TooBig, TryLater, Unreachable
from bot.settings import Settings
from tests.adapters.teams.conftest import make_connector
from tests.adapters.teams.stand_ins import TENANT, Act, ConnectorStandIn, FakeTime, Tokens

HELLO = {"type": "message", "text": "Grüße, 山田さん"}


@pytest.fixture
def message(chat: Conversation) -> MessageRef:
    return MessageRef(chat, "1795600000001")


async def test_a_send_is_one_post_with_a_bearer_and_utf_8(
    connector: Connector, service: ConnectorStandIn, chat: Conversation, tokens: Tokens
) -> None:
    assert await connector.send(chat, HELLO) == "m-1"
    seen = service.seen[0]
    assert seen.raw_path == "/emea/v3/conversations/19%3Achat%40thread.v2/activities"
    assert seen.headers["Authorization"] == "Bearer out-1"
    assert "Grüße, 山田さん".encode() in seen.raw
    assert tokens.scopes == ["https://api.botframework.com/.default"]


@pytest.mark.parametrize(
    ("conversation_id", "encoded"),
    [
        ("19:a@thread.tacv2;messageid=1", "19%3Aa%40thread.tacv2%3Bmessageid%3D1"),
        ("a:1/x+y==", "a%3A1%2Fx%2By%3D%3D"),
        ("a:ü ?#..", "a%3A%C3%BC%20%3F%23.."),
        ("../../v1/meetings", "..%2F..%2Fv1%2Fmeetings"),
    ],
)
async def test_ids_are_percent_encoded_whole(
    connector: Connector, service: ConnectorStandIn, chat: Conversation, conversation_id: str, encoded: str
) -> None:
    await connector.send(replace(chat, id=conversation_id), HELLO)
    assert service.seen[0].raw_path == f"/emea/v3/conversations/{encoded}/activities"


async def test_an_update_is_a_put_and_a_removal_a_delete(
    connector: Connector, service: ConnectorStandIn, message: MessageRef
) -> None:
    await connector.update(message, HELLO)
    await connector.delete(message)
    path = "/emea/v3/conversations/19%3Achat%40thread.v2/activities/1795600000001"
    assert [(seen.method, seen.raw_path) for seen in service.seen] == [("PUT", path), ("DELETE", path)]
    assert service.seen[0].body["id"] == "1795600000001"


async def test_a_message_without_an_id_cannot_be_changed(connector: Connector, chat: Conversation) -> None:
    with pytest.raises(Gone):
        await connector.update(MessageRef(chat, ""), HELLO)


async def test_a_success_without_an_id_is_still_a_success(
    connector: Connector, service: ConnectorStandIn, chat: Conversation
) -> None:
    service.script = [Act(201, "")]
    assert await connector.send(chat, HELLO) == ""


class TestRepeats:
    @pytest.mark.parametrize("status", [412, 429, 502, 503, 504])
    async def test_what_the_service_asks_to_repeat_is_repeated(
        self, connector: Connector, service: ConnectorStandIn, chat: Conversation, status: int, time: FakeTime
    ) -> None:
        service.script = [Act(status), Act(status)]
        assert await connector.send(chat, HELLO) == "m-3"
        assert time.slept == [1.0, 2.0]

    @pytest.mark.parametrize("status", [400, 403, 404, 405, 408, 409, 413, 500, 501, 302, 308])
    async def test_nothing_else_is_repeated(
        self, connector: Connector, service: ConnectorStandIn, chat: Conversation, status: int
    ) -> None:
        service.script = [Act(status, {}, {"Location": f"{service.url}/elsewhere"})]
        with pytest.raises(GiveUp):
            await connector.send(chat, HELLO)
        assert len(service.seen) == 1

    @pytest.mark.parametrize(("told", "waited"), [("7", 7.0), ("0", 0.0), ("nonsense", 1.0), ("-3", 1.0), ("", 1.0)])
    async def test_retry_after_is_honoured_where_it_makes_sense(
        self,
        connector: Connector,
        service: ConnectorStandIn,
        chat: Conversation,
        told: str,
        waited: float,
        time: FakeTime,
    ) -> None:
        service.script = [Act(429, headers={"Retry-After": told})]
        await connector.send(chat, HELLO)
        assert time.slept == [waited]

    async def test_when_the_tries_run_out_it_is_for_later(
        self, connector: Connector, service: ConnectorStandIn, chat: Conversation
    ) -> None:
        service.script = [Act(503)] * 3 + [Act(503, headers={"Retry-After": "9"})]
        with pytest.raises(TryLater) as later:
            await connector.send(chat, HELLO)
        assert (len(service.seen), later.value.after_s) == (4, 9.0)

    async def test_a_long_retry_after_is_left_to_the_job_queue(
        self, connector: Connector, service: ConnectorStandIn, chat: Conversation, time: FakeTime
    ) -> None:
        service.script = [Act(429, headers={"Retry-After": "300"})]
        with pytest.raises(TryLater) as later:
            await connector.send(chat, HELLO)
        assert (later.value.after_s, time.slept) == (300.0, [])

    async def test_jitter_spreads_the_waits(
        self, open_settings: Settings, http: aiohttp.ClientSession, service: ConnectorStandIn, chat: Conversation
    ) -> None:
        time = FakeTime()
        service.script = [Act(503)] * 2
        await make_connector(open_settings, http, Tokens(), time, jitter=lambda: 0.0).send(chat, HELLO)
        assert time.slept == [0.5, 1.0]

    async def test_a_connection_that_never_came_about_is_tried_again(
        self, open_settings: Settings, http: aiohttp.ClientSession, time: FakeTime
    ) -> None:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{closed.getsockname()[1]}"
            connector = make_connector(replace(open_settings, service_urls=(url,)), http, Tokens(), time)
            with pytest.raises(TryLater):
                await connector.send(Conversation(TENANT, "a:1", url, "personal"), HELLO)
        assert len(time.slept) == 3


class TestLostAnswers:
    @pytest.mark.parametrize("lost", [Act(hang=True), Act(drop=True)], ids=["time-out", "closed"])
    async def test_a_post_whose_answer_is_lost_is_delivered_once_and_never_repeated(
        self, connector: Connector, service: ConnectorStandIn, chat: Conversation, lost: Act
    ) -> None:
        service.script = [lost]
        with pytest.raises(MaybeDelivered):
            await connector.send(chat, HELLO)
        assert len(service.seen) == 1

    @pytest.mark.parametrize("lost", [Act(hang=True), Act(drop=True)], ids=["time-out", "closed"])
    async def test_a_put_whose_answer_is_lost_is_repeated(
        self, connector: Connector, service: ConnectorStandIn, message: MessageRef, lost: Act
    ) -> None:
        service.script = [lost]
        await connector.update(message, HELLO)
        assert len(service.seen) == 2

    async def test_opening_a_chat_twice_opens_one_so_it_is_repeated(
        self, connector: Connector, service: ConnectorStandIn
    ) -> None:
        service.script = [Act(hang=True), Act(201, {"id": "a:1"})]
        assert await connector.create_personal(service.url, TENANT, "29:1") == "a:1"

    async def test_an_endless_answer_to_a_post_may_have_been_a_delivery(
        self, connector: Connector, service: ConnectorStandIn, chat: Conversation
    ) -> None:
        service.script = [Act(201, "x" * (3 * 1024 * 1024))]
        with pytest.raises(MaybeDelivered):
            await connector.send(chat, HELLO)


class TestTokens:
    async def test_a_refused_token_is_replaced_once(
        self, open_settings: Settings, http: aiohttp.ClientSession, service: ConnectorStandIn, chat: Conversation
    ) -> None:
        service.script = [Act(401)]
        connector = make_connector(open_settings, http, Tokens("old", "new"), FakeTime())
        assert await connector.send(chat, HELLO) == "m-2"
        assert [seen.headers["Authorization"] for seen in service.seen] == ["Bearer old", "Bearer new"]

    @pytest.mark.parametrize(("given", "calls"), [(("same",), 1), (("one", "two", "three"), 2)])
    async def test_a_token_that_stays_refused_is_given_up(
        self,
        open_settings: Settings,
        http: aiohttp.ClientSession,
        service: ConnectorStandIn,
        chat: Conversation,
        given: tuple[str, ...],
        calls: int,
    ) -> None:
        service.script = [Act(401)] * 4
        with pytest.raises(GiveUp) as refusal:
            await make_connector(open_settings, http, Tokens(*given), FakeTime()).send(chat, HELLO)
        assert (refusal.value.reason, len(service.seen)) == ("http_401", calls)

    @pytest.mark.parametrize(
        "url",
        ["https://evil.example/", "http://127.0.0.1:1/", "https://smba.trafficmanager.net@evil.example/", "", "x"],
    )
    async def test_no_token_leaves_for_an_address_that_settings_do_not_name(
        self, connector: Connector, chat: Conversation, tokens: Tokens, url: str
    ) -> None:
        with pytest.raises(GiveUp) as refusal:
            await connector.send(replace(chat, service_url=url), HELLO)
        assert (refusal.value.reason, tokens.scopes) == ("service_url", [])

    async def test_a_redirect_does_not_take_the_token_elsewhere(
        self, connector: Connector, service: ConnectorStandIn, message: MessageRef
    ) -> None:
        service.script = [Act(307, "", {"Location": "/elsewhere"})]
        with pytest.raises(GiveUp):
            await connector.update(message, HELLO)
        assert len(service.seen) == 1


BLOCKED = {"error": {"code": "ForbiddenOperationException", "message": "ConversationBlockedByUser"}}
NESTED = {"errorCode": 209, "message": '{"subCode": "MessageWritesBlocked", "details": "said by Zoë"}'}


class TestRefusals:
    @pytest.mark.parametrize(
        ("status", "body", "error", "reason"),
        [
            (403, {"error": {"code": "BotNotInConversationRoster"}}, Unreachable, "BotNotInConversationRoster"),
            (403, {"error": {"code": "BotDisabledByAdmin"}}, Unreachable, "BotDisabledByAdmin"),
            (403, {"error": {"code": "NotEnoughPermissions"}}, Unreachable, "NotEnoughPermissions"),
            (403, BLOCKED, Unreachable, "ConversationBlockedByUser"),
            (403, NESTED, Unreachable, "MessageWritesBlocked"),
            (403, "<html>no</html>", Unreachable, "http_403"),
            (403, {"error": {"code": "InvalidBotApiHost"}}, GiveUp, "InvalidBotApiHost"),
            (404, {"error": {"code": "ConversationNotFound"}}, Unreachable, "ConversationNotFound"),
            (413, {"error": {"code": "MessageSizeTooBig"}}, TooBig, "MessageSizeTooBig"),
            (413, "", TooBig, "http_413"),
            (400, {"error": {"code": "BadArgument", "message": "bad"}}, GiveUp, "http_400"),
            (400, {"error": {"message": "cannot talk to an anonymous user"}}, Unreachable, "anonymous"),
            (500, [1], GiveUp, "http_500"),
        ],
    )
    async def test_a_refused_send_tells_what_to_do_next(
        self,
        connector: Connector,
        service: ConnectorStandIn,
        chat: Conversation,
        status: int,
        body: Any,
        error: type[GiveUp],
        reason: str,
    ) -> None:
        service.script = [Act(status, body)]
        with pytest.raises(GiveUp) as refusal:
            await connector.send(chat, HELLO)
        assert (type(refusal.value), refusal.value.reason) == (error, reason)

    @pytest.mark.parametrize("code", ["ActivityNotFoundInConversation", "ConversationNotFound"])
    async def test_an_update_of_what_is_no_more_is_gone(
        self, connector: Connector, service: ConnectorStandIn, message: MessageRef, code: str
    ) -> None:
        service.script = [Act(404, {"error": {"code": code}})]
        with pytest.raises(Gone) as refusal:
            await connector.update(message, HELLO)
        assert refusal.value.reason == code

    async def test_no_error_repeats_what_was_sent_or_answered(
        self, connector: Connector, service: ConnectorStandIn, chat: Conversation
    ) -> None:
        service.script = [Act(400, {"error": {"code": "Zoë said", "message": "out-1 Grüße"}})]
        with pytest.raises(PotluckError) as refusal:
            await connector.send(chat, HELLO)
        assert not any(word in str(refusal.value) for word in ("Zoë", "Grüße", "out-1"))


class TestSizes:
    async def test_a_message_of_28_kb_leaves_and_one_byte_more_does_not(
        self, connector: Connector, service: ConnectorStandIn, chat: Conversation
    ) -> None:
        room = MAX_SENT_BYTES - len('{"text":""}')
        await connector.send(chat, {"text": "x" * room})
        with pytest.raises(TooBig):
            await connector.send(chat, {"text": "x" * (room + 1)})
        assert [len(seen.raw) for seen in service.seen] == [MAX_SENT_BYTES]

    async def test_bytes_count_not_letters(self, connector: Connector, chat: Conversation) -> None:
        with pytest.raises(TooBig):
            await connector.send(chat, {"text": "山" * 10_000})

    async def test_half_a_surrogate_pair_is_sent_as_a_question_mark(
        self, connector: Connector, service: ConnectorStandIn, chat: Conversation
    ) -> None:
        await connector.send(chat, {"text": "cut \ud83c"})
        assert service.seen[0].body == {"text": "cut ?"}


class TestMembers:
    async def test_pages_are_followed_to_the_last(
        self, connector: Connector, service: ConnectorStandIn, chat: Conversation
    ) -> None:
        service.script = [
            Act(200, {"members": [{"id": "29:1"}], "continuationToken": "a+b/c="}),
            Act(200, {"members": [{"id": "29:2"}], "continuationToken": "d"}),
            Act(200, {"members": [{"id": "29:3"}]}),
        ]
        assert [member["id"] async for member in connector.members(chat)] == ["29:1", "29:2", "29:3"]
        queries = [seen.raw_path.partition("?")[2] for seen in service.seen]
        assert queries == [
            "pageSize=200",
            "pageSize=200&continuationToken=a%2Bb/c%3D",
            "pageSize=200&continuationToken=d",
        ]

    async def test_a_token_that_leads_in_circles_ends_the_walk(
        self, connector: Connector, service: ConnectorStandIn, chat: Conversation
    ) -> None:
        service.script = [Act(200, {"members": [], "continuationToken": "same"})] * 9
        assert [member async for member in connector.members(chat)] == []
        assert len(service.seen) == 2

    async def test_a_thread_has_its_channels_roster(
        self, connector: Connector, service: ConnectorStandIn, chat: Conversation
    ) -> None:
        service.script = [Act(200, {"members": None})]
        thread = replace(chat, id="19:c@thread.tacv2;messageid=17")
        assert [member async for member in connector.members(thread)] == []
        assert service.seen[0].raw_path.startswith("/emea/v3/conversations/19%3Ac%40thread.tacv2/pagedmembers?")


async def test_a_busy_conversation_does_not_hold_up_another(
    connector: Connector, service: ConnectorStandIn, chat: Conversation, time: FakeTime
) -> None:
    await asyncio.gather(*(connector.send(chat, HELLO) for _ in range(8)))
    assert time.slept == [1.0]
    await connector.send(replace(chat, id="a:other"), HELLO)
    assert time.slept == [1.0]


async def test_the_whole_app_stays_within_its_own_window(
    connector: Connector, chat: Conversation, time: FakeTime
) -> None:
    for number in range(51):
        await connector.send(replace(chat, id=f"a:{number}"), HELLO)
    assert time.slept == [1.0]
