"""Both stories on the page, in a real Chromium, against the whole product as `potluck demo` starts it.

Leaves screenshots in the folder of the test run, and with POTLUCK_PICTURES=1 renews README's picture.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "infra" / "pictures" / "playground.png"
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
WITHIN_MS = 45_000
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("POTLUCK_REQUIRE_BROWSER"), reason="no Chromium on this machine"
    ),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    process = subprocess.Popen([sys.executable, "-m", "bot", "demo"], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout
    try:
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        yield found.group(0)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        process.stdout.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


def pane(page: Page, name: str) -> Locator:
    return page.get_by_test_id(f"pane-{name}")


def press(where: Locator, name: str) -> None:
    where.get_by_role("button", name=name, exact=True).last.click()


def test_both_stories_are_played_by_hand(address: str, browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light", reduced_motion="reduce")
    page.set_default_timeout(WITHIN_MS)
    expect.set_options(timeout=WITHIN_MS)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    outlook, private, meeting, channel = (pane(page, name) for name in ("outlook", "personal", "meeting", "channel"))
    expect(channel).to_contain_text("Hello, this is Potluck")

    # Story one: a clear-cut invite gets one private question; its buttons answer in place.
    outlook.get_by_role("button", name=re.compile("^Status round")).click()
    press(outlook, "Send invite")
    expect(private).to_contain_text("Could this be async?")
    expect(private).to_contain_text("Clear or ambiguous?")
    page.screenshot(path=tmp_path / "question.png")
    press(private, "Make it async")
    expect(private).to_contain_text("Let's do it in writing")
    press(private, "Back")
    press(private, "Keep")
    expect(private).to_contain_text("It stays as it is")

    # Story two: the meeting ends, people answer in their own words, an owner says yes.
    press(meeting, "Start meeting")
    press(meeting, "End meeting")
    expect(meeting).to_contain_text("What did you take away?")
    meeting.get_by_label("In your own words: what, who, by when").fill(
        "I'll send the launch plan by Friday. Ana checks the numbers by tomorrow."
    )
    press(meeting, "Add")
    expect(meeting).to_contain_text("check the numbers")
    private.get_by_role("radio", name=re.compile("^Ana Souza")).check(force=True)
    expect(private).to_contain_text("Is this yours?")
    press(private, "Accept")
    expect(private).to_contain_text("It's yours, thank you")
    page.get_by_test_id("clock").get_by_role("button", name="Next morning").click()
    expect(channel).to_contain_text("Who owns what")
    expect(channel).to_contain_text("send the launch plan")

    page.screenshot(path=tmp_path / "light.png")
    if os.environ.get("POTLUCK_PICTURES"):
        page.screenshot(path=PICTURE)
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=tmp_path / "dark.png")
    page.set_viewport_size({"width": 390, "height": 844})
    page.screenshot(path=tmp_path / "phone.png")
    assert not complaints
    page.close()


def test_the_page_is_usable_by_keyboard_alone(address: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    expect(pane(page, "channel")).to_contain_text("Hello, this is Potluck", timeout=WITHIN_MS)
    page.keyboard.press("Tab")
    assert "Skip" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "New invite":
            break
    page.keyboard.press("Enter")
    subject = pane(page, "outlook").get_by_role("textbox", name="Subject")
    expect(subject).to_be_visible()
    page.keyboard.type("Weekly numbers")
    expect(subject).to_have_value("Weekly numbers")
    page.close()
