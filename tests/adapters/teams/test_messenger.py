"""The Messenger port over the connector: shapes, send-once marks, rosters."""

from __future__ import annotations

import pytest

from bot.adapters.teams.connector import Connector
from bot.adapters.teams.messenger import TeamsMessenger
from bot.domain.cards import card, text
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.person import Person
from bot.errors import Gone, MaybeDelivered, TooBig, TryLater, Unreachable
from tests.adapters.teams.stand_ins import TENANT, Act, ConnectorStandIn, Marks, Tokens, payload

FACE = card([text("Was nimmst du mit, 山田さん?")])
ZOE = Person(TENANT, "a1f5e0d2-0001-4000-8000-000000000001", "Zoë Müller", teams_id="29:1Zoe")


@pytest.fixture
def messenger(connector: Connector, marks: Marks) -> TeamsMessenger:
    return TeamsMessenger(connector, marks)


class TestShapes:
    async def test_a_card_travels_as_an_attachment_with_a_summary_and_no_text(
        self, messenger: TeamsMessenger, service: ConnectorStandIn, chat: Conversation
    ) -> None:
        sent = await messenger.send(chat, FACE, once="k", summary="Was nimmst du mit?")
        assert sent == MessageRef(chat, "m-1")
        assert service.seen[0].body == {
            "type": "message",
            "summary": "Was nimmst du mit?",
            "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": FACE}],
        }

    async def test_text_travels_alone_and_is_shown_literally(
        self, messenger: TeamsMessenger, service: ConnectorStandIn, chat: Conversation
    ) -> None:
        await messenger.send_text(chat, "**Zoë**", once="k")
        assert service.seen[0].body == {"type": "message", "text": "**Zoë**", "textFormat": "plain"}

    async def test_a_card_is_updated_in_place(
        self, messenger: TeamsMessenger, service: ConnectorStandIn, chat: Conversation
    ) -> None:
        await messenger.update(MessageRef(chat, "m-1"), FACE, summary="s")
        assert (service.seen[0].method, service.seen[0].body["attachments"][0]["content"]) == ("PUT", FACE)

    async def test_an_update_of_a_deleted_message_is_gone(
        self, messenger: TeamsMessenger, service: ConnectorStandIn, chat: Conversation
    ) -> None:
        service.script = [Act(404, {"error": {"code": "ActivityNotFoundInConversation"}})]
        with pytest.raises(Gone):
            await messenger.update(MessageRef(chat, "m-1"), FACE, summary="s")


class TestOnce:
    async def test_a_second_send_with_the_key_returns_the_first_message(
        self, messenger: TeamsMessenger, service: ConnectorStandIn, chat: Conversation
    ) -> None:
        first = await messenger.send(chat, FACE, once="k", summary="s")
        assert await messenger.send(chat, FACE, once="k", summary="s") == first
        assert len(service.seen) == 1

    async def test_the_mark_is_set_before_the_post_and_settled_after_it(
        self, messenger: TeamsMessenger, service: ConnectorStandIn, chat: Conversation, marks: Marks
    ) -> None:
        async def note() -> None:
            marks.log.append("posted")

        service.gate = note
        await messenger.send_text(chat, "hi", once="k")
        assert marks.log == ["begin", "posted", "done"]

    async def test_a_send_in_doubt_is_not_made(
        self, messenger: TeamsMessenger, service: ConnectorStandIn, chat: Conversation, marks: Marks
    ) -> None:
        marks.kept["k"] = "begun"
        with pytest.raises(MaybeDelivered):
            await messenger.send_text(chat, "hi", once="k")
        assert service.seen == []

    async def test_a_lost_answer_leaves_the_send_in_doubt_for_ever(
        self, messenger: TeamsMessenger, service: ConnectorStandIn, chat: Conversation
    ) -> None:
        service.script = [Act(hang=True)]
        for _ in range(3):
            with pytest.raises(MaybeDelivered):
                await messenger.send_text(chat, "hi", once="k")
        assert len(service.seen) == 1

    @pytest.mark.parametrize("status", [403, 404, 400, 413, 500])
    async def test_a_definite_failure_lifts_the_mark(
        self, messenger: TeamsMessenger, service: ConnectorStandIn, chat: Conversation, marks: Marks, status: int
    ) -> None:
        service.script = [Act(status)]
        with pytest.raises(Exception, match="http_"):
            await messenger.send_text(chat, "hi", once="k")
        assert marks.kept == {}
        assert (await messenger.send_text(chat, "hi", once="k")).activity_id == "m-2"

    async def test_the_mark_is_lifted_while_a_repeat_waits_so_that_a_crash_then_loses_nothing(
        self, messenger: TeamsMessenger, service: ConnectorStandIn, chat: Conversation, marks: Marks
    ) -> None:
        service.script = [Act(429), Act(503)]
        await messenger.send_text(chat, "hi", once="k")
        assert marks.log == ["begin", "forget", "begin", "forget", "begin", "done"]

    async def test_when_the_tries_run_out_the_send_may_be_tried_again(
        self, messenger: TeamsMessenger, service: ConnectorStandIn, chat: Conversation, marks: Marks
    ) -> None:
        service.script = [Act(503)] * 4
        with pytest.raises(TryLater):
            await messenger.send_text(chat, "hi", once="k")
        assert marks.kept == {}

    async def test_what_is_too_big_is_never_marked(
        self, messenger: TeamsMessenger, service: ConnectorStandIn, chat: Conversation, marks: Marks
    ) -> None:
        with pytest.raises(TooBig):
            await messenger.send_text(chat, "x" * 30_000, once="k")
        assert (marks.log, service.seen) == ([], [])

    async def test_the_mark_waits_for_the_token(
        self, messenger: TeamsMessenger, chat: Conversation, marks: Marks, tokens: Tokens
    ) -> None:
        tokens.error = TryLater("login_unreachable")
        with pytest.raises(TryLater):
            await messenger.send_text(chat, "hi", once="k")
        assert marks.log == []


