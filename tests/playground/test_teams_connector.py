"""What a bot may ask of the Teams stand-in, and what it is refused."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest
from yarl import URL

from bot.playground.people import NOT_INSTALLED_BY, ORGANIZER, PEOPLE
from bot.playground.records import InviteWords
from bot.playground.teams import TeamsStandIn

CARD = {"contentType": "application/vnd.microsoft.card.adaptive", "content": {"type": "AdaptiveCard", "body": []}}
HELLO = {"type": "message", "text": "Hello"}
MEETING_THREAD = "19:meeting_???>>>~~~???@thread.v2"  # its base64 holds a slash and a plus


def _path(*parts: str) -> URL:
    return URL("/".join(quote(part, safe="") for part in parts), encoded=True)


def _messages(chat: str, *more: str) -> URL:
    return _path("v3", "conversations", chat, "activities", *more)


async def _code(answer: aiohttp.ClientResponse) -> tuple[int, str]:
    return answer.status, (await answer.json())["error"]["code"]


@pytest.fixture
def channel(teams: TeamsStandIn) -> str:
    """The team's channel, with the app in it."""
    teams.scopes.installed.add(teams.world.team.id)
    return teams.world.team.id


@pytest.mark.parametrize("header", ["", "Bearer stolen", "Basic a-token-that-is-good"])
async def test_a_call_without_a_good_token_is_refused(
    service: aiohttp.ClientSession, channel: str, header: str
) -> None:
    answer = await service.post(_messages(channel), json=HELLO, headers={"Authorization": header})
    assert await _code(answer) == (401, "AuthorizationFailed")


async def test_a_message_is_shown_changed_and_taken_back(
    teams: TeamsStandIn, service: aiohttp.ClientSession, channel: str
) -> None:
    sent = await service.post(_messages(channel), json={"type": "message", "attachments": [CARD]})
    message_id = (await sent.json())["id"]
    [message] = teams.world.chats[channel].messages
    assert (sent.status, message.card) == (201, CARD["content"])

    await service.put(_messages(channel, message_id), json=HELLO)
    assert (message.text, message.card, message.edited) == ("Hello", None, True)

    await service.delete(_messages(channel, message_id))
    assert (message.text, message.deleted) == (None, True)


async def test_text_and_card_together_become_two_messages_without_an_id(
    teams: TeamsStandIn, service: aiohttp.ClientSession, channel: str
) -> None:
    sent = await service.post(_messages(channel), json={**HELLO, "attachments": [CARD]})
    assert (sent.status, await sent.json()) == (201, {})
    assert [(one.text, one.card) for one in teams.world.chats[channel].messages] == [
        ("Hello", None),
        (None, CARD["content"]),
    ]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_a_message_that_was_never_sent_cannot_be_changed(
    service: aiohttp.ClientSession, channel: str, method: str
) -> None:
    answer = await service.request(method, _messages(channel, "123"), json=HELLO)
    assert await _code(answer) == (404, "ActivityNotFoundInConversation")


async def test_an_answer_in_a_channel_stays_in_its_thread(
    teams: TeamsStandIn, service: aiohttp.ClientSession, channel: str
) -> None:
    made = await service.post(
        "v3/conversations", json={"isGroup": True, "channelData": {"channel": {"id": channel}}, "activity": HELLO}
    )
    told = await made.json()
    assert told["id"] == f"{channel};messageid={told['activityId']}"
    await service.post(_messages(told["id"]), json=HELLO)
    assert [one.thread for one in teams.world.chats[channel].messages] == [None, told["activityId"]]


async def test_where_the_app_is_not_nothing_can_be_written(teams: TeamsStandIn, service: aiohttp.ClientSession) -> None:
    answer = await service.post(_messages(teams.world.team.id), json=HELLO)
    assert await _code(answer) == (403, "BotNotInConversationRoster")
    unknown = await service.post(_messages("19:nowhere@thread.v2"), json=HELLO)
    assert await _code(unknown) == (404, "ConversationNotFound")


async def test_a_person_is_reached_through_a_shared_team_under_one_id_for_ever(
    teams: TeamsStandIn, service: aiohttp.ClientSession, channel: str
) -> None:
    person = NOT_INSTALLED_BY[0]
    ids = set()
    for known_as in (person.teams_id, person.id, person.teams_id):
        answer = await service.post("v3/conversations", json={"members": [{"id": known_as}], "isGroup": False})
        ids.add((await answer.json())["id"])
    [chat_id] = ids
    assert chat_id.startswith("a:1")
    assert (await service.post(_messages(chat_id), json=HELLO)).status == 201


async def test_a_person_without_the_app_and_one_who_blocked_it_are_out_of_reach(
    teams: TeamsStandIn, service: aiohttp.ClientSession, channel: str
) -> None:
    stranger = {"members": [{"id": PEOPLE[7].teams_id}]}
    assert await _code(await service.post("v3/conversations", json=stranger)) == (403, "BotNotInConversationRoster")
    teams.scopes.blocked.add(ORGANIZER.id)
    chat = teams.world.personal_chat(ORGANIZER.id)
    assert await _code(await service.post(_messages(chat.id), json=HELLO)) == (403, "ConversationBlockedByUser")


async def test_a_message_over_28_kb_is_too_big(service: aiohttp.ClientSession, channel: str) -> None:
    answer = await service.post(_messages(channel), json={"type": "message", "text": "ü" * 15_000})
    assert await _code(answer) == (413, "MessageSizeTooBig")


