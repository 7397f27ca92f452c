"""What nobody needs any more goes by itself: closed tasks after a month, a team a week after Potluck left it."""

from __future__ import annotations

from bot.playground.card_hand import Entries
from tests.features.test_meeting_to_tasks import ASK, OFFER
from tests.features.test_privacy import everything_in
from tests.redis_fixtures import until
from tests.tenant_fixtures import ANA, MAREN, Tenant

DAY_S = 24 * 3600


async def a_task(tenant: Tenant) -> str:
    """Ana's own, accepted; returns the id of its offer's message."""
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    await tenant.press(chat, card, MAREN, "Add", Entries(text="Ana sharpens the sickles by Friday"))
    offer = await tenant.card(tenant.private(ANA), *OFFER)
    await tenant.press(tenant.private(ANA), offer, ANA, "Accept")
    return str(offer["id"])


def held(tenant: Tenant) -> str:
    settings = tenant.gateway.settings
    return everything_in(settings.redis_url.reveal(), settings.key_prefix)


async def test_a_done_task_goes_after_a_month_and_an_open_one_stays(tenant: Tenant) -> None:
    message = await a_task(tenant)
    offer = {"id": message}
    await tenant.press(tenant.private(ANA), offer, ANA, "Done")
    chat = await tenant.hold_meeting("Retrospective")
    card = await tenant.card(chat, *ASK)
    await tenant.press(chat, card, MAREN, "Add", Entries(text="Ana oils the scythes by Friday"))
    await tenant.sees(chat, "oil the scythes")
    assert "sharpen the sickles" in held(tenant)
    await tenant.page.post("clock", {"advance_s": 32 * DAY_S})
    await until(lambda: '"what":"sharpen the sickles"' not in held(tenant))
    assert "oil the scythes" in held(tenant)


async def test_a_team_is_erased_a_week_after_potluck_was_taken_out_of_it(tenant: Tenant) -> None:
    await a_task(tenant)
    team = tenant.page.tenant["teams"][0]["id"]
    settings, teams = tenant.gateway.settings, tenant.gateway.redis.teams
    world = tenant.playground.world

    async def gone() -> bool:
        return await teams.get(settings.tenant_id, team) is None

    async def inactive() -> bool:
        known = await teams.get(settings.tenant_id, team)
        return known is not None and not known.active

    async def active() -> bool:
        known = await teams.get(settings.tenant_id, team)
        return known is not None and known.active

    client, maren = tenant.playground.teams.client, world.people[MAREN]
    client.remove(team, maren)
    await until(inactive)
    await tenant.page.post("clock", {"advance_s": 5 * DAY_S})
    client.install(team, maren)
    await until(active)
    await tenant.page.post("clock", {"advance_s": 3 * DAY_S})
    await tenant.quiet()
    assert not await gone(), "a new installation ends the grace"
    client.remove(team, maren)
    await until(inactive)
    await tenant.page.post("clock", {"advance_s": 7 * DAY_S + 60})
    await until(gone)
    assert f"tasks:{settings.tenant_id}/{team}" not in held(tenant)
