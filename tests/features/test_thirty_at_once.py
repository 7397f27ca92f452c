"""Thirty people answer in one moment, and the end of their meeting is told three times: one card, nothing lost."""

from __future__ import annotations

import asyncio

from bot.playground.card_hand import Entries
from tests.features.test_meeting_to_tasks import ASK
from tests.tenant_fixtures import READ_OUT, Tenant

THIRTY = 30


async def a_meeting_of_thirty(tenant: Tenant) -> tuple[str, list[str]]:
    """The id of its chat and those of the people in it."""
    invite = await tenant.invite("All hands", READ_OUT, required=THIRTY)
    meeting = next(one for one in (await tenant.page.look())["meetings"] if one["invite_id"] == invite)
    await tenant.tell_meeting(meeting["id"], "start")
    await tenant.page.post("clock", {"advance_s": 1800})
    await tenant.tell_meeting(meeting["id"], "end")
    for _ in range(2):
        _tell_the_end_again(tenant, meeting["id"])
    chat = str(meeting["chat_id"])
    return chat, list(tenant.playground.world.chats[chat].member_ids)


def _tell_the_end_again(tenant: Tenant, meeting_id: str) -> None:
    """As another activity, with an id of its own."""
    world, teams = tenant.playground.world, tenant.playground.teams
    meeting = world.meetings[meeting_id]
    chat, organizer = world.chats[meeting.chat_id], world.people[meeting.organizer]
    teams.delivery.tell(teams.writer.meeting_event(chat, organizer, meeting, begins=False, series=False))


async def test_thirty_submissions_and_three_ends_leave_one_card_and_every_item(tenant: Tenant) -> None:
    await tenant.page.post("physics", {"id": "teams_repeats", "on": True})  # and each of them twice
    chat, people = await a_meeting_of_thirty(tenant)
    assert len(people) >= THIRTY
    card = await tenant.card(chat, *ASK)
    said = {person: f"I'll bring dish number {number} by Friday" for number, person in enumerate(people)}
    await tenant.page.look()
    await asyncio.gather(*(tenant.page.press(chat, card, one, "Add", Entries(text=said[one])) for one in people))
    await tenant.sees(chat, f"{len(people)} people have answered")
    await tenant.quiet()
    assert len(await tenant.cards(chat, *ASK)) == 1
    settings = tenant.gateway.settings
    kept = [task.what async for task in tenant.gateway.redis.tasks.open_of_team(settings.tenant_id, chat)]
    assert sorted(kept) == sorted(f"bring dish number {number}" for number in range(len(people)))
