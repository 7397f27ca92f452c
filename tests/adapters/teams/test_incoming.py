"""What each kind of payload means."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.adapters.teams.incoming import NOT_OFFERED, parse
from bot.domain.conversation import Conversation
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
    TeamChanged,
)
from bot.domain.person import Person
from tests.adapters.teams.stand_ins import SERVICE_URL, TENANT, payload, payload_names

MEETING_CHAT = "19:meeting_ZjQ2ZTk5OGEtMDAwMS00YmI2LWE0MDctM2U2ZGQ0M2E1YjYx@thread.v2"
MEETING = payload("meeting_end")["channelData"]["meeting"]["id"]
TARO = "a1f5e0d2-0002-4000-8000-000000000002"

MEANT: dict[str, type] = {
    "bot_added_meeting": AppInstalled,
    "bot_added_personal": AppInstalled,
    "bot_added_team": AppInstalled,
    "bot_removed_team": AppRemoved,
    "card_action": CardAnswered,
    "search_tasks": CardAnswered,
    "rating": AnswerRated,
    "message_action_fetchTask": CardAnswered,
    "message_action_submitAction": CardAnswered,
    "card_action_anonymous": CardAnswered,
    "card_action_guest": CardAnswered,
    "card_action_meeting": CardAnswered,
    "card_action_submit_type": CardAnswered,
    "card_action_without_data": CardAnswered,
    "card_refresh": CardAnswered,
    "installed_channel": AppInstalled,
    "installed_personal": AppInstalled,
    "meeting_end": MeetingEnded,
    "meeting_end_placeholder_time": MeetingEnded,
    "meeting_end_with_no_value_time": MeetingEnded,
    "meeting_end_without_zone": MeetingEnded,
    "meeting_start": MeetingStarted,
    "meeting_start_in_channel": MeetingStarted,
    "members_added": MembersChanged,
    "members_removed": MembersChanged,
    "message_channel_data_null": MessageReceived,
    "message_channel_data_text": MessageReceived,
    "message_deleted": MessageDeleted,
    "message_edited": MessageEdited,
    "message_edited_without_text": MessageEdited,
    "message_from_anonymous": MessageReceived,
    "message_from_guest": MessageReceived,
    "message_mention_alone": MessageReceived,
    "message_mention_channel_thread": MessageReceived,
    "message_mention_meeting": MessageReceived,
    "message_mention_without_text": MessageReceived,
    "message_odd_fields": MessageReceived,
    "message_personal": MessageReceived,
    "message_personal_html_only": MessageReceived,
    "message_submit": CardAnswered,
    "team_archived": TeamChanged,
    "team_deleted": TeamChanged,
    "team_renamed": TeamChanged,
    "team_restored": TeamChanged,
    "team_unarchived": TeamChanged,
    "uninstalled": AppRemoved,
    "upgraded": AppInstalled,
}
IGNORED: dict[str, str] = {
    "card_action_without_value": "no_verb",
    "card_action_without_verb": "no_verb",
    "channel_renamed": "channel_changed",
    "chat_renamed": "conversation_changed",
    "event_unknown": "unknown_event",
    "invoke_unknown": "unknown_invoke",
    "invoke_without_name": "unknown_invoke",
    "message_back": "not_addressed",
    "message_edited_not_addressed": "not_addressed",
    "message_from_bot": "from_a_bot",
    "message_mention_of_namesake": "not_addressed",
    "message_not_addressed_channel": "not_addressed",
    "message_not_addressed_group": "not_addressed",
    "message_submit_without_verb": "no_verb",
    "message_targeted": "targeted",
    "message_undeleted": "undeleted",
    "no_conversation": "no_conversation",
    "no_type": "unknown_type",
    "participants_join": "attendance",
    "participants_leave": "attendance",
    "reaction_added": "reaction",
    "reaction_removed": "reaction",
    "read_receipt": "read_receipt",
    "typing": "typing",
    "unknown_type": "unknown_type",
    "upgrading": "upgrading",
}


def parsed(name: str) -> Any:
    return parse(payload(name))


@pytest.mark.parametrize("name", payload_names())
def test_every_payload_is_understood_or_ignored_on_purpose(name: str) -> None:
    event = parsed(name)
    if name in MEANT:
        assert type(event) is MEANT[name]
    elif name in IGNORED:
        assert event == Ignored(IGNORED[name], invoke=event.invoke)
    else:
        assert event == Ignored("not_offered", invoke=payload(name)["name"])


def test_every_invoke_that_is_not_offered_has_a_payload() -> None:
    sent = {payload(name)["name"] for name in payload_names() if name.startswith("invoke_")}
    assert sent >= NOT_OFFERED


@pytest.mark.parametrize(("reaction", "good"), [("like", True), ("dislike", False)])
def test_a_rating_tells_good_or_bad_and_nothing_that_was_written(reaction: str, good: bool) -> None:
    raw = payload("rating")
    raw["value"]["actionValue"]["reaction"] = reaction
    event = parse(raw)
    assert isinstance(event, AnswerRated)
    assert (event.good, event.origin.reply_to) == (good, "1795600000999")
    assert "updates" not in repr(event)


@pytest.mark.parametrize("name", ["message_action_submitAction", "message_action_fetchTask"])
def test_a_message_action_tells_the_message_in_plain_words_and_who_wrote_it(name: str) -> None:
    event = parsed(name)
    assert (event.verb, event.in_dialog) == ("message.chosen", True)
    assert event.data == {
        "message": "1795600000777",
        "words": "I'll send Zoë the figures\nby Friday",
        "spoken_by": TARO,
    }


def test_a_search_tells_what_was_typed_and_another_s_search_is_not_offered() -> None:
    event = parsed("search_tasks")
    assert (event.verb, event.in_search) == ("tasks.search", True)
    assert event.data == {"query": "Zoë", "skip": 0, "count": 25}
    assert parsed("invoke_composeExtension_query") == Ignored("not_offered", invoke="composeExtension/query")


class TestOrigin:
    def test_a_message_tells_where_it_came_from(self) -> None:
        origin = parsed("message_personal").origin
        assert origin.event_id == "a:1Rk9nQm3xV7cT2pL5wZ8yB0sD4fG6hJ|1795600000001"
        assert origin.conversation == Conversation(TENANT, "a:1Rk9nQm3xV7cT2pL5wZ8yB0sD4fG6hJ", SERVICE_URL, "personal")
        assert origin.sender == Person(
            TENANT, "a1f5e0d2-0001-4000-8000-000000000001", "Zoë Müller", teams_id="29:1Zoe-Mueller_x1"
        )
        assert origin.at == datetime(2026, 11, 24, 13, 31, 7, 451381, UTC)
        assert (origin.locale, origin.zone) == ("de-DE", "Europe/Berlin")

    def test_a_channel_tells_its_team(self) -> None:
        origin = parsed("message_mention_channel_thread").origin
        assert origin.conversation.kind == "channel"
        assert origin.conversation.id.endswith(";messageid=1795600000000")
        assert origin.channel_id == "19:5a1e77c0b3d94f4b8b0f6c0d9e8f7a6b@thread.tacv2"
        assert (origin.team_name, origin.team_id) == (
            "Küche & Kollegen",
            "19:Kx0Yd2hXb3JrLXRlYW0tcG90bHVjaw1@thread.tacv2",
        )

    def test_a_guest_is_marked(self) -> None:
        sender = parsed("message_from_guest").origin.sender
        assert (sender.id, sender.guest) == ("a1f5e0d2-0005-4000-8000-000000000005", True)

    def test_a_guest_is_known_by_the_login_where_no_role_is_told(self) -> None:
        raw = payload("message_from_guest")
        del raw["from"]["userRole"]
        event = parse(raw)
        assert isinstance(event, MessageReceived)
        assert event.origin.sender
        assert event.origin.sender.guest

    def test_an_anonymous_person_goes_by_the_teams_id_and_is_a_guest(self) -> None:
        sender = parsed("message_from_anonymous").origin.sender
        assert (sender.id, sender.teams_id, sender.guest) == ("29:1Anon_x6", "29:1Anon_x6", True)

    def test_an_edit_is_another_event_than_the_message_it_edits(self) -> None:
        ids = {parsed(name).origin.event_id for name in ("message_personal", "message_edited", "message_deleted")}
        assert len(ids) == 3

    def test_without_an_id_the_same_payload_is_still_the_same_event(self) -> None:
        raw = payload("meeting_end")
        del raw["id"]
        twice = {parse(raw, received=datetime(2026, 1, day, tzinfo=UTC)).origin.event_id for day in (1, 2)}  # type: ignore[union-attr]  # a MeetingEnded
        assert len(twice) == 1

    def test_the_moment_of_arrival_stands_in_for_a_missing_time(self) -> None:
        now = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
        event = parse(payload("meeting_end_placeholder_time"), received=now)
        assert isinstance(event, MeetingEnded)
        assert event.end == event.origin.at == now

    @pytest.mark.parametrize(
        ("conversation", "kind"),
        [
            ({"id": "a:1"}, "personal"),
            ({"id": "19:x@thread.tacv2;messageid=1"}, "channel"),
            ({"id": "19:x@thread.v2", "isGroup": True}, "group"),
            ({"id": "19:x@thread.v2", "conversationType": "groupChat"}, "group"),
            ({"id": "19:x@unq.gbl.spaces", "conversationType": "novel"}, "group"),
        ],
    )
    def test_a_conversation_that_does_not_tell_its_kind_is_known_by_its_id(
        self, conversation: dict[str, Any], kind: str
    ) -> None:
        event = parse({**payload("message_deleted"), "conversation": conversation, "channelData": None})
        assert isinstance(event, MessageDeleted)
        assert event.origin.conversation.kind == kind


class TestMeetings:
    def test_the_values_are_pascal_case(self) -> None:
        event = parsed("meeting_start")
        assert event.title == "Wöchentliche Übergabe"
        assert event.start == datetime(2026, 11, 24, 13, 0, 4, 125225, UTC)
        assert event.meeting_id == MEETING

    def test_camel_case_is_read_too(self) -> None:
        raw = payload("meeting_end")
        raw["value"] = {"title": "x", "endTime": "2026-11-24T15:00:00+02:00"}
        event = parse(raw)
        assert isinstance(event, MeetingEnded)
        assert (event.title, event.end) == ("x", datetime(2026, 11, 24, 13, tzinfo=UTC))

    def test_a_time_without_a_zone_is_utc(self) -> None:
        assert parsed("meeting_end_without_zone").end == datetime(2026, 11, 24, 13, 31, 6, tzinfo=UTC)

    def test_a_no_value_time_is_the_time_of_the_event(self) -> None:
        event = parsed("meeting_end_with_no_value_time")
        assert event.end == event.origin.at
        assert event.title == ""

    def test_the_chat_leads_to_the_meeting_whatever_the_value_calls_it(self) -> None:
        raw = payload("meeting_end_without_zone")
        raw["value"]["Id"] = "MSphMWY1KjAqKjE5Om1lZXRpbmdfeEB0aHJlYWQudjI="
        event = parse(raw)
        assert isinstance(event, MeetingEnded)
        assert event.meeting_id == MEETING

    def test_a_thread_id_in_the_value_leads_to_the_same_meeting(self) -> None:
        raw = payload("meeting_end_without_zone")
        raw["conversation"]["id"] = "a:elsewhere"
        event = parse(raw)
        assert isinstance(event, MeetingEnded)
        assert event.meeting_id == MEETING

    def test_the_id_in_the_value_serves_where_nothing_else_tells_the_meeting(self) -> None:
        raw = payload("meeting_end")
        del raw["channelData"]["meeting"]
        raw["conversation"]["id"] = "19:channel@thread.tacv2"
        event = parse(raw)
        assert isinstance(event, MeetingEnded)
        assert event.meeting_id == MEETING

    def test_a_message_in_the_meeting_chat_leads_to_the_same_meeting(self) -> None:
        raw = payload("message_mention_meeting")
        del raw["channelData"]["meeting"]
        event = parse(raw)
        assert isinstance(event, MessageReceived)
        assert event.origin.meeting_id == MEETING

    def test_a_chat_that_is_no_meeting_has_no_meeting_id(self) -> None:
        assert parsed("message_mention_alone").origin.meeting_id is None


class TestMessages:
    def test_only_the_mention_of_the_bot_is_taken_out(self) -> None:
        event = parsed("message_mention_meeting")
        assert event.text == "Botany club: 山田 太郎 books the room by Friday"
        assert event.mentioned == (Person(TENANT, "29:1Taro-Yamada_x2", "山田 太郎", "29:1Taro-Yamada_x2"),)

    def test_a_namesake_of_the_bot_is_not_the_bot(self) -> None:
        raw = payload("message_mention_of_namesake")
        raw["text"] = "<at>Potluck</at> ask <at>Potluck</at>"
        raw["entities"].insert(0, payload("message_mention_alone")["entities"][0])
        event = parse(raw)
        assert isinstance(event, MessageReceived)
        assert event.text == "ask Potluck"

    def test_a_mention_alone_is_an_empty_message(self) -> None:
        assert parsed("message_mention_alone").text == ""

    def test_a_mention_entity_without_text_is_understood(self) -> None:
        assert parsed("message_mention_without_text").text == "help"

    def test_html_is_read_where_there_is_no_text(self) -> None:
        assert parsed("message_personal_html_only").text == "東京の件 & 大阪\n一\n二"

    def test_the_mention_in_html_is_taken_out_by_its_item_id(self) -> None:
        raw = payload("message_mention_meeting")
        del raw["text"]
        event = parse(raw)
        assert isinstance(event, MessageReceived)
        assert event.text == "Botany club"

    def test_arabic_stays_as_written(self) -> None:
        assert parsed("message_mention_channel_thread").text == "مساعدة"

    def test_what_looks_like_a_tag_is_not_lost(self) -> None:
        event = parse({**payload("message_personal"), "text": "if a &lt; b && c > d:\n\n  a&nbsp;= <at>x"})
        assert isinstance(event, MessageReceived)
        assert event.text == "if a < b && c > d:\n\na = x"


class TestCards:
    def test_a_button_tells_verb_data_and_card(self) -> None:
        event = parsed("card_action_meeting")
        assert event.verb == "outcome.add"
        assert event.data == {"key": "k", "text": "Zoë schickt das Protokoll bis Freitag", "who": TARO}
        assert (event.card_id, event.automatic, event.wants_reply) == ("1795600000020", False, True)
        assert event.origin.conversation.id == MEETING_CHAT

    def test_a_refresh_is_marked_as_automatic(self) -> None:
        assert parsed("card_refresh").automatic is True

    def test_an_old_clients_submit_is_the_same_button_without_an_answer(self) -> None:
        event = parsed("message_submit")
        assert (event.verb, event.data) == ("outcome.add", {"key": "k", "text": "議事録を送る"})
        assert (event.card_id, event.wants_reply) == ("1795600000020", False)

    def test_a_button_without_data_has_empty_data(self) -> None:
        assert parsed("card_action_without_data").data == {}


def test_members_are_told_as_ids() -> None:
    assert parsed("members_added").added == ("29:1Taro-Yamada_x2", "29:1Guest_x5")
    assert parsed("members_removed").removed == ("29:1Anon_x6",)


def test_a_renamed_team_brings_its_name() -> None:
    event = parsed("team_renamed")
    assert (event.change, event.origin.team_name) == ("renamed", "Küche & Kollegen")


def test_a_hard_deleted_team_is_deleted() -> None:
    raw = payload("team_deleted")
    raw["channelData"]["eventType"] = "teamHardDeleted"
    event = parse(raw)
    assert isinstance(event, TeamChanged)
    assert event.change == "deleted"
