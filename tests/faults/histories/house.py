"""One house: so many histories at once, two storms, two calms, a night in between."""

from __future__ import annotations

import asyncio
import traceback
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.adapters.redis.embedded import EmbeddedServer
from bot.playground.clock import ZONE
from tests.faults.histories.outside import Findings, Outside
from tests.faults.histories.people import histories
from tests.faults.histories.stage import NeverQuiet, Stage, open_stage
from tests.faults.histories.weather import storm

DIGEST_HOUR = time(9)


async def live(
    folder: Path, redis: EmbeddedServer, seed: int, count: int, *, real: bool = False
) -> tuple[Findings, Counter[str]]:
    async with open_stage(folder / "tenant", redis, seed, real=real) as stage:
        people = histories(seed, count)
        try:
            async with storm(stage):
                await asyncio.gather(*(one.first(stage) for one in people))
                stage.playground.world.move_clock(by=timedelta(minutes=31))
                await asyncio.gather(*(one.then(stage) for one in people))
            await stage.calm()
            async with storm(stage):
                _sleep_until_morning(stage)
                await asyncio.sleep(2.5)
            await stage.calm()
        except NeverQuiet as why:
            found = Findings([f"never quiet again: {why}"])
        except Exception:  # noqa: BLE001 - whatever it is, the house did not hold
            found = Findings([traceback.format_exc()])
        else:
            found = await Outside(stage).look(people)
        for player in stage.players.values():
            found.violations += [f"{player.name} ended by itself: {crash}" for crash in player.crashes]
        return found, stage.tally


def _sleep_until_morning(stage: Stage) -> None:
    """To the digest's hour of the next working day."""
    clock = stage.playground.world.clock
    day = clock.now().astimezone(ZoneInfo(ZONE)).date() + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    hour = datetime.combine(day, DIGEST_HOUR, ZoneInfo(ZONE)).astimezone(UTC)
    stage.playground.world.move_clock(to=hour + timedelta(seconds=5))
