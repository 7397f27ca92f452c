"""Notes of a hundred lines, pasted by two people: nobody is flooded, and nothing is lost."""

from __future__ import annotations

from bot.playground.card_hand import Entries
from bot.playground.page_client import from_bot, personal_chat
from tests.tenant_fixtures import ANA, MAREN, TARO, ZOE, Tenant, words

ASK = ("Add", "Nothing to do")
NOUNS = ("invoice", "contract", "poster", "budget", "survey", "manual", "roster", "backup", "banner", "catalogue")
VERBS = ("check", "print", "update", "archive")
NOTES = "\n".join(f"- Ana: {verb} the {noun}" for noun in NOUNS for verb in VERBS) + "\n- Zoë: send the draft to legal"


async def said_to(tenant: Tenant, person: str) -> list[str]:
    return [words(one["card"]) for one in from_bot(personal_chat(await tenant.page.look(), person)) if one["card"]]


async def test_who_is_named_forty_times_gets_one_card_and_a_few_questions(tenant: Tenant) -> None:
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    before = len(await said_to(tenant, ANA))
    assert "Kept, thank you" in await tenant.press(chat, card, MAREN, "Add", Entries(text=NOTES))
    await tenant.quiet()
    (list_of_all,) = (await said_to(tenant, ANA))[before:]
    assert "Are these yours?" in list_of_all
    assert "40 of 40" in list_of_all
    assert "Is this yours?" in (await said_to(tenant, ZOE))[-1]

    await tenant.press(chat, card, TARO, "Add", Entries(text=NOTES))
    await tenant.quiet()
    later = (await said_to(tenant, ANA))[before + 1 :]
    assert sum("Are these yours?" in one for one in later) == 1
    assert len(later) <= 1 + 5  # the same things twice: not eighty questions

    offered = await tenant.card(tenant.private(ANA), "Accept", "Not mine", "More")
    after = await tenant.press(tenant.private(ANA), offered, ANA, "Not mine")
    assert "79 of 79" in after
    assert not await tenant.gateway.redis.queue.dead_letters()
