"""A message edited or deleted in Teams changes or withdraws what came from it; what somebody agreed to stays theirs."""

from __future__ import annotations

from bot.playground.page_client import chat_of
from tests.tenant_fixtures import ANA, MAREN, TARO, ZOE, Tenant, quoted, words

ASK = ("Add", "Nothing to do")
OFFER = ("Accept", "New date", "Pass on", "Not mine", "Done")


async def written(tenant: Tenant, said: str) -> tuple[str, str]:
    """Taro mentions Potluck in the chat of a meeting that ended; the chat and the message's path."""
    chat = await tenant.hold_meeting()
    await tenant.card(chat, *ASK)
    told = await tenant.page.post(f"chats/{quoted(chat)}/messages", {"as": TARO, "text": said, "mention": True})
    await tenant.quiet()
    return chat, f"/api/chats/{quoted(chat)}/messages/{told['id']}"


async def edit(tenant: Tenant, path: str, said: str) -> None:
    async with tenant.page.http.patch(path, json={"as": TARO, "text": said}) as answer:
        assert answer.status == 200
    await tenant.quiet()


async def delete(tenant: Tenant, path: str) -> None:
    async with tenant.page.http.delete(path, json={"as": TARO}) as answer:
        assert answer.status == 200
    await tenant.quiet()


async def shown(tenant: Tenant, chat: str) -> str:
    """The newest words of the outcome card itself, as everybody sees them."""
    return words((await tenant.card(chat, *ASK))["card"])


async def test_a_deleted_message_takes_back_what_nobody_agreed_to(tenant: Tenant) -> None:
    chat, message = await written(tenant, "Ana checks the numbers by Friday. I'll book the test kitchen.")
    assert "check the numbers" in await shown(tenant, chat)
    await delete(tenant, message)
    await tenant.sees(chat, "Taken back with its message")
    await tenant.sees(tenant.private(ANA), "Taken back")
    assert not await tenant.cards(tenant.private(ANA), *OFFER)
    assert "check the numbers" not in await shown(tenant, chat)
    assert "book the test kitchen" not in await shown(tenant, chat)


async def test_what_somebody_agreed_to_outlives_the_message(tenant: Tenant) -> None:
    chat, message = await written(tenant, "Ana checks the numbers by Friday.")
    offer = await tenant.card(tenant.private(ANA), *OFFER)
    await tenant.press(tenant.private(ANA), offer, ANA, "Accept")
    await delete(tenant, message)
    assert "check the numbers" in await shown(tenant, chat)
    await tenant.sees(chat, "What was already agreed stays")
    await tenant.sees(tenant.private(ANA), "It's yours")


async def test_an_edit_changes_adds_and_withdraws_and_doubles_nothing(tenant: Tenant) -> None:
    chat, message = await written(tenant, "Ana checks the numbers by Friday. Zoë draws the icons.")
    await edit(tenant, message, "Ana checks the numbers by Friday and Maren books the kitchen.")
    text = await shown(tenant, chat)
    assert text.count("check the numbers") == 1
    assert "draw the icons" not in text
    assert "book the kitchen" in text
    assert len(await tenant.cards(tenant.private(ANA), *OFFER)) == 1
    assert len(await tenant.cards(tenant.private(MAREN), *OFFER)) == 1
    assert not await tenant.cards(tenant.private(ZOE), *OFFER)


async def test_an_owner_who_has_not_answered_sees_the_new_words_on_the_same_card(tenant: Tenant) -> None:
    _chat, message = await written(tenant, "Ana checks the numbers.")
    await edit(tenant, message, "Ana checks the numbers for March.")
    await tenant.sees(tenant.private(ANA), "check the numbers for March")
    assert len(await tenant.cards(tenant.private(ANA), *OFFER)) == 1


async def test_the_bot_s_word_in_the_chat_follows_the_message(tenant: Tenant) -> None:
    chat, message = await written(tenant, "Ana checks the numbers.")
    before = len(chat_of(await tenant.page.look(), chat)["messages"])
    await edit(tenant, message, "thanks everybody!")
    await tenant.sees(chat, "I found nothing to do in that")
    assert len(chat_of(await tenant.page.look(), chat)["messages"]) == before


async def test_an_edit_that_is_told_again_and_again_changes_once(tenant: Tenant) -> None:
    await tenant.page.post("physics", {"id": "teams_repeats", "on": True})
    chat, message = await written(tenant, "Ana checks the numbers.")
    await edit(tenant, message, "Ana checks the numbers. Zoë draws the icons.")
    assert (await shown(tenant, chat)).count("draw the icons") == 1
    assert len(await tenant.cards(tenant.private(ZOE), *OFFER)) == 1
