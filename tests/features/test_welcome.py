"""The first words in a new place: what Potluck does, what it cannot, and what to do next; once."""

from __future__ import annotations

import pytest

from bot.playground.page_client import chat_of, from_bot
from tests.tenant_fixtures import ANA, Tenant, words

TOLD = {
    "private": (
        ("could this be async?", "ask you before a task is yours"),
        ("English agendas only", "keep none", "stay silent whenever I am not sure"),
        ("Write help", "settings"),
    ),
    "channel": (
        ("Each working morning I post here who owns what",),
        ("only what is written to me", "no transcript", "cannot decide for you"),
        ("Next:", "write help"),
    ),
}
"""Per place: what it does, what it can not, what comes next."""


@pytest.mark.parametrize("place", TOLD)
async def test_the_hello_says_what_it_does_what_it_cannot_and_what_is_next_once(tenant: Tenant, place: str) -> None:
    chat = tenant.private(ANA) if place == "private" else tenant.channel
    if place == "private":
        await tenant.page.say(chat, ANA, "help")  # writing to it is what brings it into a private chat
    await tenant.sees(chat, "Hello, this is Potluck")
    await tenant.quiet()
    told = [words(one["card"]) for one in from_bot(chat_of(await tenant.page.look(), chat)) if one["card"]]
    (hello,) = [one for one in told if "Hello, this is Potluck" in one]
    for said in TOLD[place]:
        for part in said:
            assert part in hello
