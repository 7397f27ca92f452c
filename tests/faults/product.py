"""The product as real processes that a test can kill, beside stand-ins that outlive them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bot.adapters.redis.embedded import EmbeddedServer
from bot.playground.page_client import Json, PageClient, chat_of, from_bot, personal_chat, visit
from bot.playground.people import HARVEST
from bot.playground.run import Playground, PlaygroundConfig, install_when_up, open_playground
from tests.redis_fixtures import until
from tests.tenant_fixtures import free_port

ROLES = ("gateway", "worker", "scheduler")


@dataclass(slots=True)
class Product:
    """`kill` is SIGKILL: nothing is drained, nothing is said."""

    environ: Mapping[str, str]
    logs: Path
    redis: EmbeddedServer
    playground: Playground
    page: PageClient
    gateway_url: str
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, role: str) -> None:
        with (self.logs / f"{role}.log").open("ab") as log:
            command = [sys.executable, "-m", "bot", role]
            self.running[role] = subprocess.Popen(command, env=dict(self.environ), stderr=log)

    def kill(self, role: str) -> None:
        process = self.running.pop(role)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def said(self, role: str) -> str:
        path = self.logs / f"{role}.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    async def worker_works(self, before: int = 0) -> None:
        await until(lambda: self.said("worker").count("worker_starts") > before, within_s=60)

    async def cards(self, chat: str, is_it: Callable[[Json], bool]) -> int:
        return sum(m["card"] is not None and is_it(m["card"]) for m in from_bot(chat_of(await self.page.look(), chat)))

    def private(self, person: str) -> str:
        return str(personal_chat(self.page.tenant, person)["id"])

    def stop(self) -> None:
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        for process in self.running.values():
            process.wait(30)


@asynccontextmanager
async def open_product(folder: Path) -> AsyncIterator[Product]:
    gateway_url = f"http://127.0.0.1:{free_port()}"
    redis = EmbeddedServer(folder / "redis")
    try:
        redis_url = redis.start()
        config = PlaygroundConfig(folder / "playground", gateway_url)
        async with open_playground(config) as playground, visit(playground.page_url) as page:
            environ = {
                **{name: value for name, value in os.environ.items() if not name.startswith("POTLUCK_")},
                **playground.environment,
                "POTLUCK_REDIS_URL": redis_url,
                "POTLUCK_PORT": gateway_url.rpartition(":")[2],
                "POTLUCK_PUBLIC_URL": gateway_url,
                "POTLUCK_DEBOUNCE_S": "0.2",
            }
            product = Product(environ, folder, redis, playground, page, gateway_url)
            try:
                for role in ROLES:
                    product.start(role)
                await install_when_up(playground, gateway_url)
                await until(lambda: _settled(product), within_s=90)
                yield product
            finally:
                product.stop()
    finally:
        redis.stop()


async def _settled(product: Product) -> bool:
    """The app is installed everywhere, mailboxes are watched, and every hello has been said."""
    async with aiohttp.ClientSession() as http, http.get(f"{product.gateway_url}/readyz") as answer:
        told = await answer.json()
    hellos = [from_bot(personal_chat(await product.page.look(), person.id)) for person in HARVEST[:3]]
    return answer.status == 200 and told["queue"]["depth"] == 0 and all(hellos)
