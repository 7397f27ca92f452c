"""Requests from a process of its own, so that a server is not measured with its client on its back."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

import aiohttp


@dataclass(frozen=True, slots=True)
class Ask:
    """One request, and the status that it must be answered with."""

    method: str
    url: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it: answers a second, and how long each took, in seconds."""

    per_s: float
    took: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.took)

    def percentile(self, which: int) -> float:
        return statistics.quantiles(self.took, n=100)[which - 1]


One = Callable[[Ask], Coroutine[None, None, None]]
Send = Callable[[One, Sequence[Ask], float], Awaitable[None]]


async def at_once(asks: Sequence[Ask], hands: int) -> Load:
    """As fast as so many hands can, each waiting for its answer before it asks again."""
    return await _elsewhere(_at_once, asks, hands)


async def at_pace(asks: Sequence[Ask], per_s: float) -> Load:
    """So many in a second, whether or not those before are answered."""
    return await _elsewhere(_at_pace, asks, per_s)


async def _elsewhere(send: Send, asks: Sequence[Ask], how: float) -> Load:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        return await asyncio.get_running_loop().run_in_executor(other, _run, send, asks, how)


def _run(send: Send, asks: Sequence[Ask], how: float) -> Load:
    return asyncio.run(_measured(send, asks, how))


async def _measured(send: Send, asks: Sequence[Ask], how: float) -> Load:
    took: list[float] = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=256)) as http:

        async def one(ask: Ask) -> None:
            began = time.perf_counter()
            async with http.request(ask.method, ask.url, data=ask.body, headers=ask.headers) as answer:
                await answer.read()
                assert answer.status == ask.status, (ask.url, answer.status)
            took.append(time.perf_counter() - began)

        began = time.perf_counter()
        await send(one, asks, how)
        spent = time.perf_counter() - began
    return Load(len(asks) / spent, took)


async def _at_once(one: One, asks: Sequence[Ask], how: float) -> None:
    left = iter(asks)

    async def hand() -> None:
        for ask in left:
            await one(ask)

    await asyncio.gather(*(hand() for _ in range(int(how))))


async def _at_pace(one: One, asks: Sequence[Ask], how: float) -> None:
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number, ask in enumerate(asks):
            await asyncio.sleep(max(0.0, began + number / how - time.perf_counter()))
            group.create_task(one(ask))