class TestPersonal:
    async def test_a_chat_is_opened_by_teams_id_with_its_tenant(
        self, messenger: TeamsMessenger, service: ConnectorStandIn
    ) -> None:
        service.script = [Act(201, {"id": "a:1Zoe"})]
        opened = await messenger.open_personal(ZOE, service_url=f"{service.url}/emea/")
        assert opened == Conversation(TENANT, "a:1Zoe", f"{service.url}/emea/", "personal")
        body = service.seen[0].body
        assert body["members"] == [{"id": "29:1Zoe"}]
        assert body["channelData"] == {"tenant": {"id": TENANT}}

    async def test_without_a_teams_id_the_object_id_serves(
        self, messenger: TeamsMessenger, service: ConnectorStandIn
    ) -> None:
        await messenger.open_personal(Person(TENANT, "a1f5", "Zoë"), service_url=service.url)
        assert service.seen[0].body["members"] == [{"id": "a1f5"}]

    @pytest.mark.parametrize(
        "refusal",
        [
            Act(403, {"error": {"code": "BotNotInConversationRoster"}}),
            Act(400, {"error": {"code": "BadArgument", "message": "no conversation with an anonymous user"}}),
        ],
        ids=["not installed", "anonymous"],
    )
    async def test_somebody_who_cannot_be_written_to_is_unreachable(
        self, messenger: TeamsMessenger, service: ConnectorStandIn, refusal: Act
    ) -> None:
        service.script = [refusal]
        with pytest.raises(Unreachable):
            await messenger.open_personal(ZOE, service_url=service.url)


class TestMembers:
    async def test_all_pages_without_bots_with_guests_marked_and_nobody_twice(
        self, messenger: TeamsMessenger, service: ConnectorStandIn, chat: Conversation
    ) -> None:
        service.script = [Act(200, payload("answers/members_page_1")), Act(200, payload("answers/members_page_2"))]
        members = await messenger.members(chat)
        assert [(person.name, person.guest) for person in members] == [
            ("Zoë Müller", False),
            ("太郎 山田", False),
            ("Jo Partner (Guest)", True),
            ("Sam (Unverified)", True),
            ("Kim Fremd", True),
        ]
        assert members[1] == Person(
            TENANT,
            "a1f5e0d2-0002-4000-8000-000000000002",
            "太郎 山田",
            teams_id="29:1Taro-Yamada_x2",
            email="taro@ours.example",
        )
        assert members[3].id == members[3].teams_id == "29:1Anon_x6"

    async def test_a_chat_without_the_bot_is_unreachable(
        self, messenger: TeamsMessenger, service: ConnectorStandIn, chat: Conversation
    ) -> None:
        service.script = [Act(403, {"error": {"code": "BotNotInConversationRoster"}})]
        with pytest.raises(Unreachable):
            await messenger.members(chat)
