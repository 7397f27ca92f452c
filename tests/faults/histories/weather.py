"""What breaks while a storm lasts, one spell after the other, several kinds at once."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

from bot.errors import PotluckError
from tests.faults.histories.stage import Stage

Spell = Callable[[Stage], AbstractAsyncContextManager[None]]
HEAT = 0.5


def _switch(holder: str, name: str) -> Spell:
    @asynccontextmanager
    async def spell(stage: Stage) -> AsyncIterator[None]:
        thing: Any = stage.playground
        for part in holder.split("."):
            thing = getattr(thing, part)
        setattr(thing, name, True)
        try:
            yield
        finally:
            setattr(thing, name, False)

    return spell


@asynccontextmanager
async def _redis_dies(stage: Stage) -> AsyncIterator[None]:
    """Killed; it is back when the spell ends."""
    stage.redis.kill()
    try:
        yield
    finally:
        stage.redis.start()


@asynccontextmanager
async def _redis_hangs(stage: Stage) -> AsyncIterator[None]:
    process = stage.redis._process
    assert process
    os.kill(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGCONT)


def _told(begin: tuple[str, ...], end: tuple[str, ...]) -> Spell:
    """Something that Redis is told to be for a while."""

    @asynccontextmanager
    async def spell(stage: Stage) -> AsyncIterator[None]:
        with suppress(PotluckError):
            await stage.kit._redis.call(*begin)
        try:
            yield
        finally:
            await _insist(stage, end)

    return spell


async def _insist(stage: Stage, command: tuple[str, ...]) -> None:
    while True:
        try:
            await stage.kit._redis.call(*command)
        except PotluckError:
            await asyncio.sleep(0.05)
        else:
            return


@asynccontextmanager
async def _connections_break(stage: Stage) -> AsyncIterator[None]:
    for player in stage.players.values():
        player.cut()
    yield


@asynccontextmanager
async def _the_clock_jumps(stage: Stage) -> AsyncIterator[None]:
    stage.playground.world.move_clock(by=timedelta(seconds=stage.chance.uniform(20, 200)))
    yield


SERVICES: dict[str, Spell] = {
    "Teams throttles": _switch("teams.physics", "throttle"),
    "Teams answers 412": _switch("teams.physics", "precondition"),
    "Teams is out": _switch("teams.physics", "outage"),
    "Teams hangs": _switch("teams.physics", "slow"),
    "Teams' answers are lost": _switch("teams.physics", "lost_answers"),
    "Graph throttles": _switch("graph.physics", "throttle"),
    "Graph is out": _switch("graph.physics", "outage"),
    "Graph hangs": _switch("graph.physics", "slow"),
    "login is out": _switch("login", "outage"),
}
GROUND: dict[str, Spell] = {
    "Redis is killed": _redis_dies,
    "Redis hangs": _redis_hangs,
    "Redis is full": _told(("CONFIG SET", "maxmemory", "1"), ("CONFIG SET", "maxmemory", "0")),
    "Redis is read-only": _told(("REPLICAOF", "127.0.0.1", "1"), ("REPLICAOF", "NO", "ONE")),
    "connections break": _connections_break,
    "the clock jumps": _the_clock_jumps,
}


@asynccontextmanager
async def storm(stage: Stage) -> AsyncIterator[None]:
    """Ends with everything working, though perhaps not yet recovered."""
    stage.heat = HEAT
    over = asyncio.Event()
    rages = [
        asyncio.create_task(_rage(stage, SERVICES, over, longest_s=1.2, pause_s=1.4)),
        asyncio.create_task(_rage(stage, GROUND, over, longest_s=0.8, pause_s=2)),
    ]
    try:
        yield
    finally:
        over.set()
        stage.heat = 0.0
        await asyncio.gather(*rages)


async def _rage(
    stage: Stage, table: dict[str, Spell], over: asyncio.Event, *, longest_s: float, pause_s: float
) -> None:
    while not over.is_set():
        await asyncio.sleep(stage.chance.uniform(0.2, 2) * pause_s)
        name = stage.chance.choice(sorted(table))
        stage.tally[f"weather: {name}"] += 1
        async with table[name](stage):
            await asyncio.sleep(stage.chance.uniform(0.1, longest_s))
