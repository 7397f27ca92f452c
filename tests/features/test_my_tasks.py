""" "my tasks" by hand: narrowed, moved and done in place, and never read out where others are."""

from __future__ import annotations

from bot.features.owned_tasks.my_tasks import IN_PRIVATE
from bot.playground.card_hand import Entries
from tests.tenant_fixtures import MAREN, Tenant, words

ASK = ("Add", "Nothing to do")


async def promises(tenant: Tenant) -> str:
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    said = "I'll send the launch plan by Friday. I'll tidy the wiki."
    await tenant.press(chat, card, MAREN, "Add", Entries(text=said))
    await tenant.sees(chat, "tidy the wiki")
    return chat


async def test_a_list_is_worked_through_in_place(tenant: Tenant) -> None:
    await promises(tenant)
    private = tenant.private(MAREN)
    await tenant.page.say(private, MAREN, "tasks form planing")
    await tenant.page.say(private, MAREN, "my taks from planing")
    card = await tenant.card(private, "Done", "New date", "All")
    assert "2 of 2 · from “planing”" in words(card["card"])
    await tenant.press(private, card, MAREN, "New date")
    moved = await tenant.press(private, card, MAREN, "Save", Entries(date="2027-03-01"))
    assert "2 of 2" in moved
    assert "1 Mar" in moved
    assert "1 of 1" in await tenant.press(private, card, MAREN, "Done")
    assert "1 open" in await tenant.press(private, card, MAREN, "All")


async def test_asked_for_before_others_the_list_comes_in_private(tenant: Tenant) -> None:
    chat = await promises(tenant)
    await tenant.page.say(chat, MAREN, "my tasks", mention=True)
    await tenant.sees(tenant.private(MAREN), "2 open")
    await tenant.sees(chat, IN_PRIVATE)
