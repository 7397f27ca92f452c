"""The one question ahead of a date, as people see it, and the ways not to be asked."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.person import Preferences
from bot.playground.card_hand import Entries
from tests.redis_fixtures import until
from tests.tenant_fixtures import MAREN, TEAM, Tenant, words

BERLIN = ZoneInfo("Europe/Berlin")
ASK = ("Add", "Nothing to do")
REMINDER = ("Done", "New date", "Pass on", "Drop")


async def promise(tenant: Tenant) -> date:
    """Maren promises something for a Wednesday at least a week ahead; tells that date."""
    chat = await tenant.hold_meeting(people=TEAM)
    card = await tenant.card(chat, *ASK)
    today = tenant.gateway.clock.now().date()
    due = next(day for day in (today + timedelta(days=n) for n in range(8, 16)) if day.weekday() == 2)
    entries = Entries(text="I'll send the launch plan", date=due.isoformat())
    await tenant.press(chat, card, MAREN, "Add", entries)
    await tenant.sees(chat, "send the launch plan")
    await tenant.quiet()
    return due


async def go_to(tenant: Tenant, day: date, at: time) -> None:
    """One step of the clock, which every role has noticed when this returns."""
    moment = datetime.combine(day, at, tzinfo=BERLIN)
    await tenant.page.post("clock", {"to": moment.isoformat()})
    await until(lambda: tenant.gateway.clock.now() >= moment)
    await tenant.quiet()


async def reminders(tenant: Tenant) -> int:
    cards = await tenant.cards(tenant.private(MAREN), *REMINDER)
    return sum("Still right?" in words(card["card"]) for card in cards)


async def test_an_untouched_promise_is_asked_about_on_the_eve_once_and_its_buttons_work(tenant: Tenant) -> None:
    due = await promise(tenant)
    eve, private = due - timedelta(days=1), tenant.private(MAREN)
    await go_to(tenant, eve, time(7, 30))
    assert await reminders(tenant) == 0  # it is still quiet
    await go_to(tenant, eve, time(9, 1))
    await tenant.sees(private, "Still right?")
    card = await tenant.card(private, *REMINDER)
    assert "from “Planning”" in words(card["card"])
    await tenant.press(private, card, MAREN, "New date")
    await tenant.press(private, card, MAREN, "Back")
    assert "Done, well done" in await tenant.press(private, card, MAREN, "Done")
    await go_to(tenant, due, time(12, 0))
    assert await reminders(tenant) == 0


async def test_who_opted_out_hears_nothing(tenant: Tenant) -> None:
    due = await promise(tenant)
    await tenant.gateway.redis.people.prefer(tenant.gateway.settings.tenant_id, MAREN, Preferences(may_write=False))
    await go_to(tenant, due - timedelta(days=1), time(9, 1))
    await go_to(tenant, due, time(9, 1))
    assert await reminders(tenant) == 0


async def test_who_blocked_the_bot_is_not_tried_again_and_lets_it_back_in_by_writing(tenant: Tenant) -> None:
    due = await promise(tenant)
    people, tenant_id = tenant.gateway.redis.people, tenant.gateway.settings.tenant_id
    tenant.playground.teams.scopes.blocked.add(MAREN)
    await go_to(tenant, due - timedelta(days=1), time(9, 1))
    await until(lambda: _is_blocked(tenant))
    tenant.playground.teams.scopes.blocked.discard(MAREN)
    await tenant.page.say(tenant.private(MAREN), MAREN, "help")
    await tenant.sees(tenant.private(MAREN), "I score nobody")
    assert not (await people.preferences(tenant_id, MAREN)).blocked


async def _is_blocked(tenant: Tenant) -> bool:
    return (await tenant.gateway.redis.people.preferences(tenant.gateway.settings.tenant_id, MAREN)).blocked
