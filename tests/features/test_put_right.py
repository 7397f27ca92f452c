"""What was understood can be put right on the card in the chat: one tap to see it, one to open it, one to save."""

from __future__ import annotations

import pytest

from bot.playground.card_hand import Entries, StepFailed
from tests.tenant_fixtures import ANA, MAREN, TARO, ZOE, Tenant, words

ASK = ("Add", "Nothing to do")
OFFER = ("Accept", "New date", "Pass on", "Not mine", "Done")
CHANGE = (*ASK, "Change mine")


async def understood(tenant: Tenant, said: str) -> str:
    chat = await tenant.hold_meeting()
    await tenant.press(chat, await tenant.card(chat, *ASK), MAREN, "Add", Entries(text=said))
    await tenant.quiet()
    return chat


async def fix(tenant: Tenant, chat: str, person: str, button: str, entries: Entries) -> str:
    card = await tenant.card(chat, *CHANGE)
    shown = await tenant.press(chat, card, person, "Change mine")
    assert "As Potluck understood it" in shown
    assert "What should it say?" in await tenant.press(chat, card, person, "Change")
    said = await tenant.press(chat, card, person, button, entries)
    await tenant.quiet()
    return said


async def test_what_who_and_when_are_put_right_by_the_author(tenant: Tenant) -> None:
    chat = await understood(tenant, "Ana checks the numbers.")
    entries = Entries(text="check the figures for March", person=ZOE, date="2027-01-15")
    assert "Put right" in await fix(tenant, chat, MAREN, "Save", entries)
    shown = words((await tenant.card(chat, *ASK))["card"])
    assert "check the figures for March" in shown
    assert "check the numbers" not in shown
    (offer,) = await tenant.cards(tenant.private(ZOE), *OFFER)
    assert "Fri 15 Jan" in words(offer["card"])


async def test_an_owner_who_was_asked_sees_the_words_put_right_on_the_same_card(tenant: Tenant) -> None:
    chat = await understood(tenant, "Ana checks the numbers.")
    await fix(tenant, chat, MAREN, "Save", Entries(text="check the figures"))
    (offer,) = await tenant.cards(tenant.private(ANA), *OFFER)
    assert "check the figures" in words(offer["card"])


async def test_removing_takes_it_off_the_card_of_who_was_asked(tenant: Tenant) -> None:
    chat = await understood(tenant, "Ana checks the numbers.")
    assert "Removed" in await fix(tenant, chat, MAREN, "Remove", Entries())
    await tenant.sees(tenant.private(ANA), "Taken back")
    assert not await tenant.cards(tenant.private(ANA), *OFFER)


async def test_an_older_face_that_teams_puts_up_late_does_not_stay(tenant: Tenant) -> None:
    chat = await tenant.hold_meeting()
    older = (await tenant.card(chat, *ASK))["card"]
    await tenant.press(chat, await tenant.card(chat, *ASK), MAREN, "Add", Entries(text="Ana checks the numbers."))
    await tenant.sees(chat, "check the numbers")
    await tenant.quiet()
    world = tenant.playground.world
    world.edit(world.chats[chat].message((await tenant.card(chat, *ASK))["id"]), card=older)
    assert "check the numbers" not in words((await tenant.card(chat, *ASK))["card"])
    await tenant.page.post("clock", {"advance_s": 660})
    await tenant.sees(chat, "check the numbers")


async def test_others_are_offered_nothing_to_change(tenant: Tenant) -> None:
    chat = await understood(tenant, "Ana checks the numbers.")
    card = await tenant.card(chat, *CHANGE)
    assert "Nothing here is yours to change" in await tenant.press(chat, card, TARO, "Change mine")
    with pytest.raises(StepFailed, match="no button"):
        await tenant.press(chat, card, TARO, "Change")


async def test_who_said_yes_is_the_only_one_to_change_it_after(tenant: Tenant) -> None:
    chat = await understood(tenant, "Ana checks the numbers.")
    private = tenant.private(ANA)
    await tenant.press(private, await tenant.card(private, *OFFER), ANA, "Accept")
    await tenant.quiet()
    with pytest.raises(StepFailed, match="not yours"):
        await fix(tenant, chat, MAREN, "Save", Entries(text="check the figures"))
    assert "Put right" in await fix(tenant, chat, ANA, "Save", Entries(text="check the figures"))
