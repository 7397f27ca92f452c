"""What Teams clients make of cards: buttons, answers for one person, refreshes, meetings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.playground.people import ORGANIZER, PEOPLE
from bot.playground.records import InviteWords, Message
from bot.playground.teams import NotPossible, TeamsStandIn

from .conftest import TinyBot

NEXT = {"type": "AdaptiveCard", "body": [{"type": "TextBlock", "text": "next"}]}
OTHER = PEOPLE[1]
BUTTON = {"type": "Action.Execute", "verb": "go", "fallback": {"type": "Action.Submit", "data": {"verb": "old"}}}


def _said(teams: TeamsStandIn, **card: Any) -> Message:
    channel = teams.world.team.id
    teams.scopes.installed.add(channel)
    return teams.world.say(channel, teams.world.bot, card={"type": "AdaptiveCard", "actions": [BUTTON], **card})


def _answer(kind: str, value: Any, status: int = 200) -> tuple[int, dict[str, Any]]:
    return 200, {"statusCode": status, "type": f"application/vnd.microsoft.{kind}", "value": value}


async def test_the_answer_to_a_button_is_for_the_presser_alone_until_the_card_is_edited(
    teams: TeamsStandIn, tiny_bot: TinyBot
) -> None:
    message = _said(teams)
    tiny_bot.answers.append(_answer("card.adaptive", NEXT))
    shown = await teams.client.press(teams.world.team.id, message.id, ORGANIZER.id, "go", {"words": "ü"})

    assert shown.card == NEXT
    assert message.views == {ORGANIZER.id: NEXT}
    [invoke] = tiny_bot.activities
    assert (invoke["type"], invoke["name"], invoke["replyToId"]) == ("invoke", "adaptiveCard/action", message.id)
    assert invoke["value"]["trigger"] == "manual"
    assert invoke["value"]["action"]["data"] == {"words": "ü"}

    teams.world.edit(message, card={"type": "AdaptiveCard"})
    assert message.views == {}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (_answer("activity.message", "Noted."), (None, "Noted.", None)),
        (_answer("error", {"code": "BadRequest", "message": "Too long."}, 400), (None, None, "Too long.")),
        ((500, None), (None, None, "Something went wrong. Please try again.")),
        ((202, None), (None, None, "Something went wrong. Please try again.")),
        ((200, {"statusCode": 200, "type": "odd"}), (None, None, "Something went wrong. Please try again.")),
    ],
)
async def test_toasts_and_errors_leave_the_card_as_it_is(
    teams: TeamsStandIn, tiny_bot: TinyBot, answer: tuple[int, Any], expected: tuple[Any, Any, Any]
) -> None:
    message = _said(teams)
    tiny_bot.answers.append(answer)
    shown = await teams.client.press(teams.world.team.id, message.id, ORGANIZER.id, "go", {})
    assert (shown.card, shown.message, shown.error) == expected
    assert message.views == {}


async def test_a_button_that_is_only_a_fallback_cannot_be_pressed(teams: TeamsStandIn) -> None:
    message = _said(teams)
    with pytest.raises(NotPossible, match="no longer on the card"):
        await teams.client.press(teams.world.team.id, message.id, ORGANIZER.id, "old", {})


async def test_who_is_not_in_the_chat_presses_nothing_there(teams: TeamsStandIn) -> None:
    message = _said(teams)
    with pytest.raises(NotPossible, match="not in this chat"):
        await teams.client.press(teams.world.team.id, message.id, PEOPLE[8].id, "go", {})


async def test_an_old_submit_button_arrives_as_a_message_with_a_value(teams: TeamsStandIn, tiny_bot: TinyBot) -> None:
    message = _said(teams, actions=[{"type": "Action.Submit", "data": {"verb": "go"}}])
    await teams.client.press(teams.world.team.id, message.id, ORGANIZER.id, "go", {"verb": "go", "words": "x"})
    await teams.delivery.settled()

    [activity] = tiny_bot.activities
    assert (activity["type"], activity["value"]) == ("message", {"verb": "go", "words": "x"})
    assert "text" not in activity


async def test_a_view_is_refreshed_by_the_clients_of_the_named_people_alone(
    teams: TeamsStandIn, tiny_bot: TinyBot
) -> None:
    action = {"type": "Action.Execute", "verb": "look", "data": {"task": "T-1"}}
    message = _said(teams, refresh={"action": action, "userIds": [ORGANIZER.teams_id]})
    tiny_bot.answers.append(_answer("card.adaptive", NEXT))

    assert (await teams.client.refresh(teams.world.team.id, message.id, OTHER.id)).card is None
    assert (await teams.client.refresh(teams.world.team.id, message.id, ORGANIZER.id)).card == NEXT
    [invoke] = tiny_bot.activities
    assert (invoke["value"]["trigger"], invoke["value"]["action"]["data"]) == ("automatic", {"task": "T-1"})


async def test_a_refresh_for_more_than_sixty_people_never_happens(teams: TeamsStandIn, tiny_bot: TinyBot) -> None:
    many = [ORGANIZER.teams_id, *(f"29:{number}" for number in range(60))]
    message = _said(teams, refresh={"action": {"verb": "look"}, "userIds": many})
    await teams.client.refresh(teams.world.team.id, message.id, ORGANIZER.id)
    assert tiny_bot.activities == []


async def test_start_and_end_of_a_meeting_are_told_once_the_app_is_in_its_chat(
    teams: TeamsStandIn, tiny_bot: TinyBot
) -> None:
    world, start = teams.world, datetime(2026, 11, 25, 9, tzinfo=UTC)
    words = InviteWords("Review", ORGANIZER.id, start, start, required=(OTHER.id,))
    invite = world.add_invite("invite", words, thread="19:meeting_x@thread.v2", join_url="https://teams.example/j")
    meeting = world.meetings[invite.meeting_id]
    teams.client.start(meeting)
    with pytest.raises(NotPossible, match="already running"):
        teams.client.start(meeting)
    teams.client.end(meeting)
    await teams.delivery.settled()

    [begun], [ended] = tiny_bot.named("meetingStart"), tiny_bot.named("meetingEnd")
    assert begun["channelData"]["meeting"]["id"] == ended["channelData"]["meeting"]["id"] == meeting.id
    assert begun["value"]["Title"] == "Review"
    assert begun["value"]["StartTime"] <= ended["value"]["EndTime"]
    assert ended["from"]["aadObjectId"] == ORGANIZER.id
    assert len(tiny_bot.named("installationUpdate")) == 1
    with pytest.raises(NotPossible, match="not running"):
        teams.client.end(meeting)
