"""The playground's clock over the weeks in which clocks change, and a digest when things break."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.playground.card_hand import Entries
from bot.playground.page_client import Json, chat_of, from_bot
from tests.features.test_tasks_to_digest import button, press_in
from tests.redis_fixtures import until
from tests.tenant_fixtures import ANA, MAREN, TEAM, Tenant, words

BERLIN = ZoneInfo("Europe/Berlin")
ASK = ("Add", "Nothing to do")
THURSDAY = date(2027, 3, 25)
FRIDAY = date(2027, 3, 26)


def next_change(after: date, month: int) -> date:
    """The day on which clocks in Berlin change: the last Sunday of March or October, both of 31 days."""
    last = date(after.year if date(after.year, month, 20) > after else after.year + 1, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


async def go_to(tenant: Tenant, day: date, at: time) -> None:
    moment = datetime.combine(day, at, tzinfo=BERLIN)
    await tenant.page.post("clock", {"to": moment.isoformat()})
    await until(lambda: tenant.gateway.clock.now() >= moment)
    await tenant.quiet()


async def say(tenant: Tenant, said: str) -> None:
    chat = await tenant.hold_meeting(people=TEAM)
    await tenant.press(chat, await tenant.card(chat, *ASK), MAREN, "Add", Entries(text=said))
    await tenant.quiet()


def digests(state: Json, tenant: Tenant) -> list[Json]:
    said = from_bot(chat_of(state, tenant.channel))
    return [m for m in said if m["card"] and words(m["card"]).startswith("Who owns what")]


async def digest(tenant: Tenant, number: int) -> Json:
    """The first, second, ... digest, as soon as it is there."""

    def found(state: Json) -> Json | None:
        there = digests(state, tenant)
        return there[number - 1] if len(there) >= number else None

    return await tenant.page.until(f"digest {number}", found, 20)


def utc(message: Json) -> str:
    return datetime.fromisoformat(message["at"]).astimezone(ZoneInfo("UTC")).strftime("%a %H:%M")


@pytest.mark.parametrize(("month", "before", "after"), [(3, "08:00", "07:00"), (10, "07:00", "08:00")])
async def test_over_the_week_of_the_change_it_comes_at_nine_by_the_clock_on_the_wall(
    tenant: Tenant, month: int, before: str, after: str
) -> None:
    change = next_change(tenant.gateway.clock.now().date(), month)
    friday, monday, tuesday = (change + timedelta(days=days) for days in (-2, 1, 2))
    await go_to(tenant, friday - timedelta(days=1), time(21, 30))  # too late for a late digest of that day
    todo = zip(("send the launch plan", "tidy the wiki", "call Bo"), (friday, monday, tuesday), strict=True)
    await say(tenant, " ".join(f"I'll {what} by {day.day} {day:%B}." for what, day in todo))
    for number, (day, moment) in enumerate(
        [(friday, f"Fri {before}"), (monday, f"Mon {after}"), (tuesday, f"Tue {after}")], 1
    ):
        await go_to(tenant, day, time(8, 57))
        assert len(digests(await tenant.page.look(), tenant)) == number - 1
        await go_to(tenant, day, time(9, 0))
        shown = await digest(tenant, number)
        assert utc(shown) == moment
        assert f"{day:%A} {day.day} {day:%B}" in words(shown["card"])
        assert "Due today (1)" in words(shown["card"])
    assert len(digests(await tenant.page.look(), tenant)) == 3


async def test_a_digest_whose_answer_was_lost_stands_once_and_a_click_in_it_mends_the_record(tenant: Tenant) -> None:
    await go_to(tenant, THURSDAY, time(21, 30))  # too late for a late digest of that day
    await say(tenant, "Someone needs to book a room.")
    await tenant.page.post("physics", {"id": "teams_lost_answers", "on": True})
    await go_to(tenant, FRIDAY, time(9, 0))
    shown = await digest(tenant, 1)
    await tenant.quiet()
    await tenant.page.post("physics", {"id": "teams_lost_answers", "on": False})
    assert len(digests(await tenant.page.look(), tenant)) == 1
    await press_in(tenant, shown, ANA, "task.take")
    await tenant.sees(tenant.channel, "Ana Souza")
    assert button(digests(await tenant.page.look(), tenant)[0]["card"], "task.done")


async def test_days_without_potluck_are_not_made_up_for_but_told(tenant: Tenant) -> None:
    """The clock leaps over two digests, as if everything had stood still."""
    await go_to(tenant, THURSDAY - timedelta(days=7), time(14, 0))
    await say(tenant, "I'll send the launch plan by 19 March.")
    await go_to(tenant, THURSDAY - timedelta(days=6), time(9, 0))
    await tenant.sees(tenant.channel, "Due today (1)")
    await go_to(tenant, THURSDAY, time(11, 0))
    await tenant.sees(tenant.channel, "there was no digest on Monday 22 March")
    await tenant.quiet()
    shown = [words(m["card"]) for m in digests(await tenant.page.look(), tenant)]
    assert "Overdue (1)" in shown[-1]
    assert not [text for text in shown if re.search("2[234] March", text.splitlines()[1])]
