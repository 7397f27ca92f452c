"""People get what is kept of them, and are forgotten when they say so: nothing in Redis names them afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.playground.card_hand import Entries
from bot.playground.page_client import chat_of, from_bot
from bot.playground.people import HARVEST
from tests.features.test_meeting_to_tasks import ASK, OFFER
from tests.features.test_privacy import everything_in
from tests.redis_fixtures import until
from tests.tenant_fixtures import ANA, MAREN, ZOE, Tenant, words

SAID = "Ana checks the numbers by Friday. Zoë Müller books the hall for Ana Souza. Maren sends the plan by Monday."


async def with_tasks(tenant: Tenant) -> None:
    """Ana accepted one, is named in the words of another, and said something herself."""
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    await tenant.press(chat, card, MAREN, "Add", Entries(text=SAID))
    offer = await tenant.card(tenant.private(ANA), *OFFER)
    await tenant.press(tenant.private(ANA), offer, ANA, "Accept")
    await tenant.press(chat, card, ANA, "Add", Entries(text="Zoë brings the samples by Friday"))
    await tenant.card(tenant.private(ZOE), *OFFER)
    await tenant.quiet()


async def asked(tenant: Tenant, command: str, heading: str) -> dict[str, Any]:
    """The card that answers a command, a new one."""
    chat = tenant.private(ANA)

    def answers(told: dict[str, Any]) -> list[dict[str, Any]]:
        return [one for one in from_bot(chat_of(told, chat)) if one["card"] and heading in words(one["card"])]

    before = len(answers(await tenant.page.look()))
    await tenant.page.say(chat, ANA, command)
    return await tenant.page.until(heading, lambda told: answers(told)[-1] if len(answers(told)) > before else None, 20)


async def test_the_own_data_come_as_one_file_by_a_link_that_serves_nobody_for_long(tenant: Tenant) -> None:
    await with_tasks(tenant)
    chat = next(one["chat_id"] for one in tenant.page.tenant["meetings"])
    card = await tenant.card(chat, *ASK)
    await tenant.press(chat, card, ANA, "Add", Entries(text="Lovely, all of it."))  # nothing to do: hers to decide
    await tenant.quiet()
    card = await asked(tenant, "Export my data!", "Your data")
    url = next(button["url"] for button in card["card"]["actions"] if button["title"] == "Download")
    async with tenant.http.get(url) as answer:
        assert answer.status == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        told = await answer.json()
    assert told["person"]["name"] == "Ana Souza"
    assert [one["meeting"] for one in told["asked_about"]] == ["Planning"]
    assert told["words_waiting"] == ["Lovely, all of it."]
    mine = {task["what"]: task for task in told["tasks"]}
    assert mine["check the numbers"]["yours_to_do"]
    assert mine["bring the samples"]["proposed_by_you"]
    assert "send the plan" not in mine
    assert "book the hall for Ana Souza" not in mine
    for spoilt in (url[:-1] + ("0" if url[-1] != "0" else "1"), url.replace(ANA, MAREN), url.rsplit(".", 1)[0]):
        async with tenant.http.get(spoilt) as answer:
            assert answer.status == 404
    given = tenant.gateway.clock.now()
    await tenant.page.post("clock", {"advance_s": 16 * 60})
    await until(lambda: tenant.gateway.clock.now() > given + timedelta(minutes=15))
    async with tenant.http.get(url) as answer:
        assert answer.status == 404


async def test_who_asks_to_be_forgotten_is_asked_once_more_and_then_named_nowhere(tenant: Tenant) -> None:
    await with_tasks(tenant)
    card = await asked(tenant, "delete my data", "Delete your data?")
    assert "Nothing was deleted" in await tenant.press(tenant.private(ANA), card, ANA, "Keep it")
    settings, ana = tenant.gateway.settings, next(person for person in HARVEST if person.id == ANA)
    traces = (ana.id, ana.teams_id, ana.email, ana.name, tenant.private(ANA))

    def named() -> list[str]:
        held = everything_in(settings.redis_url.reveal(), settings.key_prefix)
        return [trace for trace in traces if trace in held]

    assert len(named()) >= 4, "the detector works"
    card = await asked(tenant, "forget me", "Delete your data?")
    assert "is being deleted" in await tenant.press(tenant.private(ANA), card, ANA, "Delete my data")
    await until(lambda: named() == [])
    await tenant.quiet()
    assert named() == []
    redis, tenant_id = tenant.gateway.redis, settings.tenant_id
    team = tenant.page.tenant["teams"][0]["id"]
    tasks = {task.what: task async for task in redis.tasks.open_of_team(tenant_id, team)}
    assert "book the hall for someone who left" in tasks, "what others have to do keeps its words"
    assert (tasks["check the numbers"].owner, tasks["check the numbers"].state) == (None, "proposed")
    assert tasks["bring the samples"].owner == ZOE
    assert (await redis.people.preferences(tenant_id, ANA)).opted_out, "silence outlives the data"
    await tenant.page.say(tenant.private(ANA), ANA, "resume")

    async def back() -> bool:
        return not (await redis.people.preferences(tenant_id, ANA)).opted_out

    await until(back)


async def test_nobody_else_s_click_forgets_a_person(tenant: Tenant) -> None:
    chat = await tenant.hold_meeting()
    await tenant.card(chat, *ASK)
    await tenant.page.say(chat, ANA, "delete my data", mention=True)
    await tenant.quiet()
    assert not await tenant.cards(chat, "Delete my data")
    assert words((await tenant.cards(chat, *ASK))[0]["card"])
