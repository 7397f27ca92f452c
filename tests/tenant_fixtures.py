"""The whole product in a tenant of its own, in one process: real gateway, worker and scheduler over real HTTP and a
real Redis, with the playground's stand-ins for Teams, Graph and login. Loaded as a pytest plugin."""

from __future__ import annotations

import asyncio
import socket
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from aiohttp import web

from bot.bootstrap import House, gateway_app, open_house, scheduler, worker_handle
from bot.domain.tongue import say, speaking
from bot.gateway.runner import GatewayRunner
from bot.playground.card_hand import NOTHING, Entries, has_button
from bot.playground.card_text import card_lines
from bot.playground.clock import ZONE
from bot.playground.page_client import Json, PageClient, chat_of, face, from_bot, personal_chat, visit
from bot.playground.people import HARVEST
from bot.playground.run import Playground, PlaygroundConfig, install_when_up, open_playground
from bot.settings import Settings
from bot.worker.run import run_worker

MAREN, SIOBHAN, TARO, ZOE, ANA, LUKASZ = (person.id for person in HARVEST)
TEAM = [person.id for person in HARVEST]
READ_OUT = """- Ana: read out last week's renewals
- Taro: list the incidents closed
- Zoë: share the link to the icons
- Bo: list the new hires"""
WEDNESDAY = 2
WITHIN_S = 60.0  # generous: passing costs nothing, and the machine may be busy


@dataclass(slots=True)
class Tenant:
    """What a test does and sees, in the words of the people in it."""

    playground: Playground
    page: PageClient
    gateway: House
    gateway_url: str
    http: aiohttp.ClientSession

    async def invite(self, subject: str, body: str, **more: Any) -> str:
        form = {"subject": subject, "body": body, "organizer": MAREN, "required": TEAM, "duration_min": 30, **more}
        return str((await self.page.post("invites", form))["id"])

    async def hold_meeting(self, subject: str = "Planning", *, people: Sequence[str] = TEAM) -> str:
        """A meeting that really takes place; returns the id of its chat."""
        body = "Settle together which risks we take and who gives up what for the date."
        invite = await self.invite(subject, body, required=list(people))
        meeting = self._meeting(await self.page.look(), invite)
        await self.tell_meeting(meeting["id"], "start")
        await self.page.post("clock", {"advance_s": 1800})
        await self.tell_meeting(meeting["id"], "end")
        return str(meeting["chat_id"])

    def _meeting(self, tenant: Json, invite: str) -> Json:
        return next(one for one in tenant["meetings"] if one["invite_id"] == invite)

    async def tell_meeting(self, meeting: str, what: str) -> None:
        await self.page.post(f"meetings/{quoted(meeting)}/{what}")

    def private(self, person: str) -> str:
        return str(personal_chat(self.page.tenant, person)["id"])

    @property
    def channel(self) -> str:
        return str(self.page.tenant["teams"][0]["channel_chat"])

    async def cards(self, chat: str, *titles: str) -> list[Json]:
        """The bot's messages in a chat whose card has all these buttons."""
        messages = from_bot(chat_of(await self.page.look(), chat))
        return [one for one in messages if one["card"] and has_button(one["card"], *titles)]

    async def card(self, chat: str, *titles: str) -> Json:
        def newest(tenant: Json) -> Json | None:
            messages = from_bot(chat_of(tenant, chat))
            return next((m for m in reversed(messages) if m["card"] and has_button(m["card"], *titles)), None)

        return await self.page.until(f"a card with {titles}", newest, WITHIN_S)

    async def press(self, chat: str, message: Json, person: str, title: str, entries: Entries = NOTHING) -> str:
        """The text of the card that the person sees after pressing."""
        await self.page.look()
        fresh = next(m for m in chat_of(self.page.tenant, chat)["messages"] if m["id"] == message["id"])
        return words(await self.page.press(chat, fresh, person, title, entries))

    async def forged(self, chat: str, message: str, person: str, verb: str, data: Mapping[str, Any]) -> Json:
        """What the bot answers to a click that no button of the card would make."""
        world, teams = self.playground.world, self.playground.teams
        place = world.chats[chat]
        activity = teams.writer.execute(
            place, world.people[person], place.message(message), verb, data, automatic=False
        )
        answer = await teams.delivery.ask(activity)
        return {"status": answer.status, **(answer.body or {})}

    async def sees(self, chat: str, text: str, *, person: str | None = None) -> None:
        """Waits until some message of the bot there says this."""

        def told(tenant: Json) -> bool | None:
            for message in from_bot(chat_of(tenant, chat)):
                shown = face(message, person) if person else message["card"]
                if text in (words(shown) if shown else str(message["text"])):
                    return True
            return None

        await self.page.until(f"“{text}” in the chat", told, WITHIN_S)

    async def quiet(self) -> None:
        """Waits until nothing is left to do: no digest due, no job in the queue, nothing on its way from Graph."""
        calm = 0
        while calm < 3:
            await self.playground.graph.settled()
            stats, now = self.gateway.redis.stats, self.gateway.clock.now()
            waiting = await stats.due(until=now), await stats.later(until=now + timedelta(minutes=1))
            calm = calm + 1 if sum(waiting) + await stats.depth() == 0 else 0
            await asyncio.sleep(0.1)


