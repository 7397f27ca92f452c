"""What was understood comes to its author in place, on the one card, with one tap for each thing that is not right."""

from __future__ import annotations

from bot.playground.card_hand import Entries, has_button, press
from bot.playground.page_client import Json
from tests.redis_fixtures import until
from tests.tenant_fixtures import ANA, MAREN, TARO, Tenant, quoted, words

ASK = ("Add", "Nothing to do")
OFFER = ("Accept", "New date", "Pass on", "Not mine", "Done")


async def added(tenant: Tenant, said: str) -> str:
    chat = await tenant.hold_meeting()
    await tenant.press(chat, await tenant.card(chat, *ASK), MAREN, "Add", Entries(text=said))
    await tenant.quiet()
    return chat


async def looked_at(tenant: Tenant, chat: str, person: str) -> tuple[Json, str]:
    """The one card of the chat, and its words as this person's client shows them by itself."""
    card = await tenant.card(chat, *ASK)
    path = f"chats/{quoted(chat)}/messages/{card['id']}/refresh"
    answer = await tenant.page.post(path, {"as": person})
    assert not answer["error"]
    return card, words(answer["card"] or card["card"])


async def test_the_author_alone_is_shown_what_was_understood_until_they_say_it_is_right(tenant: Tenant) -> None:
    chat = await added(tenant, "I'll send the launch plan by Friday. Ana checks the numbers.")
    card, shown = await looked_at(tenant, chat, MAREN)
    assert "As Potluck understood it" in shown
    assert "send the launch plan" in shown
    assert "Ana Souza (asked)" in shown
    _card, others = await looked_at(tenant, chat, TARO)
    assert "As Potluck understood it" not in others
    assert "What did you take away?" in await tenant.press(chat, card, MAREN, "All right")
    await tenant.quiet()
    _card, shown = await looked_at(tenant, chat, MAREN)
    assert "What did you take away?" in shown
    assert "send the launch plan" in shown


async def test_a_card_whose_answer_was_lost_shows_what_was_said_meanwhile_from_the_first_click_on(
    tenant: Tenant,
) -> None:
    """Whatever the click says: here it is refused."""
    await tenant.page.post("physics", {"id": "teams_lost_answers", "on": True})
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    await tenant.quiet()
    await tenant.page.post("physics", {"id": "teams_lost_answers", "on": False})
    await tenant.page.say(chat, TARO, "I'll bring the samples by Friday.", mention=True)
    await tenant.sees(chat, "bring the samples")
    await tenant.quiet()
    assert "bring the samples" not in words((await tenant.card(chat, *ASK))["card"]), "nobody knows which message it is"
    data = press(card["card"], "Add", Entries(text="something")).data
    answer = await tenant.forged(chat, card["id"], MAREN, "outcome.add", {**data, "words": " "})
    assert answer["statusCode"] == 400
    await until(lambda: _stands(tenant, chat, "bring the samples"))


async def _stands(tenant: Tenant, chat: str, what: str) -> bool:
    return what in words((await tenant.card(chat, *ASK))["card"])


async def test_not_an_item_takes_one_tap_and_nobody_is_asked_about_it_any_more(tenant: Tenant) -> None:
    chat = await added(tenant, "Ana checks the numbers.")
    card, _shown = await looked_at(tenant, chat, MAREN)
    assert "Removed" in await tenant.press(chat, card, MAREN, "Not an item")
    await tenant.sees(tenant.private(ANA), "Taken back")


async def test_words_without_an_item_are_never_lost_but_handed_back(tenant: Tenant) -> None:
    chat = await added(tenant, "The coffee machine again!")
    card, shown = await looked_at(tenant, chat, MAREN)
    assert "The coffee machine again!" in shown
    assert "found nothing to do" in shown
    assert "Kept" in await tenant.press(chat, card, MAREN, "Keep as one item")
    await tenant.quiet()
    (card,) = await tenant.cards(chat, *ASK)
    assert "The coffee machine again!" in words(card["card"])
    assert "nobody yet" in words(card["card"])


async def test_no_words_are_left_out_that_their_author_did_not_see(tenant: Tenant) -> None:
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    add = press(card["card"], "Add", Entries(text="?"))
    for number in range(17):
        said = {**add.data, "words": f"The coffee machine number {number}!"}
        await tenant.forged(chat, card["id"], MAREN, add.verb, said)
    await tenant.quiet()
    card, shown = await looked_at(tenant, chat, MAREN)
    assert shown.count("coffee machine") == 15
    assert "and 2 more" in shown
    shown = await tenant.press(chat, card, MAREN, "All right")
    assert shown.count("coffee machine") == 2


async def test_words_without_an_item_can_be_left_out_and_are_forgotten(tenant: Tenant) -> None:
    chat = await added(tenant, "The coffee machine again!")
    card, _shown = await looked_at(tenant, chat, MAREN)
    shown = await tenant.press(chat, card, MAREN, "Leave it out")
    assert "coffee" not in shown
    await tenant.quiet()
    card, shown = await looked_at(tenant, chat, MAREN)
    assert "coffee" not in shown
    assert not has_button(card["card"], "Keep as one item")
