"""POSTs from a process of its own, so that a server is not measured with its client on its back."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import aiohttp

One = Callable[[bytes], Coroutine[None, None, None]]
Post = Callable[[One, list[bytes], float], Awaitable[None]]


async def rate(url: str, bodies: list[bytes], at_once: int) -> tuple[float, float]:
    """Requests a second and the 99th percentile in seconds. Each body is sent once, each must be answered 202."""
    return await _elsewhere(_at_once, url, bodies, at_once)


async def p99_at(url: str, bodies: list[bytes], per_s: float) -> float:
    """The 99th percentile in seconds where so many arrive in a second, whether or not those before are answered."""
    return (await _elsewhere(_at_pace, url, bodies, per_s))[1]


async def _elsewhere(post: Post, url: str, bodies: list[bytes], how: float) -> tuple[float, float]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        return await asyncio.get_running_loop().run_in_executor(other, _send, post, url, bodies, how)


def _send(post: Post, url: str, bodies: list[bytes], how: float) -> tuple[float, float]:
    return asyncio.run(_measured(post, url, bodies, how))


async def _measured(post: Post, url: str, bodies: list[bytes], how: float) -> tuple[float, float]:
    took: list[float] = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=256)) as http:

        async def one(body: bytes) -> None:
            began = time.perf_counter()
            async with http.post(url, data=body) as answer:
                assert answer.status == 202, answer.status
            took.append(time.perf_counter() - began)

        began = time.perf_counter()
        await post(one, bodies, how)
        spent = time.perf_counter() - began
    return len(bodies) / spent, statistics.quantiles(took, n=100)[98]


async def _at_once(one: One, bodies: list[bytes], how: float) -> None:
    left = iter(bodies)

    async def hand() -> None:
        for body in left:
            await one(body)

    await asyncio.gather(*(hand() for _ in range(int(how))))


async def _at_pace(one: One, bodies: list[bytes], how: float) -> None:
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number, body in enumerate(bodies):
            await asyncio.sleep(max(0.0, began + number / how - time.perf_counter()))
            group.create_task(one(body))
