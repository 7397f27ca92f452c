"""Whatever is written into the outcome card is kept or handed back; whatever is forged is refused: never a fault."""

from __future__ import annotations

from typing import Any

import structlog

from bot.playground.card_hand import Entries, press
from bot.playground.page_client import Json
from bot.playground.records import Sender
from tests.tenant_fixtures import ANA, LUKASZ, MAREN, TARO, Tenant, quoted, words

ASK = ("Add", "Nothing to do")
OFFER = ("Accept", "New date", "Pass on", "Not mine", "Done")
HANDED_BACK = "found nothing to do in this"
WRITTEN = {
    "🎉🎉🎉": ("🎉🎉🎉", HANDED_BACK),
    "```\nfor i in range(3):\n    print(i)\n```": ("print(i)", HANDED_BACK),
    "x" * 10_000: ("xxx …", HANDED_BACK),
    "Ana checks the numbers. " * 400: ("check the numbers", "Ana Souza (asked)"),
    "<script>alert(1)</script> <b>Ana</b> draws the icons": ("draw the icons",),
    "Ana sends {{DATE(2026-01-01)}} to [x](y)": ("to [x](y)", "Thu 1 Jan · in the past"),
    "Bo Nobody orders the labels": ("order the labels", "Bo Nobody"),
    "Ana reads the contract by 2 March 2026": ("read the contract", "Mon 2 Mar · in the past"),
}
"""What is written, and what its author then sees of it."""


async def seen_by_author(tenant: Tenant, chat: str, card: Json) -> str:
    answer = await tenant.page.post(f"chats/{quoted(chat)}/messages/{card['id']}/refresh", {"as": MAREN})
    return words(answer["card"])


async def test_whatever_is_written_is_kept_or_handed_back(tenant: Tenant) -> None:
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    for text, seen in WRITTEN.items():
        assert "Kept, thank you" in await tenant.press(chat, card, MAREN, "Add", Entries(text=text))
        await tenant.quiet()
        shown = await seen_by_author(tenant, chat, card)
        assert [part for part in seen if part not in shown] == [], (text[:40], shown)
        await tenant.press(chat, card, MAREN, "All right")
    offers = [words(offer["card"]) for offer in await tenant.cards(tenant.private(ANA), *OFFER)]
    assert len(offers) == 4  # what was said 400 times is one thing
    assert "due Mon 2 Mar · in the past" in offers[-1]
    assert not await tenant.gateway.redis.queue.dead_letters()


FORGED: list[tuple[str, dict[str, Any], int]] = [
    ("outcome.add", {"meeting": "MCMxOTo@20260101T090000Z", "words": "Ana sends it"}, 403),  # of another tenant
    ("outcome.add", {"meeting": ["a"], "words": "Ana sends it"}, 403),
    ("outcome.add", {"words": "Ana sends it"}, 403),
    ("outcome.none", {"meeting": None}, 403),
    ("outcome.mine", {"meeting": "x" * 100_000}, 403),
    ("outcome.add", {"meeting": "REAL", "words": "y" * 10_001}, 413),
    ("outcome.add", {"meeting": "REAL", "words": "Ana sends it", "due": "soon"}, 400),
    ("outcome.whole", {"meeting": "REAL", "outcome": {"id": 1}}, 200),  # long answered, as far as anybody can tell
    ("outcome.which", {"outcome": "0" * 32, "meeting": "REAL"}, 200),
    ("task.take", {"team": "19:another-tenant@thread.tacv2", "task": "T-1"}, 404),
    ("task.take", {"team": None, "task": ["T-1"]}, 404),
    ("outcome.gone", {"meeting": "REAL"}, 400),  # of a card from an older release
]


async def from_another_tenant(tenant: Tenant, chat: str, message: str) -> int:
    """The HTTP status of a click that tells another organization's id."""
    teams, world = tenant.playground.teams, tenant.playground.world
    place = world.chats[chat]
    click = teams.writer.execute(place, world.people[TARO], place.message(message), "outcome.none", {}, automatic=False)
    click["channelData"]["tenant"]["id"] = "6f1b0d0e-0000-4000-8000-000000000000"
    return (await teams.delivery.ask(click)).status


async def test_a_forged_click_is_refused_logged_and_changes_nothing(tenant: Tenant) -> None:
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    real = press(card["card"], "Nothing to do").data["meeting"]
    with structlog.testing.capture_logs() as logs:
        for verb, data, status in FORGED:
            told = {**data, "meeting": real} if data.get("meeting") == "REAL" else data
            answer = await tenant.forged(chat, card["id"], TARO, verb, told)
            assert (answer["status"], answer["statusCode"]) == (200, status), (verb, str(data)[:80])
        assert await from_another_tenant(tenant, chat, card["id"]) == 403
    await tenant.quiet()
    assert (await tenant.card(chat, *ASK))["card"] == card["card"]
    assert [line["reason"] for line in logs if line["event"] == "click_refused"] == ["not_this_meeting"] * 5
    assert [line["reason"] for line in logs if line["event"] == "request_refused"] == ["tenant"]


async def test_whom_somebody_mentions_though_absent_is_named_and_not_asked(tenant: Tenant) -> None:
    chat = await tenant.hold_meeting(people=[MAREN, TARO, ANA])
    await tenant.card(chat, *ASK)
    told = await mentioning(tenant, chat, LUKASZ, "orders the labels by Friday")
    assert told == 202
    await tenant.sees(chat, "order the labels")
    await tenant.sees(chat, tenant.playground.world.people[LUKASZ].name)
    await tenant.quiet()
    assert not await tenant.cards(tenant.private(LUKASZ), *OFFER)


async def test_a_mention_s_id_says_who_is_asked_whatever_name_it_shows(tenant: Tenant) -> None:
    chat = await tenant.hold_meeting(people=[MAREN, TARO, ANA, LUKASZ])
    await tenant.card(chat, *ASK)
    assert await mentioning(tenant, chat, LUKASZ, "orders the labels by Friday", shown="Ana") == 202
    await tenant.card(tenant.private(LUKASZ), *OFFER)
    await tenant.quiet()
    assert not await tenant.cards(tenant.private(ANA), *OFFER)


async def mentioning(tenant: Tenant, chat: str, mentioned: str, said: str, *, shown: str = "") -> int:
    """The HTTP status of Taro's message, in which Teams tells who is mentioned by id, and under which name."""
    teams, world = tenant.playground.teams, tenant.playground.world
    taro, other = world.people[TARO], world.people[mentioned]
    name = shown or other.name
    message = world.say(chat, Sender("person", taro.id, taro.name), text=f"<at>Potluck</at> {said}", to_bot=True)
    activity = teams.writer.message(world.chats[chat], taro, message)
    activity["text"] = f"<at>Potluck</at> <at>{name}</at> {said}"
    person = {"id": other.teams_id, "name": name, "aadObjectId": other.id}
    activity["entities"].append({"type": "mention", "mentioned": person, "text": f"<at>{name}</at>"})
    return (await teams.delivery.ask(activity)).status
