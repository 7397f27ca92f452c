"""An organizer whom the bot never met: the app is installed for them where allowed, else they are counted, once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.bootstrap import look
from bot.playground.graph import PersonInfo
from tests.redis_fixtures import until
from tests.sight_fixtures import figure
from tests.tenant_fixtures import MAREN, READ_OUT, TEAM, Tenant, open_tenant

NEWCOMER = "77777777-aaaa-4bbb-8ccc-000000000007"
QUESTION = ("Make it async", "Shorten", "Keep", "Wrong")


async def move_in(tenant: Tenant) -> None:
    """Somebody joins the company who shares no place with the bot; their mailbox is watched from the next round on."""
    world = tenant.playground.world
    world.people[NEWCOMER] = replace(
        world.people[MAREN], id=NEWCOMER, name="Nadia Okoro", email="nadia.okoro@harvest.example"
    )
    tenant.playground.graph.add_person(PersonInfo(NEWCOMER, "Nadia Okoro", "nadia.okoro@harvest.example"))
    await tenant.page.post("clock", {"advance_s": 1860})
    await until(lambda: NEWCOMER in tenant.playground.outlook.watched())
    await tenant.quiet()


async def ask(tenant: Tenant, number: int) -> None:
    await tenant.invite(f"Status round {number}", READ_OUT, organizer=NEWCOMER, required=TEAM)
    await tenant.quiet()


async def counted(tenant: Tenant) -> float:
    await look(tenant.gateway)
    return figure("potluck_unreachable_organizers")


async def test_who_cannot_be_reached_is_counted_once(tmp_path: Path, redis_server: str) -> None:
    async with open_tenant(tmp_path, redis_server, POTLUCK_MAILBOXES=NEWCOMER) as tenant:
        await move_in(tenant)
        for number in range(2):
            await ask(tenant, number)
        assert await counted(tenant) == 1


async def test_the_app_is_installed_for_them_where_that_is_allowed(tmp_path: Path, redis_server: str) -> None:
    more = {"POTLUCK_MAILBOXES": NEWCOMER, "POTLUCK_GRAPH_INSTALLS": "yes"}
    async with open_tenant(tmp_path, redis_server, **more) as tenant:
        await move_in(tenant)
        tenant.playground.world.personal_chat(NEWCOMER)
        await ask(tenant, 1)
        await tenant.page.look()
        chat = tenant.private(NEWCOMER)
        await tenant.card(chat, *QUESTION)
        await tenant.quiet()
        assert len(await tenant.cards(chat, *QUESTION)) == 1
        assert await counted(tenant) == 0
