"""POSTs from a process of its own, so that a server is not measured with its client on its back."""

from __future__ import annotations

import asyncio
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import aiohttp


async def rate(url: str, bodies: list[bytes], at_once: int) -> tuple[float, float]:
    """Requests a second and the 99th percentile in seconds. Each body is sent once, each must be answered 202."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        return await asyncio.get_running_loop().run_in_executor(other, _send, url, bodies, at_once)


def _send(url: str, bodies: list[bytes], at_once: int) -> tuple[float, float]:
    return asyncio.run(_post(url, bodies, at_once))


async def _post(url: str, bodies: list[bytes], at_once: int) -> tuple[float, float]:
    left, took = list(bodies), list[float]()
    async with aiohttp.ClientSession() as http:

        async def one() -> None:
            while left:
                began = time.perf_counter()
                async with http.post(url, data=left.pop()) as answer:
                    assert answer.status == 202, answer.status
                took.append(time.perf_counter() - began)

        began = time.perf_counter()
        await asyncio.gather(*(one() for _ in range(at_once)))
        spent = time.perf_counter() - began
    return len(bodies) / spent, statistics.quantiles(took, n=100)[98]
