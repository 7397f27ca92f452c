"""The outcome card and what follows from it, as a browser draws them: in both themes and on a phone.

Leaves a screenshot of each face in the folder of the test run. Asserted is what spoils a card unnoticed: something that
the renderer cannot draw, and a card that is wider than its place.
"""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect

from bot.playground.card_hand import Entries
from bot.playground.people import PEOPLE
from tests.browser.test_both_stories import pytestmark  # noqa: F401 - the mark is this module's too
from tests.browser.test_daily_cards import browser, picture, show, tenant  # noqa: F401 - fixtures
from tests.tenant_fixtures import MAREN, SIOBHAN, TARO, TEAM, Tenant

TOM = PEOPLE[11].id  # a guest
ASK = ("Add", "Nothing to do")
SAID = """I'll send the launch plan to the three customers who asked for it by Friday. Ana checks the numbers.
Tom Fairweather sends the samples by 2 March 2026. Someone needs to find a room for the harvest party."""
SIZES = {"wide": (1440, 1000), "phone": (390, 1700)}  # a long phone, on which a card is seen whole
MENU = "Make this an action item"


async def a_meeting(tenant: Tenant) -> None:  # noqa: F811 - the fixture's value
    """Two meetings of one name, of which one has been spoken about; one note that could belong to either."""
    await tenant.card(await tenant.hold_meeting("Planning", people=[*TEAM, TOM]), *ASK)
    chat = await tenant.hold_meeting("Planning", people=[*TEAM, TOM])
    await tenant.page.say(chat, TARO, "The labels have to be ordered by Monday")
    for text in (SAID, "The coffee machine again!"):
        await tenant.press(chat, await tenant.card(chat, *ASK), MAREN, "Add", Entries(text=text))
        await tenant.quiet()
    await tenant.page.say(tenant.private(MAREN), MAREN, "for the planning: I write the minutes by Friday")
    await tenant.quiet()


async def test_the_outcome_card_in_both_themes_and_on_a_phone(
    tenant: Tenant,  # noqa: F811 - fixtures
    browser: Browser,  # noqa: F811
    tmp_path: Path,
) -> None:
    await a_meeting(tenant)
    for theme in ("light", "dark"):
        for size, (width, height) in SIZES.items():
            page = await browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=theme, reduced_motion="reduce"
            )
            await page.goto(tenant.playground.page_url)
            await faces(page, f"{size}-{theme}", tmp_path)
            await page.close()
    page = await browser.new_page(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
    await page.goto(tenant.playground.page_url)
    await from_the_menu(page, tmp_path)
    await page.close()


async def faces(page: Page, name: str, to: Path) -> None:
    meeting = page.get_by_test_id("pane-meeting")
    await show(page, "meeting")
    await seen_by(meeting, SIOBHAN)
    await picture(page, "meeting", "What did you take away?", to / f"asking-{name}.png")
    await seen_by(meeting, MAREN)
    await expect(meeting.locator(".card").last).to_contain_text("As Potluck understood it")
    await picture(page, "meeting", "As Potluck understood it", to / f"understood-{name}.png")
    await meeting.get_by_role("button", name="Change", exact=True).first.click()
    await picture(page, "meeting", "What should it say?", to / f"fix-{name}.png")
    await meeting.get_by_role("button", name="Back", exact=True).click()
    await show(page, "personal")
    await picture(page, "personal", "Which meeting?", to / f"which-{name}.png")
    await picture(page, "personal", "Would you look after this?", to / f"sponsor-{name}.png")


async def seen_by(meeting: Locator, person: str) -> None:
    await meeting.get_by_label("Meeting chat seen by").select_option(person)


async def from_the_menu(page: Page, to: Path) -> None:
    """The entry that the app package declares stands at what people wrote, and does what it says."""
    meeting = page.get_by_test_id("pane-meeting")
    note = meeting.locator(".message", has_text="The labels have to be ordered by Monday")
    await note.hover()
    await note.screenshot(path=to / "menu.png")
    await note.get_by_role("button", name=MENU).click()
    await expect(page.get_by_text("Kept. Whoever it names is asked first.")).to_be_visible()
    await expect(meeting.get_by_role("article", name="Potluck").get_by_role("button", name=MENU)).to_have_count(0)
