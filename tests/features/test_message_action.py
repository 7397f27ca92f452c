""" "Make this an action item" in a message's menu: the words become an item, and nobody is signed up by it."""

from __future__ import annotations

from bot.playground.page_client import Json
from tests.tenant_fixtures import ANA, MAREN, TARO, ZOE, Tenant, quoted, words

ASK = ("Add", "Nothing to do")
OFFER = ("Accept", "New date", "Pass on", "Not mine", "Done")


async def chosen(tenant: Tenant, said: str, *, presser: str = MAREN, times: int = 1) -> tuple[str, Json]:
    """Taro writes it in the meeting's chat, to nobody's bot; somebody picks it from the message's menu."""
    chat = await tenant.hold_meeting()
    await tenant.card(chat, *ASK)
    told = await tenant.page.post(f"chats/{quoted(chat)}/messages", {"as": TARO, "text": said})
    path = f"chats/{quoted(chat)}/messages/{told['id']}/action-item"
    answers = [await tenant.page.post(path, {"as": presser}) for _ in range(times)]
    await tenant.quiet()
    return chat, answers[-1]


async def test_the_message_s_words_become_an_item_of_the_meeting_and_the_named_person_is_asked(tenant: Tenant) -> None:
    chat, answer = await chosen(tenant, "Ana checks the numbers <by> Friday")
    assert answer["message"] == "Kept. Whoever it names is asked first."
    assert "check the numbers" in words((await tenant.card(chat, *ASK))["card"])
    (offer,) = await tenant.cards(tenant.private(ANA), *OFFER)
    assert "Maren Lindqvist named you" in words(offer["card"])


async def test_i_is_who_wrote_it_and_they_are_asked_rather_than_signed_up(tenant: Tenant) -> None:
    await chosen(tenant, "I'll send the launch plan")
    assert len(await tenant.cards(tenant.private(TARO), *OFFER)) == 1
    assert not await tenant.cards(tenant.private(MAREN), *OFFER)


async def test_a_message_without_an_item_in_it_is_kept_whole_without_an_owner(tenant: Tenant) -> None:
    chat, _answer = await chosen(tenant, "the coffee machine again")
    text = words((await tenant.card(chat, *ASK))["card"])
    assert "the coffee machine again" in text
    assert "nobody yet" in text


async def test_a_message_that_is_chosen_twice_is_one_item(tenant: Tenant) -> None:
    chat, answer = await chosen(tenant, "Zoë draws the icons", times=2)
    assert answer["message"] == "This message is kept already."
    assert len(await tenant.cards(tenant.private(ZOE), *OFFER)) == 1
    assert words((await tenant.card(chat, *ASK))["card"]).count("draw the icons") == 1
