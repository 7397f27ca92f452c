"""Everything Potluck says by itself has its record: a person can ask why, and an admin can count, without content."""

from __future__ import annotations

from bot.playground.card_hand import Entries
from bot.playground.page_client import chat_of, from_bot
from tests.features.test_meeting_to_tasks import ASK, OFFER
from tests.tenant_fixtures import ANA, MAREN, READ_OUT, Tenant


async def test_an_organizer_is_told_why_they_were_asked(tenant: Tenant) -> None:
    await tenant.invite("Weekly status round", READ_OUT)
    await tenant.card(tenant.private(MAREN), "Make it async", "Keep")
    await tenant.page.say(tenant.private(MAREN), MAREN, "Why did I get this?")
    await tenant.sees(tenant.private(MAREN), "You organize a meeting whose agenda read as work that can be divided.")


async def test_what_was_sent_is_counted_once_by_kind_and_what_came_of_it(tenant: Tenant) -> None:
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    await tenant.press(chat, card, MAREN, "Add", Entries(text="Ana checks the numbers by Friday"))
    await tenant.card(tenant.private(ANA), *OFFER)
    await tenant.quiet()
    house = tenant.gateway
    counts = await house.redis.ledger.counts(house.settings.tenant_id, house.clock.now().date())
    assert counts["outcomes", "delivered"] == 1
    assert counts["offer", "delivered"] == 1
    (latest,) = await house.redis.ledger.latest(house.settings.tenant_id, chat, limit=1)
    assert (latest.kind, latest.came_of_it) == ("outcomes", "delivered")


async def test_to_who_removed_potluck_nothing_is_sent_and_nothing_counts_as_delivered(tenant: Tenant) -> None:
    client, world = tenant.playground.teams.client, tenant.playground.world
    await tenant.page.say(tenant.private(ANA), ANA, "help")
    await tenant.sees(tenant.private(ANA), "Potluck")
    world.personal_chat(ANA)
    client.remove(tenant.private(ANA), world.people[ANA])
    await tenant.quiet()
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    await tenant.press(chat, card, MAREN, "Add", Entries(text="Ana checks the numbers by Friday"))
    await tenant.sees(chat, "check the numbers")
    await tenant.quiet()
    house = tenant.gateway
    counts = await house.redis.ledger.counts(house.settings.tenant_id, house.clock.now().date())
    assert ("offer", "delivered") not in counts


async def test_who_says_that_the_model_was_wrong_is_counted_and_their_words_are_not_kept(tenant: Tenant) -> None:
    await tenant.invite("Weekly status round", READ_OUT)
    chat = tenant.private(MAREN)
    card = await tenant.card(chat, "Make it async", "Keep")
    assert await tenant.playground.teams.client.rate(chat, card["id"], MAREN, good=False)
    house = tenant.gateway
    counts = await house.redis.ledger.counts(house.settings.tenant_id, house.clock.now().date())
    assert counts["rated", "wrong"] == 1


async def test_an_organizer_can_ask_why_nothing_came_and_the_export_holds_both(tenant: Tenant) -> None:
    chat = tenant.private(MAREN)
    await tenant.page.say(chat, MAREN, "pause")
    pausing = await tenant.card(chat, "For a week")
    await tenant.press(chat, pausing, MAREN, "For a week")
    await tenant.invite("Weekly status round", READ_OUT)
    await tenant.quiet()
    await tenant.page.say(chat, MAREN, "Why did I get this?")
    await tenant.sees(chat, "Whether a meeting of yours could be async: you had turned that off.")
    house = tenant.gateway
    counts = await house.redis.ledger.counts(house.settings.tenant_id, house.clock.now().date())
    assert counts["nudge", "opted_out"] == 1
    await tenant.page.say(chat, MAREN, "export my data")
    await tenant.sees(chat, "Everything Potluck keeps about you")
    export = from_bot(chat_of(tenant.page.tenant, chat))[-1]["card"]
    async with tenant.http.get(export["actions"][0]["url"]) as answer:
        told = await answer.json()
    assert [(entry["kind"], entry["came_of_it"]) for entry in told["left_unsaid"]] == [("nudge", "opted_out")]
    assert ("answer", "delivered") in [(entry["kind"], entry["came_of_it"]) for entry in told["said_to_you"]]