@pytest.mark.parametrize("body", ["", "[]", "{", '"text"', '{"type": "message"}', '{"type": "message", "text": 3}'])
async def test_what_is_no_message_is_a_bad_request(service: aiohttp.ClientSession, channel: str, body: str) -> None:
    answer = await service.post(_messages(channel), data=body)
    assert answer.status == 400


async def test_the_eighth_message_within_a_second_has_to_wait(
    teams: TeamsStandIn, service: aiohttp.ClientSession, channel: str
) -> None:
    answers = [await service.post(_messages(channel), json=HELLO) for _ in range(8)]
    assert [answer.status for answer in answers] == [201] * 7 + [429]
    assert int(answers[-1].headers["Retry-After"]) >= 1

    teams.physics.limits = False
    assert (await service.post(_messages(channel), json=HELLO)).status == 201


async def test_scripted_failures_come_in_order_and_then_end(
    teams: TeamsStandIn, service: aiohttp.ClientSession, channel: str
) -> None:
    teams.physics.script.extend([412, 429, 502, 503, 504])
    answers = [await service.post(_messages(channel), json=HELLO) for _ in range(6)]
    assert [answer.status for answer in answers] == [412, 429, 502, 503, 504, 201]
    assert len(teams.world.chats[channel].messages) == 1


@pytest.mark.parametrize(("switch", "statuses"), [("throttle", {429, 201}), ("outage", {502, 503, 504})])
async def test_a_mood_shows_in_the_answers(
    teams: TeamsStandIn, service: aiohttp.ClientSession, channel: str, switch: str, statuses: set[int]
) -> None:
    setattr(teams.physics, switch, True)
    answers = [await service.post(_messages(channel), json=HELLO) for _ in range(4)]
    assert {answer.status for answer in answers} == statuses


async def test_a_message_arrives_though_its_answer_is_lost(
    teams: TeamsStandIn, service: aiohttp.ClientSession, channel: str
) -> None:
    teams.physics.lost_answers, teams.connector.lost_after_s = True, 0
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await service.post(_messages(channel), json=HELLO)
    assert [one.text for one in teams.world.chats[channel].messages] == ["Hello"]


async def _invite(teams: TeamsStandIn, people: int = 0) -> dict[str, Any]:
    world, start = teams.world, datetime(2026, 11, 25, 9, tzinfo=UTC)
    crowd = tuple(person.id for person in world.crowd(people))
    words = InviteWords("Review", ORGANIZER.id, start, start, required=(*crowd, PEOPLE[11].id))
    invite = world.add_invite("invite", words, thread=MEETING_THREAD, join_url="https://teams.example/join")
    teams.scopes.installed.add(MEETING_THREAD)
    return {"meeting": invite.meeting_id}


async def test_a_roster_of_hundreds_comes_in_pages(teams: TeamsStandIn, service: aiohttp.ClientSession) -> None:
    await _invite(teams, people=260)
    path = _path("v3", "conversations", MEETING_THREAD, "pagedmembers")
    sizes, members, token = [], [], ""
    while True:
        query = {"pageSize": "10", **({"continuationToken": token} if token else {})}
        page = await (await service.get(path.with_query(query))).json()
        sizes.append(len(page["members"]))
        members += page["members"]
        token = page.get("continuationToken", "")
        if not token:
            break
    assert sizes == [50, 50, 50, 50, 50, 12]
    assert len({member["id"] for member in members}) == 262
    assert [member["userRole"] for member in members].count("guest") == 1
    assert len((await (await service.get(path)).json())["members"]) == 200


async def test_a_made_up_page_token_is_a_bad_request(service: aiohttp.ClientSession, channel: str) -> None:
    path = _path("v3", "conversations", channel, "pagedmembers").with_query(continuationToken="zzz")
    assert await _code(await service.get(path)) == (400, "BadArgument")


async def test_a_meeting_is_found_under_an_id_with_a_slash(teams: TeamsStandIn, service: aiohttp.ClientSession) -> None:
    meeting = (await _invite(teams))["meeting"]
    assert "/" in meeting
    info = await (await service.get(_path("v1", "meetings", meeting))).json()
    assert info["conversation"]["id"] == MEETING_THREAD

    path = _path("v1", "meetings", meeting, "participants", ORGANIZER.id).with_query(tenantId=teams.world.tenant)
    told = await (await service.get(path)).json()
    assert (told["meeting"]["role"], told["user"]["aadObjectId"]) == ("Organizer", ORGANIZER.id)


async def test_members_and_team_are_told(teams: TeamsStandIn, service: aiohttp.ClientSession, channel: str) -> None:
    everybody = await (await service.get(_path("v3", "conversations", channel, "members"))).json()
    assert [member["name"] for member in everybody][:2] == ["Maren Lindqvist", "Siobhán O'Brien"]
    one = await service.get(_path("v3", "conversations", channel, "members", everybody[1]["id"]))
    assert await one.json() == everybody[1]
    outside = await service.get(_path("v3", "conversations", channel, "members", PEOPLE[9].teams_id))
    assert outside.status == 404
    team = await (await service.get(_path("v3", "teams", channel))).json()
    assert team["name"] == "Harvest"
    channels = await (await service.get(_path("v3", "teams", channel, "conversations"))).json()
    assert channels["conversations"] == [{"id": channel, "name": None}]


async def test_calls_to_the_old_service_address_still_work_after_it_moved(
    teams: TeamsStandIn, service: aiohttp.ClientSession, channel: str
) -> None:
    teams.move_to("amer")
    assert teams.writer.service_url.endswith("/amer/")
    answers = await asyncio.gather(service.post(_messages(channel), json=HELLO))
    assert answers[0].status == 201
