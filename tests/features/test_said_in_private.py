""" "For yesterday's planning: ..." in the private chat becomes notes of that meeting, or asks which one is meant."""

from __future__ import annotations

from datetime import timedelta

from bot.playground.card_hand import has_button
from tests.tenant_fixtures import MAREN, TARO, Tenant, quoted, words

ASK = ("Add", "Nothing to do")
NONE = "None of these"
DAY_S = 24 * 3600


async def planning_yesterday(tenant: Tenant, *more: str) -> str:
    """The planning's chat; other meetings (by subject) were held on the same day."""
    chat = await tenant.hold_meeting("Planning")
    for subject in more:
        await tenant.card(await tenant.hold_meeting(subject), *ASK)
    await tenant.card(chat, *ASK)
    await tenant.page.post("clock", {"advance_s": DAY_S})
    await tenant.quiet()
    return chat


def yesterday(tenant: Tenant) -> str:
    day = tenant.gateway.clock.now().date() - timedelta(days=1)
    return f"{day:%a} {day.day} {day:%b}"


async def say(tenant: Tenant, text: str) -> str:
    """Maren writes to the bot alone; the path of her message."""
    chat = quoted(tenant.private(MAREN))
    told = await tenant.page.post(f"chats/{chat}/messages", {"as": MAREN, "text": text})
    await tenant.quiet()
    return f"/api/chats/{chat}/messages/{told['id']}"


async def shown(tenant: Tenant, chat: str) -> str:
    return words((await tenant.card(chat, *ASK))["card"])


async def test_the_words_become_items_on_the_meeting_s_card_and_change_with_the_message(tenant: Tenant) -> None:
    chat = await planning_yesterday(tenant)
    message = await say(tenant, "for yesterday's planning: I send the minutes by Friday")
    assert "send the minutes" in await shown(tenant, chat)
    await tenant.sees(tenant.private(MAREN), "Kept for “Planning”")
    async with tenant.page.http.patch(message, json={"as": MAREN, "text": "for planning: I send the slides"}):
        await tenant.quiet()
    assert "send the slides" in await shown(tenant, chat)
    assert "send the minutes" not in await shown(tenant, chat)
    async with tenant.page.http.delete(message, json={"as": MAREN}):
        await tenant.quiet()
    assert "send the slides" not in await shown(tenant, chat)


async def test_where_several_fit_one_tap_says_which_and_nobody_else_may_say_it(tenant: Tenant) -> None:
    chat = await planning_yesterday(tenant, "Planning of the party")
    private = tenant.private(MAREN)
    await say(tenant, "for yesterday: I send the minutes by Friday")
    question = await tenant.card(private, NONE)
    assert "I send the minutes" in words(question["card"])
    assert has_button(question["card"], f"Planning of the party · {yesterday(tenant)}")
    button = next(one for one in question["card"]["actions"] if one["title"].startswith("Planning ·"))
    forged = await tenant.forged(private, question["id"], TARO, "outcome.which", button["data"])
    assert forged["statusCode"] == 403
    assert "Kept, thank you" in await tenant.press(private, question, MAREN, button["title"])
    await tenant.quiet()
    assert "send the minutes" in await shown(tenant, chat)
    assert not await tenant.cards(private, NONE)


async def test_a_message_that_is_chosen_in_private_asks_where_it_belongs(tenant: Tenant) -> None:
    chat = await planning_yesterday(tenant)
    message = await say(tenant, "Ana checks the numbers")
    answer = await tenant.page.post(f"{message.removeprefix('/api/')}/action-item", {"as": MAREN})
    assert "Kept" in answer["message"]
    question = await tenant.card(tenant.private(MAREN), NONE)
    await tenant.press(tenant.private(MAREN), question, MAREN, f"Planning · {yesterday(tenant)}")
    await tenant.quiet()
    assert "check the numbers" in await shown(tenant, chat)


async def test_where_none_fits_that_is_said_and_what_was_lately_is_offered(tenant: Tenant) -> None:
    await say(tenant, "for the retrospective: I send the minutes")
    await tenant.sees(tenant.private(MAREN), "I have not kept it")
    chat = await planning_yesterday(tenant)
    private = tenant.private(MAREN)
    await say(tenant, "for the retrospective: I send the minutes")
    question = await tenant.card(private, NONE)
    assert "None of the last seven days is called that" in words(question["card"])
    assert "Nothing of it is kept" in await tenant.press(private, question, MAREN, NONE)
    await tenant.quiet()
    assert "send the minutes" not in await shown(tenant, chat)