def words(card: Mapping[str, Any]) -> str:
    return "\n".join(card_lines(card, ZONE))


def quoted(part: str) -> str:
    return quote(part, safe="")


def afternoon(now: datetime) -> datetime:
    """The next Wednesday at 14:00: hours from any digest, days from a weekend, whatever the machine's clock says."""
    local = now.astimezone(ZoneInfo(ZONE))
    day = local.date() + timedelta(days=(WEDNESDAY - local.weekday()) % 7)
    begins = datetime.combine(day, time(14), tzinfo=ZoneInfo(ZONE))
    return begins if begins >= now else datetime.combine(day + timedelta(days=7), time(14), tzinfo=ZoneInfo(ZONE))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def settings_for(playground: Playground, redis_url: str, gateway_url: str, **more: str) -> Settings:
    return Settings.from_env(
        {
            **playground.environment,
            "POTLUCK_REDIS_URL": redis_url,
            "POTLUCK_KEY_PREFIX": f"test-{uuid.uuid4().hex[:8]}:",
            "POTLUCK_PUBLIC_URL": gateway_url,
            "POTLUCK_DEBOUNCE_S": "0.2",
            **more,
        }
    )


@asynccontextmanager
async def open_tenant(
    folder: Path, redis_url: str, locales: Mapping[str, str] | None = None, /, **more: str
) -> AsyncIterator[Tenant]:
    """`locales`: whose Teams speaks something else than English. Maren installs Potluck in the team."""
    port = free_port()
    gateway_url, stop = f"http://127.0.0.1:{port}", asyncio.Event()
    async with AsyncExitStack() as stack:
        playground = await stack.enter_async_context(open_playground(PlaygroundConfig(folder, gateway_url)))
        playground.teams.writer.locales.update(locales or {})
        playground.world.move_clock(to=afternoon(playground.world.clock.now()))
        settings = settings_for(playground, redis_url, gateway_url, **more)
        door = await stack.enter_async_context(open_house(settings, "gateway"))
        hands = await stack.enter_async_context(open_house(settings, "worker"))
        runner = GatewayRunner(gateway_app(door), drain_s=1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", port).start()
        running = [
            asyncio.create_task(run_worker(hands.redis.consumer(concurrency=8), worker_handle(hands), stop=stop)),
            asyncio.create_task(scheduler(hands).run(stop=stop)),
        ]

        async def end() -> None:
            stop.set()
            await asyncio.gather(*running)

        stack.push_async_callback(end)
        page = await stack.enter_async_context(visit(playground.page_url))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        tenant = Tenant(playground, page, door, gateway_url, http)
        await install_when_up(playground, gateway_url)
        with speaking(playground.teams.writer.locales.get(MAREN, "en")):
            await tenant.sees(tenant.channel, say("Hello, this is Potluck"))
        await tenant.quiet()
        yield tenant


@pytest.fixture
async def tenant(tmp_path: Path, redis_server: str) -> AsyncIterator[Tenant]:
    async with open_tenant(tmp_path, redis_server) as opened:
        yield opened
