"""Real processes killed with SIGKILL between "kept" and "sent": what was accepted still has its effect, once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path

import pytest

from bot.playground.card_hand import Entries, has_button
from bot.playground.page_client import Json, chat_of, from_bot
from tests.faults.product import Product, open_product
from tests.redis_fixtures import until
from tests.tenant_fixtures import MAREN, READ_OUT, TEAM, quoted, words

QUESTION = ("Make it async", "Keep")
ASK = ("Add", "Nothing to do")


@pytest.fixture
async def product(tmp_path: Path) -> AsyncIterator[Product]:
    async with open_product(tmp_path) as opened:
        yield opened


async def write_invite(product: Product, subject: str) -> None:
    form = {"subject": subject, "body": READ_OUT, "organizer": MAREN, "required": TEAM, "duration_min": 30}
    await product.page.post("invites", form)


async def asked_about(product: Product, subject: str) -> int:
    return await product.cards(
        product.private(MAREN), lambda card: has_button(card, *QUESTION) and subject in words(card)
    )


async def kept(product: Product) -> None:
    """Graph's notifications have been answered 202."""
    await product.playground.graph.settled()


async def idle(product: Product) -> None:
    async def nothing_left() -> bool:
        async with product.page.http.get(f"{product.gateway_url}/readyz") as answer:
            return answer.status == 200 and (await answer.json())["queue"]["depth"] == 0

    for _ in range(5):
        await until(nothing_left, within_s=60)
        await asyncio.sleep(0.1)


async def test_a_worker_killed_between_kept_and_sent_still_yields_exactly_one_card(product: Product) -> None:
    product.kill("worker")
    await write_invite(product, "Status of the dead worker")
    await kept(product)
    starts = product.said("worker").count("worker_starts")
    product.start("worker")
    await product.worker_works(starts)
    await until(lambda: _is(asked_about(product, "Status of the dead worker"), 1), within_s=60)

    await product.page.post("physics", {"id": "graph_slow", "on": True})  # the next worker is killed while it reads
    await write_invite(product, "Status of the slow reading")
    await kept(product)
    reading = product.page.tenant["rev"]
    await until(lambda: _reads_since(product, reading), within_s=60)
    product.kill("worker")
    await product.page.post("physics", {"id": "graph_slow", "on": False})
    product.start("worker")
    await until(lambda: _is(asked_about(product, "Status of the slow reading"), 1), within_s=90)
    await idle(product)
    assert await asked_about(product, "Status of the slow reading") == 1
    assert await asked_about(product, "Status of the dead worker") == 1


async def test_a_card_whose_answer_was_lost_with_its_worker_is_not_shown_twice(product: Product) -> None:
    await product.page.post("physics", {"id": "teams_lost_answers", "on": True})
    await write_invite(product, "Status of the lost answer")
    await until(lambda: _is(asked_about(product, "Status of the lost answer"), 1), within_s=60)
    product.kill("worker")
    await product.page.post("physics", {"id": "teams_lost_answers", "on": False})
    product.start("worker")
    await write_invite(product, "Status of the next one")
    await until(lambda: _is(asked_about(product, "Status of the next one"), 1), within_s=90)
    await idle(product)
    assert await asked_about(product, "Status of the lost answer") == 1


async def test_what_was_said_is_kept_through_the_death_of_worker_gateway_and_redis(product: Product) -> None:
    form = {
        "subject": "Planning",
        "body": "Settle the risks.",
        "organizer": MAREN,
        "required": TEAM,
        "duration_min": 30,
    }
    invite = (await product.page.post("invites", form))["id"]
    meeting = next(m for m in (await product.page.look())["meetings"] if m["invite_id"] == invite)
    product.kill("worker")
    await product.page.post(f"meetings/{quoted(meeting['id'])}/start")
    await product.page.post("clock", {"advance_s": 1800})
    await product.page.post(f"meetings/{quoted(meeting['id'])}/end")
    chat = meeting["chat_id"]
    await until(lambda: "ended" in str(product.page.tenant["meetings"]) or _look(product), within_s=20)
    product.start("worker")
    card = await product.page.until("the outcome card", lambda tenant: _outcome_card(tenant, chat), 90)
    product.kill("worker")
    await product.page.press(chat, card, MAREN, "Add", Entries(text="I'll send the launch plan by Friday."))
    product.kill("gateway")
    product.redis.kill()  # the click was answered: it must survive even this
    product.redis.start()
    product.start("gateway")
    product.start("worker")

    def told(tenant: Json) -> bool | None:
        return "send the launch plan" in words((_outcome_card(tenant, chat) or card)["card"]) or None

    await product.page.until("the item on the card", told, 90)
    await idle(product)
    assert await product.cards(chat, lambda shown: has_button(shown, *ASK)) == 1
    shown = _outcome_card(await product.page.look(), chat)
    assert shown
    assert words(shown["card"]).count("send the launch plan") == 1


def _outcome_card(tenant: Json, chat: str) -> Json | None:
    return next((m for m in from_bot(chat_of(tenant, chat)) if m["card"] and has_button(m["card"], *ASK)), None)


async def _is(coming: Awaitable[int], count: int) -> bool:
    return await coming == count


async def _look(product: Product) -> bool:
    await product.page.look()
    return False


async def _reads_since(product: Product, rev: int) -> bool:
    tenant = await product.page.look()
    return tenant["rev"] > rev and any("/events/" in line["what"] for line in tenant["log"][-40:])
