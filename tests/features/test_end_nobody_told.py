"""The end of a meeting that Teams never told of: asked once, a good while after it should have ended."""

from __future__ import annotations

from tests.features.test_meeting_to_tasks import ASK
from tests.tenant_fixtures import READ_OUT, Tenant


async def begun(tenant: Tenant) -> tuple[str, str]:
    """The ids of a running meeting of half an hour, and of its chat."""
    invite = await tenant.invite("Planning", READ_OUT)
    meeting = next(one for one in (await tenant.page.look())["meetings"] if one["invite_id"] == invite)
    await tenant.tell_meeting(meeting["id"], "start")
    await tenant.quiet()
    return str(meeting["id"]), str(meeting["chat_id"])


async def test_it_is_asked_about_when_the_grace_is_over_and_not_before(tenant: Tenant) -> None:
    meeting, chat = await begun(tenant)
    await tenant.page.post("clock", {"advance_s": 80 * 60})
    await tenant.quiet()
    assert not await tenant.cards(chat, *ASK), "it may still be running"
    await tenant.page.post("clock", {"advance_s": 15 * 60})
    await tenant.card(chat, *ASK)
    await tenant.tell_meeting(meeting, "end")
    await tenant.quiet()
    assert len(await tenant.cards(chat, *ASK)) == 1, "an end that is told after all asks nobody again"


async def test_an_end_that_was_told_is_the_only_one(tenant: Tenant) -> None:
    meeting, chat = await begun(tenant)
    await tenant.page.post("clock", {"advance_s": 40 * 60})
    await tenant.tell_meeting(meeting, "end")
    await tenant.card(chat, *ASK)
    await tenant.page.post("clock", {"advance_s": 3600})
    await tenant.quiet()
    assert len(await tenant.cards(chat, *ASK)) == 1


async def test_a_meeting_that_nobody_joined_asks_nobody(tenant: Tenant) -> None:
    invite = await tenant.invite("Planning", READ_OUT)
    meeting = next(one for one in (await tenant.page.look())["meetings"] if one["invite_id"] == invite)
    await tenant.page.post("clock", {"advance_s": 4 * 24 * 3600})
    await tenant.quiet()
    chats = {chat["id"] for chat in (await tenant.page.look())["chats"]}
    assert meeting["chat_id"] not in chats or not await tenant.cards(str(meeting["chat_id"]), *ASK)
