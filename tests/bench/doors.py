"""What people and systems wait for at the product's doors, the whole product running; and how soon a process is up."""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable

import aiohttp

from bot.playground.card_hand import Entries
from bot.playground.page_client import from_bot, personal_chat
from tests.bench.agenda import AGENDA
from tests.bench.judging import Row
from tests.tenant_fixtures import MAREN, READ_OUT, TEAM, ZOE, Tenant, free_port, words

ASK = ("Add", "Nothing to do")
TIMES = 24
SAID = (
    "Ana sends the draft of the agreement to legal by Friday",
    "Taro checks the numbers by tomorrow",
    "Zoë updates the runbook by Monday",
)


async def doors(tenant: Tenant) -> list[Row]:
    return [
        await invite_to_card(tenant),
        await outcome_kept(tenant),
        await outcome_to_list(tenant),
        await task_list(tenant),
        await assess(tenant),
    ]


async def invite_to_card(tenant: Tenant) -> Row:
    async def once(number: int) -> None:
        before = await _cards(tenant)
        await tenant.invite(f"Weekly status round {number}", READ_OUT)
        while await _cards(tenant) == before:  # noqa: ASYNC110 - the page is another program: one can only look
            await asyncio.sleep(0.01)

    took = await _median(once, 8)
    debounce = tenant.gateway.settings.debounce_s
    return ("invite written to card seen", f"{took:.2f} s", f"debounce {debounce} s, goal + 1 s", "")


async def _cards(tenant: Tenant) -> int:
    return len(from_bot(personal_chat(await tenant.page.look(), MAREN)))


async def outcome_kept(tenant: Tenant) -> Row:
    """Many at once on one card: what each of them waits until told that their words are kept."""
    chat = await tenant.hold_meeting("Planning of the spring campaign")
    card = await tenant.card(chat, *ASK)
    took: list[float] = []

    async def once(number: int) -> None:
        began = time.perf_counter()
        said = f"{SAID[number % len(SAID)]}, no. {number}."
        await tenant.page.press(chat, card, TEAM[number % len(TEAM)], "Add", Entries(text=said))
        took.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(once(number) for number in range(TIMES)))
    rate = TIMES / (time.perf_counter() - began)
    await tenant.quiet()
    median = statistics.median(took) * 1000
    return (
        f"outcome submissions, {TIMES} at once",
        f"{rate:.0f}/s",
        f"median wait {median:.0f} ms, Teams allows 5 s",
        "",
    )


async def outcome_to_list(tenant: Tenant) -> Row:
    """From one click until the item stands in the meeting's card."""
    chat = await tenant.hold_meeting("Planning of the autumn campaign")
    card = await tenant.card(chat, *ASK)

    async def once(number: int) -> None:
        said = f"Zoë writes page {number} of the handbook by Friday"
        await tenant.page.press(chat, card, ZOE, "Add", Entries(text=said))
        await tenant.sees(chat, f"page {number} of")

    took = await _median(once, 5)
    return ("own words said to task in the card", f"{took:.2f} s", "looked for every 0.15 s", "")


async def task_list(tenant: Tenant) -> Row:
    """“My tasks” said in private until the list is there."""
    chat = tenant.private(ZOE)

    async def lists() -> int:
        shown = from_bot(personal_chat(await tenant.page.look(), ZOE))
        return sum(bool(one["card"]) and "My tasks" in words(one["card"]) for one in shown)

    async def once(_number: int) -> None:
        before = await lists()
        await tenant.page.say(chat, ZOE, "my tasks")
        while await lists() == before:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)

    return ("my tasks asked to list seen", f"{await _median(once, 8) * 1000:.0f} ms", "", "")


async def assess(tenant: Tenant) -> Row:
    """POST /api/v1/agendas:assess, one after another and warm, beside the judge alone."""
    settings, url = tenant.gateway.settings, f"{tenant.gateway_url}/api/v1/agendas:assess"
    login = tenant.playground.login
    token = login.user_token(MAREN, audience=settings.app_id, client=settings.app_id)
    took: list[float] = []
    for _ in range(TIMES + 1):
        began = time.perf_counter()
        headers = {"Authorization": f"Bearer {token}"}
        async with tenant.http.post(url, json={"subject": "Monthly round", "body": AGENDA}, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
            await answer.read()
        took.append(time.perf_counter() - began)
    slow = statistics.quantiles(took[1:], n=20)[18] * 1000
    return (
        "assess through the API",
        f"{statistics.median(took[1:]) * 1000:.0f} ms",
        f"95th percentile {slow:.0f} ms",
        "",
    )


async def _median(work: Callable[[int], Awaitable[None]], times: int) -> float:
    took = []
    for number in range(times):
        began = time.perf_counter()
        await work(number)
        took.append(time.perf_counter() - began)
    return statistics.median(took)


async def start_up(tenant: Tenant) -> list[Row]:
    """From the command to the first answer of a gateway and to a worker whose model has judged once, beside what
    Python takes to import the web framework alone."""
    bare = _run([sys.executable, "-c", "import aiohttp.web"], {})
    port = free_port()
    settings = tenant.gateway.settings
    environ = {
        **tenant.playground.environment,
        "POTLUCK_REDIS_URL": settings.redis_url.reveal(),
        "POTLUCK_KEY_PREFIX": "start-up:",
        "POTLUCK_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "POTLUCK_PORT": str(port),
    }
    gateway = await _up("gateway", environ, f"http://127.0.0.1:{port}/healthz")
    worker = await _up("worker", environ, None)
    reference = f"import aiohttp {bare:.2f} s"
    return [
        ("start-up of a gateway", f"{gateway:.2f} s", reference, f"{gateway / bare:.1f}"),
        ("start-up of a worker, model warm", f"{worker:.2f} s", reference, f"{worker / bare:.1f}"),
    ]


def _run(command: list[str], more: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, env=_environ(more))
    return time.perf_counter() - began


def _environ(more: dict[str, str]) -> dict[str, str]:
    return {**{name: value for name, value in os.environ.items() if not name.startswith("POTLUCK_")}, **more}


async def _up(role: str, more: dict[str, str], url: str | None) -> float:
    """Until the role answers under `url`, or says that it starts its work."""
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", role, env=_environ(more), stderr=asyncio.subprocess.PIPE
    )
    try:
        await (_answers(url) if url else _says(process, b"worker_starts"))
        return time.perf_counter() - began
    finally:
        process.terminate()
        await process.communicate()


async def _answers(url: str) -> None:
    async with aiohttp.ClientSession() as http:
        while True:
            try:
                async with http.get(url) as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0.01)


async def _says(process: asyncio.subprocess.Process, word: bytes) -> None:
    assert process.stderr
    async for line in process.stderr:
        if word in line:
            return
    raise RuntimeError("the process ended before it was up")
