"""Two people write the same item: the people concerned are asked in private, and nothing is merged silently."""

from __future__ import annotations

from bot.playground.card_hand import Entries
from tests.tenant_fixtures import ANA, MAREN, TARO, Tenant, words

ASK = ("Add", "Nothing to do")
OFFER = ("Accept", "New date", "Pass on", "Not mine", "Done")
SAME = ("Merge", "Keep both")


async def written_twice(tenant: Tenant, one: str, other: str) -> str:
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    for person, said in ((MAREN, one), (TARO, other)):
        await tenant.press(chat, card, person, "Add", Entries(text=said))
        await tenant.quiet()
    return chat


async def test_the_owner_is_asked_and_merging_keeps_one_with_the_earlier_date(tenant: Tenant) -> None:
    chat = await written_twice(tenant, "Ana checks the numbers by Friday.", "Ana reviews the numbers by tomorrow.")
    private = tenant.private(ANA)
    assert len(await tenant.cards(private, *OFFER)) == 2
    (question,) = await tenant.cards(private, *SAME)
    assert "check the numbers" in words(question["card"])
    assert "review the numbers" in words(question["card"])
    assert "Merged" in await tenant.press(private, question, ANA, "Merge")
    await tenant.quiet()
    assert len(await tenant.cards(private, *OFFER)) == 1
    assert not await tenant.cards(private, *SAME)
    shown = words((await tenant.card(chat, *ASK))["card"])
    assert ("check the numbers" in shown) != ("review the numbers" in shown)
    assert "Thu 26 Nov" in shown or "tomorrow" in shown or "Fri 27 Nov" not in shown


async def test_where_nobody_is_named_both_authors_are_asked_and_the_first_answer_counts(tenant: Tenant) -> None:
    chat = await written_twice(tenant, "Someone needs to book a room.", "Somebody should book the room.")
    for person in (MAREN, TARO):
        assert len(await tenant.cards(tenant.private(person), *SAME)) == 1
    question = await tenant.card(tenant.private(MAREN), *SAME)
    assert "Both stay" in await tenant.press(tenant.private(MAREN), question, MAREN, "Keep both")
    question = await tenant.card(tenant.private(TARO), *SAME)
    await tenant.press(tenant.private(TARO), question, TARO, "Merge")
    await tenant.quiet()
    assert words((await tenant.card(chat, *ASK))["card"]).count("book ") == 1


async def test_two_different_things_are_not_asked_about(tenant: Tenant) -> None:
    await written_twice(tenant, "Ana checks the numbers.", "Ana sends the numbers.")
    assert not await tenant.cards(tenant.private(ANA), *SAME)
