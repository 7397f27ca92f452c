"""The cards of every day (digest, task list, settings) as a browser draws them: in both themes and on a phone.

Leaves a screenshot of each in the folder of the test run; `pytest -m long tests/browser/test_daily_cards.py` draws them
in German, whose words are long, and in Japanese, whose lines break anywhere. What is asserted is what spoils a card
unnoticed: something that the renderer cannot draw, and a card that is wider than its place.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Page, async_playwright

from bot.domain.tongue import say, speaking
from bot.playground.card_hand import Entries
from tests.browser.test_both_stories import CHROMIUM, FLAGS, pytestmark  # noqa: F401 - the mark is this module's too
from tests.redis_fixtures import until
from tests.tenant_fixtures import ANA, MAREN, TEAM, Tenant, open_tenant

CHANGERS = "Who may change this (nobody named: everybody)"
Say = Callable[[str], str]
BERLIN = ZoneInfo("Europe/Berlin")
THURSDAY = date(2027, 3, 11)
SIZES = {"wide": (1440, 1000), "phone": (390, 844)}
PANES = ("outlook", "personal", "meeting", "channel")
SAID = """I'll send the launch plan to the three customers who asked for it by 12 March.
I'll tidy the wiki by 10 March. I'll draw the icons by 12 March. I'll book the test kitchen by 12 March.
I'll read the contract by 12 March. I'll call the printer by 12 March. I'll order the labels by 12 March.
I'll write the minutes. Someone needs to find a room for the harvest party.
Ana checks the numbers by 12 March."""


@pytest.fixture(params=["en-GB", *(pytest.param(locale, marks=pytest.mark.long) for locale in ("de-DE", "ja-JP"))])
async def tenant(tmp_path: Path, redis_server: str, request: pytest.FixtureRequest) -> AsyncIterator[Tenant]:
    locales = {MAREN: request.param, ANA: request.param}
    async with open_tenant(tmp_path / "tenant", redis_server, locales) as opened:
        yield opened


@pytest.fixture
def in_(request: pytest.FixtureRequest) -> Say:
    """Our words as this tenant reads them."""

    def told(words: str) -> str:
        with speaking(request.node.callspec.params["tenant"]):
            return say(words)

    return told


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        await opened.close()


async def go_to(tenant: Tenant, day: date, at: time) -> None:
    moment = datetime.combine(day, at, tzinfo=BERLIN)
    await tenant.page.post("clock", {"to": moment.isoformat()})
    await until(lambda: tenant.gateway.clock.now() >= moment)
    await tenant.quiet()


async def a_day(tenant: Tenant, in_: Say) -> None:
    """A meeting, the digest on the morning after, and what somebody asks of Potluck in private."""
    await go_to(tenant, THURSDAY, time(14, 0))
    chat = await tenant.hold_meeting(people=TEAM)
    await tenant.press(chat, await tenant.card(chat, in_("Nothing to do")), MAREN, in_("Add"), Entries(text=SAID))
    yes = in_("Accept")
    await tenant.press(tenant.private(ANA), await tenant.card(tenant.private(ANA), yes), ANA, yes)
    await tenant.quiet()
    await go_to(tenant, THURSDAY + timedelta(days=1), time(9, 0))
    await tenant.sees(tenant.channel, in_("Due today"))
    await tenant.page.say(tenant.channel, MAREN, "settings", mention=True)
    await tenant.sees(tenant.channel, in_("Team settings"))
    for said, seen in (("my tasks", "My tasks"), ("settings", "My time zone")):
        await tenant.page.say(tenant.private(MAREN), MAREN, said)
        await tenant.sees(tenant.private(MAREN), in_(seen))


async def picture(page: Page, pane: str, text: str, to: Path) -> None:
    card = page.get_by_test_id(f"pane-{pane}").locator(".card", has_text=text).last
    await card.scroll_into_view_if_needed()
    await card.screenshot(path=to)
    too_wide = await card.evaluate("card => card.scrollWidth - card.clientWidth")
    assert too_wide <= 0, f"{text}: {too_wide} pixels too wide"
    assert "cannot be shown" not in (await card.text_content() or "")


async def test_digest_list_and_settings_in_both_themes_and_on_a_phone(
    tenant: Tenant, browser: Browser, tmp_path: Path, in_: Say
) -> None:
    await a_day(tenant, in_)
    for theme in ("light", "dark"):
        for size, (width, height) in SIZES.items():
            page = await browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=theme, reduced_motion="reduce"
            )
            await page.goto(tenant.playground.page_url)
            await page.get_by_test_id("pane-channel").get_by_text(in_("Due today")).first.wait_for(state="attached")
            for pane, text, name in (
                ("channel", "Who owns what", "digest"),
                ("channel", "Team settings", "team"),
                ("channel", CHANGERS, "team-form"),
                ("personal", "T-8 · Planning", "list"),
                ("personal", "My time zone", "settings"),
            ):
                await show(page, pane)
                if name == "team-form":
                    await page.get_by_test_id("pane-channel").get_by_role("button", name=in_("Change")).last.click()
                await picture(page, pane, in_(text), tmp_path / f"{name}-{size}-{theme}.png")
            await (
                page.get_by_test_id("pane-channel")
                .locator(".card button", has_text=in_("Back"))
                .last.dispatch_event("click")
            )
            form = page.get_by_test_id("pane-channel").get_by_text(in_(CHANGERS)).last
            await form.wait_for(state="detached")  # the next page begins from the card that stands
            await page.close()


async def show(page: Page, pane: str) -> None:
    """On a phone one pane is seen at a time."""
    if not await page.get_by_test_id(f"pane-{pane}").is_visible():
        await page.locator(".pane-switch button").nth(PANES.index(pane)).click()
