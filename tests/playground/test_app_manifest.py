"""The page offers in a message's menu what the app package declares."""

from __future__ import annotations

import aiohttp


async def test_the_entry_that_the_app_package_declares_stands_in_the_state(page: aiohttp.ClientSession) -> None:
    state = await (await page.get("/api/state")).json()
    assert state["message_actions"] == [{"id": "makeActionItem", "title": "Make this an action item"}]
