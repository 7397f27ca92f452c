"""What is still open from the last occurrence of a series stands on top of the next one's card."""

from __future__ import annotations

from bot.playground.card_hand import Entries
from tests.tenant_fixtures import ANA, MAREN, Tenant, words

ASK = ("Add", "Nothing to do")
OFFER = ("Accept", "New date", "Pass on", "Not mine", "Done")
WEEK_S = 7 * 24 * 3600


async def hold(tenant: Tenant, meeting: str, chat: str, count: int) -> None:
    """The next occurrence; waits for its card, the `count`th in the chat."""
    await tenant.tell_meeting(meeting, "start")
    await tenant.page.post("clock", {"advance_s": 1800})
    await tenant.tell_meeting(meeting, "end")

    def cards(state: dict[str, object]) -> bool | None:
        return True if len(_asked(state, chat)) >= count else None

    await tenant.page.until(f"outcome card number {count}", cards, 20)
    await tenant.quiet()


def _asked(state: dict[str, object], chat: str) -> list[dict[str, object]]:
    chats = state["chats"]
    assert isinstance(chats, list)
    messages = next(one for one in chats if one["id"] == chat)["messages"]
    return [one for one in messages if one["card"] and "What did you take away?" in words(one["card"])]


async def test_open_items_of_last_time_stand_on_the_next_card_until_they_are_done(tenant: Tenant) -> None:
    invite = await tenant.invite("Weekly planning", "Settle together which risks we take.", recurring="weekly")
    meeting = next(one for one in (await tenant.page.look())["meetings"] if one["invite_id"] == invite)
    chat = meeting["chat_id"]
    await hold(tenant, meeting["id"], chat, 1)
    first = await tenant.card(chat, *ASK)
    assert "Still open from last time" not in words(first["card"])
    await tenant.press(chat, first, MAREN, "Add", Entries(text="Ana checks the numbers. I'll send the plan."))
    await tenant.quiet()
    await tenant.page.post("clock", {"advance_s": WEEK_S})
    await hold(tenant, meeting["id"], chat, 2)
    second = await tenant.card(chat, *ASK)
    assert second["id"] != first["id"]
    text = words(second["card"])
    assert text.index("Still open from last time") < text.index("check the numbers")
    assert "send the plan" in text
    await tenant.press(tenant.private(ANA), await tenant.card(tenant.private(ANA), *OFFER), ANA, "Done")
    await tenant.quiet()
    assert "check the numbers" not in words((await tenant.card(chat, *ASK))["card"])
