"""The product's roles in this process, each with its own way to Redis and HTTP, so that one can die alone.

A death is no exit: its connections break, nothing more of it reaches Redis, Teams or Graph, and its Python is thrown
away. Real processes are killed by `processes`.
"""

from __future__ import annotations

import asyncio
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from datetime import timedelta

from aiohttp import web

from bot.adapters.redis import Pace, Retries, watching
from bot.bootstrap import House, gateway_app, open_house, scheduler, worker_handle
from bot.bootstrap.house import Role
from bot.domain.ports import Clock
from bot.errors import PotluckError
from bot.gateway.runner import GatewayRunner
from bot.settings import Settings
from bot.worker.run import run_worker
from tests.faults.histories.door import Door, Mishap

PACE = Pace(idle_ms=2400, block_s=0.5, tick_s=0.25, drain_s=5, job_limit_s=60)
# Shorter waits than at an operator's, and more deaths before a job is suspected: here jobs are innocent of them.
RETRIES = Retries(first_s=0.05, longest_s=0.6, outage_tries=400, conflict_tries=100, tries=30, deaths=20)


DRAINS_WITHIN_S = 20
DEAD_MANS_PLACE = timedelta(seconds=3)  # a minute in the product: as long as a killed reader's place at Graph stays


class Player:
    """One process of a role. `mishap` decides at each message whether it is its last."""

    def __init__(
        self,
        name: str,
        role: Role,
        environ: Mapping[str, str],
        redis_url: str,
        clock: Clock,
        mishap: Callable[[str, str], Mishap],
    ) -> None:
        self.name = name
        self.role = role
        self.tally: Counter[str] = Counter()
        self.crashes: list[str] = []  # what ended it by itself, which nothing may
        self._environ = environ
        self._redis_url = redis_url
        self._clock = clock
        self._mishap = mishap
        self._life: asyncio.Task[None] | None = None
        self._house: House | None = None
        self._door: Door | None = None
        self._gateway: web.AppRunner | None = None
        self._stop = asyncio.Event()
        self._buried: set[asyncio.Task[None]] = set()

    @property
    def alive(self) -> bool:
        return self._life is not None

    async def start(self) -> None:
        setattr(watching, "PLACE", DEAD_MANS_PLACE)  # noqa: B010 - it is no part of what the module offers
        self._door = await Door(self._redis_url, lambda point: self._mishap(self.name, point), self.kill).open()
        self._stop = asyncio.Event()
        self._life = asyncio.create_task(self._live(self._door))

    async def _live(self, door: Door) -> None:
        settings = Settings.from_env({**self._environ, "POTLUCK_REDIS_URL": door.url})
        while not self._stop.is_set():  # as a supervisor does: a role that cannot start now is started again
            try:
                async with AsyncExitStack() as stack:
                    house = self._house = await stack.enter_async_context(
                        open_house(settings, self.role, clock=self._clock)
                    )
                    await self._act(house, stack)
                    return
            except PotluckError:
                await asyncio.sleep(0.1)
            except Exception:  # noqa: BLE001 - whatever it is, the role has ended
                self.crashes.append(traceback.format_exc())
                await asyncio.sleep(0.1)

    async def _act(self, house: House, stack: AsyncExitStack) -> None:
        if self.role == "worker":
            consumer = house.redis.consumer(concurrency=16, pace=PACE, retries=RETRIES)
            await run_worker(consumer, worker_handle(house), stop=self._stop)
        elif self.role == "scheduler":
            await scheduler(house).run(stop=self._stop)
        else:
            runner = self._gateway = GatewayRunner(gateway_app(house), drain_s=0.5)
            stack.push_async_callback(runner.cleanup)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", house.settings.port, reuse_address=True, reuse_port=True).start()
            await self._stop.wait()

    def kill(self, point: str) -> None:
        """At once, and without a word."""
        life, door, house, gateway = self._life, self._door, self._house, self._gateway
        if life is None or door is None:
            return
        self.tally[f"deaths: {point}"] += 1
        self._life = self._house = self._gateway = None
        door.shut()
        closing: Awaitable[None] | None = None
        if gateway is not None and gateway.server is not None:
            for site in gateway.sites:
                if isinstance(listening := getattr(site, "_server", None), asyncio.Server):
                    listening.close()
            for connection in gateway.server.connections:
                if connection.transport is not None:
                    connection.transport.abort()
        if house is not None and house.http.connector is not None:
            closing = house.http.connector.close()  # breaks what is open at once
        self._stop.set()
        life.cancel()
        burial = asyncio.create_task(_bury(life, closing))
        self._buried.add(burial)
        burial.add_done_callback(self._buried.discard)

    def cut(self) -> None:
        if self._door is not None:
            self._door.cut()

    async def end(self) -> None:
        """As SIGTERM does."""
        self._stop.set()
        lives = [life for life in (self._life, *self._buried) if life is not None]
        if lives:
            _, stuck = await asyncio.wait(lives, timeout=DRAINS_WITHIN_S)
            for life in stuck:
                life.cancel()
                self.tally["roles that did not end when told"] += 1
        if self._door is not None:
            self._door.shut()


async def _bury(life: asyncio.Task[None], closing: Awaitable[None] | None) -> None:
    if closing is not None:
        await closing
    await asyncio.gather(life, return_exceptions=True)
