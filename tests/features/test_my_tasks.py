""" "my tasks" by hand: narrowed, moved and done in place, and never read out where others are."""

from __future__ import annotations

from bot.domain.person import Preferences
from bot.features.owned_tasks.my_tasks import IN_PRIVATE
from bot.playground.card_hand import Entries
from bot.playground.page_client import Json
from tests.tenant_fixtures import ANA, MAREN, Tenant, words

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


async def search(tenant: Tenant, person: str, words: str) -> Json:
    """What the client shows for a search in the compose box of the meeting's chat."""
    world, teams = tenant.playground.world, tenant.playground.teams
    chat = world.chats[tenant.channel]
    answer = await teams.delivery.ask(teams.writer.search(chat, world.people[person], words))
    assert answer.status == 200
    found: Json = answer.body["composeExtension"]
    return found


async def test_a_search_finds_one_s_own_tasks_and_gives_a_card_to_insert(tenant: Tenant) -> None:
    await promises(tenant)
    everything = await search(tenant, MAREN, "")
    assert len(everything["attachments"]) == 2
    (found,) = (await search(tenant, MAREN, "WIKI tidy"))["attachments"]
    assert found["preview"]["content"]["title"] == "tidy the wiki"
    inserted = words(found["content"])
    assert "Maren Lindqvist" in inserted
    assert "Planning" not in inserted  # who reads it there may not have been in the meeting
    assert len((await search(tenant, MAREN, "from planning"))["attachments"]) == 2
    assert (await search(tenant, ANA, "wiki"))["text"] == "Nothing of yours matches."
    redis, settings = tenant.gateway.redis, tenant.gateway.settings
    await redis.people.prefer(settings.tenant_id, ANA, Preferences(locale="de-DE"))
    assert (await search(tenant, ANA, "wiki"))["text"] == "Nichts von dir passt dazu."
    await tenant.page.say(tenant.private(ANA), ANA, "my tasks")
    await tenant.sees(tenant.private(ANA), "Nichts wartet auf dich.")


async def test_asked_for_before_others_the_list_comes_in_private(tenant: Tenant) -> None:
    chat = await promises(tenant)
    await tenant.page.say(chat, MAREN, "my tasks", mention=True)
    await tenant.sees(tenant.private(MAREN), "2 open")
    await tenant.sees(chat, IN_PRIVATE)
