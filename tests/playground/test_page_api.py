"""The page's API: what it shows, and everything that people can do over it."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import aiohttp

from bot.playground.people import HARVEST, ORGANIZER, OUTSIDER, PEOPLE
from bot.playground.run import Playground

from .conftest import TinyBot

ANSWER = {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": {"type": "AdaptiveCard"}}
FORM = {
    "subject": "Status round",
    "body": "Each reports in turn.",
    "organizer": ORGANIZER.id,
    "required": [PEOPLE[1].id, PEOPLE[11].id],
    "optional": [PEOPLE[2].id],
    "duration_min": 45,
}


async def _state(page: aiohttp.ClientSession) -> dict[str, Any]:
    state: dict[str, Any] = await (await page.get("/api/state")).json()
    return state


async def _post(page: aiohttp.ClientSession, path: str, body: Any = None, *, status: int = 200) -> dict[str, Any]:
    answer = await page.post(f"/api/{path}", json=body or {})
    told: dict[str, Any] = await answer.json()
    assert answer.status == status, told
    return told


async def test_the_state_has_what_the_page_shows(page: aiohttp.ClientSession) -> None:
    state = await _state(page)
    told = {"rev", "clock", "people", "teams", "templates", "invites", "chats", "meetings", "physics", "log"}
    assert told <= set(state)
    assert set(state["people"][0]) == {"id", "name", "initials", "color", "role", "guest"}
    assert [person["name"] for person in state["people"] if person["guest"]] == ["Tom Fairweather"]
    assert len(state["templates"]) == 12
    [team] = state["teams"]
    assert team["channel_chat"] in {chat["id"] for chat in state["chats"] if chat["kind"] == "channel"}
    assert {chat["person_id"] for chat in state["chats"] if chat["kind"] == "personal"} == {
        person.id for person in PEOPLE if not person.guest
    }


async def test_an_unchanged_state_is_not_sent_twice(page: aiohttp.ClientSession) -> None:
    tag = (await page.get("/api/state")).headers["ETag"]
    assert (await page.get("/api/state", headers={"If-None-Match": tag})).status == 304
    await _post(page, "clock", {"advance_s": 1})
    assert (await page.get("/api/state", headers={"If-None-Match": tag})).status == 200


async def test_every_template_can_be_sent_as_it_is(page: aiohttp.ClientSession) -> None:
    for template in (await _state(page))["templates"]:
        form = {key: value for key, value in template.items() if key not in {"id", "title", "hint"}}
        made = await _post(page, "invites", {**form, "organizer": ORGANIZER.id}, status=201)
        invite = (await _state(page))["invites"][-1]
        assert (invite["id"], invite["subject"], invite["body"]) == (made["id"], template["subject"], template["body"])
        start = datetime.fromisoformat(invite["start"])
        assert datetime.fromisoformat(invite["end"]) - start == timedelta(minutes=template["duration_min"])
        assert start.weekday() < 5


async def test_an_invite_is_written_changed_and_cancelled_in_calendar_and_tenant_alike(
    page: aiohttp.ClientSession, playground: Playground
) -> None:
    invite_id = (await _post(page, "invites", FORM, status=201))["id"]
    state = await _state(page)
    [meeting] = state["meetings"]
    chat = next(one for one in state["chats"] if one["id"] == meeting["chat_id"])
    assert chat["member_ids"] == [ORGANIZER.id, PEOPLE[1].id, PEOPLE[11].id, PEOPLE[2].id]
    assert (await _event(playground, invite_id))["subject"] == "Status round"

    changed = await page.patch(f"/api/invites/{quote(invite_id, safe='')}", json={"subject": "Sync", "external": True})
    assert changed.status == 200
    event = await _event(playground, invite_id)
    assert event["subject"] == "Sync"
    addresses = [one["emailAddress"]["address"] for one in event["attendees"]]
    assert OUTSIDER in addresses
    assert PEOPLE[11].email in addresses

    await _post(page, f"invites/{quote(invite_id, safe='')}/cancel")
    [invite] = (await _state(page))["invites"]
    assert invite["status"] == "cancelled"
    assert "error" in await _event(playground, invite_id)
    await _post(page, f"meetings/{quote(meeting['id'], safe='')}/start", status=409)


async def _event(playground: Playground, invite_id: str) -> dict[str, Any]:
    """The event as the product would read it."""
    token = playground.login.issue(playground.world.app_id, "https://graph.microsoft.com")
    url = f"{playground.environment['POTLUCK_GRAPH_URL']}/users/{ORGANIZER.id}/events/{quote(invite_id, safe='')}"
    headers = {"Authorization": f"Bearer {token}", "Prefer": 'IdType="ImmutableId"'}
    async with aiohttp.ClientSession() as http, http.get(url, headers=headers) as answer:
        event: dict[str, Any] = await answer.json()
        return event


async def test_a_form_that_does_not_fit_is_told_in_a_sentence(page: aiohttp.ClientSession) -> None:
    told = await _post(page, "invites", {**FORM, "subject": 7}, status=400)
    assert told["error"].endswith(".")
    assert (await _state(page))["invites"] == []


async def test_a_number_of_people_is_made_up(page: aiohttp.ClientSession) -> None:
    await _post(page, "invites", {**FORM, "required": 300, "optional": 40}, status=201)
    state = await _state(page)
    [invite] = state["invites"]
    assert (len(invite["required"]), len(invite["optional"])) == (300, 40)
    assert set(invite["required"]) | set(invite["optional"]) <= {person["id"] for person in state["people"]}


async def test_a_meeting_starts_people_come_and_go_and_it_ends(page: aiohttp.ClientSession, tiny_bot: TinyBot) -> None:
    await _post(page, "invites", FORM, status=201)
    [meeting] = (await _state(page))["meetings"]
    path = f"meetings/{quote(meeting['id'], safe='')}"
    await _post(page, f"{path}/start")
    await _post(page, f"{path}/present", {"person": PEOPLE[1].id, "present": False})
    [meeting] = (await _state(page))["meetings"]
    assert meeting["state"] == "live"
    assert meeting["present_ids"] == [ORGANIZER.id, PEOPLE[11].id, PEOPLE[2].id]

    await _post(page, f"{path}/present", {"person": PEOPLE[8].id, "present": True}, status=400)
    await _post(page, f"{path}/end")
    assert (await _state(page))["meetings"][0]["state"] == "ended"


async def test_people_write_edit_and_delete(page: aiohttp.ClientSession) -> None:
    chat = quote((await _state(page))["teams"][0]["channel_chat"], safe="")
    path, own = f"chats/{chat}/messages", {"as": ORGANIZER.id}
    made = await _post(page, path, {**own, "text": "Hello", "mention": False}, status=201)
    await page.patch(f"/api/{path}/{made['id']}", json={**own, "text": "Hello there"})
    message = next(one for one in (await _state(page))["chats"] if one["kind"] == "channel")["messages"][0]
    assert (message["text"], message["edited"], message["from"]["name"]) == ("Hello there", True, ORGANIZER.name)

    others = await page.delete(f"/api/{path}/{made['id']}", json={"as": PEOPLE[1].id})
    assert others.status == 409
    assert (await page.delete(f"/api/{path}/{made['id']}", json=own)).status == 200
    message = next(one for one in (await _state(page))["chats"] if one["kind"] == "channel")["messages"][0]
    assert (message["text"], message["deleted"]) == (None, True)
    await _post(page, path, {**own, "text": "  "}, status=400)
    await _post(page, path, {"as": PEOPLE[8].id, "text": "I am not here"}, status=409)


async def test_a_button_is_pressed_through_the_page(
    page: aiohttp.ClientSession, playground: Playground, tiny_bot: TinyBot
) -> None:
    world = playground.world
    card = {"type": "AdaptiveCard", "actions": [{"type": "Action.Execute", "verb": "go"}]}
    message = world.say(world.team.id, world.bot, card=card)
    tiny_bot.answers.append((200, ANSWER))
    path = f"chats/{quote(world.team.id, safe='')}/messages/{message.id}"
    told = await _post(page, f"{path}/invoke", {"as": ORGANIZER.id, "verb": "go", "data": {"x": 1}})
    assert told == {"card": {"type": "AdaptiveCard"}, "message": None, "error": None}
    assert await _post(page, f"{path}/refresh", {"as": ORGANIZER.id}) == {"card": None, "message": None, "error": None}
    await _post(page, f"{path}/invoke", {"as": ORGANIZER.id, "verb": "stop", "data": {}}, status=409)
    await _post(page, f"{path}/invoke", {"as": ORGANIZER.id, "verb": "go", "data": []}, status=400)


async def test_people_are_found_by_a_part_of_their_name(page: aiohttp.ClientSession) -> None:
    chat = quote((await _state(page))["teams"][0]["channel_chat"], safe="")
    found = await (await page.get(f"/api/people-picker?chat={chat}&q=zo")).json()
    assert found == [{"id": HARVEST[3].id, "name": "Zoë Müller"}]
    assert (await page.get("/api/people-picker?chat=nowhere&q=zo")).status == 404


async def test_the_clock_moves_forward_only_and_everybody_reads_the_same_time(page: aiohttp.ClientSession) -> None:
    before = datetime.fromisoformat((await (await page.get("/clock")).json())["now"])
    await _post(page, "clock", {"to": (before + timedelta(days=2)).isoformat()})
    after = datetime.fromisoformat((await (await page.get("/clock")).json())["now"])
    assert timedelta(days=2) <= after - before < timedelta(days=2, minutes=1)
    for wrong in ({"to": before.isoformat()}, {"to": "soon"}, {"to": "2030-01-01T00:00:00"}, {"advance_s": -1}, {}):
        assert "error" in await _post(page, "clock", wrong, status=400)


async def test_a_switch_turns_a_mood_of_a_service(page: aiohttp.ClientSession, playground: Playground) -> None:
    await _post(page, "physics", {"id": "graph_throttle", "on": True})
    assert playground.graph.physics.throttle
    shown = {switch["id"]: switch["on"] for switch in (await _state(page))["physics"]}
    assert (shown["graph_throttle"], shown["graph_outage"]) == (True, False)
    await _post(page, "physics", {"id": "gravity", "on": True}, status=400)


async def test_whoever_watches_is_told_of_every_change(page: aiohttp.ClientSession) -> None:
    async with page.get("/api/events") as events, asyncio.timeout(5):
        assert events.content_type == "text/event-stream"
        first = json.loads((await events.content.readuntil(b"\n\n")).removeprefix(b"data: "))
        await _post(page, "invites", FORM, status=201)
        second = json.loads((await events.content.readuntil(b"\n\n")).removeprefix(b"data: "))
    assert second["rev"] > first["rev"]


async def test_what_does_not_exist_is_not_found(page: aiohttp.ClientSession) -> None:
    for path in ("invites/none/cancel", "meetings/none/start", "meetings/none/end"):
        assert "error" in await _post(page, path, status=404)
