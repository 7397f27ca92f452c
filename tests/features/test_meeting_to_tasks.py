"""Story two, first half: a meeting ends, people say what they took away, and owners say yes or no."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.playground.card_hand import Entries, StepFailed
from tests.redis_fixtures import until
from tests.tenant_fixtures import ANA, LUKASZ, MAREN, SIOBHAN, TARO, TEAM, ZOE, Tenant, words

ASK = ("Add", "Nothing to do")
DAY_S = 24 * 3600
OFFER = ("Accept", "New date", "Pass on", "Not mine", "Done")


async def test_a_meeting_whose_end_is_told_twice_asks_once(tenant: Tenant) -> None:
    await tenant.page.post("physics", {"id": "teams_repeats", "on": True})
    chat = await tenant.hold_meeting()
    await tenant.card(chat, *ASK)
    await tenant.quiet()
    assert len(await tenant.cards(chat, *ASK)) == 1


async def test_own_words_become_tasks_and_owners_are_asked_in_private(tenant: Tenant) -> None:
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    said = "I'll send the launch plan by Friday. Ana checks the numbers by tomorrow."
    assert "Kept, thank you" in await tenant.press(chat, card, MAREN, "Add", Entries(text=said))
    await tenant.sees(chat, "check the numbers")
    offer = await tenant.card(tenant.private(ANA), *OFFER)
    text = words(offer["card"])
    assert "Is this yours?" in text
    assert "check the numbers" in text
    assert "Maren Lindqvist named you after “Planning”" in text
    assert not await tenant.cards(tenant.private(MAREN), *OFFER)  # "I'll do it" is a yes; nobody asks again


async def test_the_card_s_own_fields_name_an_owner_and_a_date(tenant: Tenant) -> None:
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    await tenant.press(chat, card, MAREN, "Add", Entries(text="Update the runbook", person=ZOE, date="2027-01-15"))
    offer = await tenant.card(tenant.private(ZOE), *OFFER)
    assert "Fri 15 Jan" in words(offer["card"])


async def test_the_same_submission_twice_is_kept_once(tenant: Tenant) -> None:
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    for _ in range(2):
        path = f"chats/{chat.replace(':', '%3A').replace('@', '%40')}/messages/{card['id']}/invoke"
        add = next(button for button in card["card"]["actions"] if button["title"] == "Add")
        data = {**add["data"], "words": "Ana checks the numbers by Friday"}
        await tenant.page.post(path, {"as": MAREN, "verb": "outcome.add", "data": data})
    await tenant.card(tenant.private(ANA), *OFFER)
    await tenant.quiet()
    assert len(await tenant.cards(tenant.private(ANA), *OFFER)) == 1


async def test_six_people_who_answer_at_once_lose_nothing(tenant: Tenant) -> None:
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    await tenant.page.look()
    presses = [
        tenant.page.press(chat, card, person, "Add", Entries(text=f"I'll bring dish number {number} by Friday"))
        for number, person in enumerate(TEAM)
    ]
    await asyncio.gather(*presses)
    for number in range(len(TEAM)):
        await tenant.sees(chat, f"bring dish number {number}")
    await tenant.sees(chat, "6 people have answered")
    assert len(await tenant.cards(chat, *ASK)) == 1


async def test_nothing_to_do_closes_it_and_is_counted(tenant: Tenant) -> None:
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    assert "Nothing to do" in await tenant.press(chat, card, ZOE, "Nothing to do")
    await tenant.sees(chat, "1 person has answered")


async def test_an_empty_submission_is_refused_with_a_kind_word(tenant: Tenant) -> None:
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    with pytest.raises(StepFailed, match="Write at least one thing"):
        await tenant.press(chat, card, ZOE, "Add", Entries(text=""))


async def test_late_answers_are_fine_for_seven_days_and_then_refused_with_a_way_on(tenant: Tenant) -> None:
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    over = tenant.gateway.clock.now()
    await tenant.page.post("clock", {"advance_s": 6 * DAY_S})
    await until(lambda: tenant.gateway.clock.now() > over + timedelta(days=5))
    await tenant.press(chat, card, MAREN, "Add", Entries(text="Ana checks the numbers"))
    await tenant.card(tenant.private(ANA), *OFFER)
    await tenant.page.post("clock", {"advance_s": 2 * DAY_S})
    await until(lambda: tenant.gateway.clock.now() > over + timedelta(days=7, hours=1))
    with pytest.raises(StepFailed, match="Tell Potluck in the chat instead"):
        await tenant.press(chat, await tenant.card(chat, *ASK), ZOE, "Add", Entries(text="I'll send the plan"))


async def offered(tenant: Tenant, said: str, owner: str) -> tuple[str, dict[str, object]]:
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    await tenant.press(chat, card, MAREN, "Add", Entries(text=said))
    private = tenant.private(owner)
    return private, await tenant.card(private, *OFFER)


async def test_accept_then_done(tenant: Tenant) -> None:
    chat, card = await offered(tenant, "Ana checks the numbers by Friday", ANA)
    assert "It's yours" in await tenant.press(chat, card, ANA, "Accept")
    await tenant.sees(chat, "It's yours")
    assert "Done, well done" in await tenant.press(chat, card, ANA, "Done")


async def test_a_new_date_is_a_yes(tenant: Tenant) -> None:
    chat, card = await offered(tenant, "Ana checks the numbers by Friday", ANA)
    await tenant.press(chat, card, ANA, "New date")
    assert "Tue 12 Jan 2027" in await tenant.press(chat, card, ANA, "Save", Entries(date="2027-01-12"))


async def test_not_mine_goes_back_to_who_wrote_it(tenant: Tenant) -> None:
    chat, card = await offered(tenant, "Łukasz updates the runbook", LUKASZ)
    assert "Not yours, noted" in await tenant.press(chat, card, LUKASZ, "Not mine")
    told = await tenant.card(tenant.private(MAREN), "I'll take it", "Ask somebody else", "Drop it")
    assert "update the runbook" in words(told["card"]).lower()
    assert "It's yours" in await tenant.press(tenant.private(MAREN), told, MAREN, "I'll take it")


async def test_passing_on_asks_the_other_person_first(tenant: Tenant) -> None:
    chat, card = await offered(tenant, "山田 太郎 prepares the demo environment by Monday", TARO)
    await tenant.press(chat, card, TARO, "Pass on")
    assert "Passed on to Siobhán O'Brien" in await tenant.press(chat, card, TARO, "Pass on", Entries(person=SIOBHAN))
    offer = await tenant.card(tenant.private(SIOBHAN), *OFFER)
    assert "prepare the demo environment" in words(offer["card"])


async def test_a_mention_in_the_meeting_chat_is_kept_and_answered(tenant: Tenant) -> None:
    chat = await tenant.hold_meeting()
    await tenant.card(chat, *ASK)
    await tenant.page.say(chat, TARO, "Siobhán books the test kitchen by Monday", mention=True)
    await tenant.sees(chat, "book the test kitchen")
    await tenant.card(tenant.private(SIOBHAN), *OFFER)
    await tenant.page.say(chat, TARO, "thanks everybody!", mention=True)
    await tenant.sees(chat, "I found nothing to do in that")


async def test_what_is_not_said_to_the_bot_is_not_heard(tenant: Tenant) -> None:
    chat = await tenant.hold_meeting()
    await tenant.card(chat, *ASK)
    await tenant.page.say(chat, TARO, "Siobhán books the test kitchen by Monday")
    await tenant.quiet()
    assert not await tenant.cards(tenant.private(SIOBHAN), *OFFER)


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("HELP", "I score nobody"),
        ("my tasks", "Nothing is waiting for you"),
        ("settings", "My time zone"),
        ("pause", "Tasks you said yes to stay with you"),
        ("what is this", "I score nobody"),
    ],
)
async def test_commands_in_the_private_chat_are_answered(tenant: Tenant, said: str, seen: str) -> None:
    chat = tenant.private(MAREN)
    await tenant.page.say(chat, MAREN, said)
    await tenant.sees(chat, seen)
