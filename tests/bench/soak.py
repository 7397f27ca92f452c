"""`python -m tests.bench.soak --minutes 30`: the product as processes under a steady load, and whether it stays flat.

A round is what people do: an invite is written and its card answered, a meeting is held and somebody says what they
took away, a task is accepted and done. The tenant's clock goes on half an hour with each meeting and jumps over the
nights, so that half an hour of soaking is about a working week with its digests.

Flat is judged between the second quarter of the run, when everything is warm, and the last. What Redis holds is
not flat and must not be: it keeps people's tasks. Its growth per round is told instead, first against last half.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from redis.asyncio import Redis

from bot.playground.card_hand import Entries, StepFailed, has_button
from bot.playground.page_client import Json, chat_of, from_bot
from bot.playground.people import HARVEST
from tests.bench.processes import Held, held_by
from tests.faults.product import ROLES, Product, open_product
from tests.tenant_fixtures import MAREN, READ_OUT, TEAM, quoted

EVERY_S = 10.0
CARD_WITHIN_S = 60.0
ZONE, EVENING, MORNING = ZoneInfo("Europe/Berlin"), 16, 9
MORE_MEMORY_MB, MORE_MEMORY = 8.0, 1.05  # what of either is more may come on top
MORE_HANDLES = 4
OLDEST_S = 30.0
THINGS = ("the launch plan", "a list of suppliers", "our travel rules", "two quotes for chairs", "the audit letter")


@dataclass(frozen=True, slots=True)
class Sample:
    at_s: float
    rounds: int
    processes: dict[str, Held]
    redis_mb: float
    redis_clients: int
    oldest_s: float
    depth: int


@dataclass(slots=True)
class Soak:
    product: Product
    rounds: int = 0
    late: int = 0
    samples: list[Sample] = field(default_factory=list)

    async def run(self, minutes: float, per_minute: float) -> None:
        began, ends = time.monotonic(), time.monotonic() + minutes * 60
        watching = asyncio.create_task(self._watch(began))
        try:
            while time.monotonic() < ends:
                due = began + self.rounds * 60 / per_minute
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                await self._round()
                self.rounds += 1
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    async def _round(self) -> None:
        """A card that does not come in time is counted, and the day goes on."""
        for step in (self._sleep_at_night, self._answer_an_invite, self._hold_a_meeting):
            try:
                await step()
            except StepFailed:
                self.late += 1

    async def _sleep_at_night(self) -> None:
        now = datetime.fromisoformat(str((await self.product.page.look())["clock"]["now"])).astimezone(ZONE)
        if now.hour >= EVENING or now.hour < MORNING:
            morning = (now + timedelta(hours=24 - EVENING)).replace(hour=MORNING, minute=5, second=0)
            await self._advance((morning - now).total_seconds())

    async def _advance(self, seconds: float) -> None:
        """A day at most: the tenant's clock takes no longer steps."""
        await self.product.page.post("clock", {"advance_s": round(seconds)})

    async def _answer_an_invite(self) -> None:
        subject = f"Weekly status, round {self.rounds}"
        form = {"subject": subject, "body": READ_OUT, "organizer": MAREN, "required": TEAM, "duration_min": 30}
        await self.product.page.post("invites", form)
        await self._press(self.product.private(MAREN), MAREN, "Keep", lambda text: subject in text)

    async def _hold_a_meeting(self) -> None:
        page, people = self.product.page, list(TEAM)
        form = {"subject": "Planning", "body": "Settle the risks.", "organizer": MAREN, "required": people}
        invite = (await page.post("invites", {**form, "duration_min": 30}))["id"]
        meeting = next(one for one in (await page.look())["meetings"] if one["invite_id"] == invite)
        await page.post(f"meetings/{quoted(meeting['id'])}/start")
        await self._advance(1800)
        await page.post(f"meetings/{quoted(meeting['id'])}/end")
        owner = HARVEST[1 + self.rounds % (len(HARVEST) - 1)]
        thing = f"{THINGS[self.rounds % len(THINGS)]} no. {self.rounds}"
        said = f"{owner.name.split()[0]} sends {thing} to legal by Friday."
        await self._press(meeting["chat_id"], MAREN, "Add", entries=Entries(text=said))
        await self._press(self.product.private(owner.id), owner.id, "Done", lambda text: thing in text)
        await page.say(self.product.private(owner.id), owner.id, "my tasks")

    async def _press(
        self,
        chat: str,
        person: str,
        title: str,
        is_it: Callable[[str], bool] = lambda _text: True,
        entries: Entries | None = None,
    ) -> None:
        def newest(tenant: Json) -> Json | None:
            cards = (m for m in reversed(from_bot(chat_of(tenant, chat))) if m["card"])
            return next((m for m in cards if has_button(m["card"], title) and is_it(str(m["card"]))), None)

        card = await self.product.page.until(f"a card with {title}", newest, CARD_WITHIN_S)
        await self.product.page.press(chat, card, person, title, entries or Entries())

    async def _watch(self, began: float) -> None:
        redis = Redis.from_url(self.product.environ["POTLUCK_REDIS_URL"], decode_responses=True)
        async with redis:
            while True:
                self.samples.append(await self._sample(time.monotonic() - began, redis))
                await asyncio.sleep(EVERY_S)

    async def _sample(self, at_s: float, redis: Redis) -> Sample:
        async with self.product.page.http.get(f"{self.product.gateway_url}/readyz") as answer:
            queue = (await answer.json())["queue"]
        told = await redis.info()
        pids = {role: self.product.running[role].pid for role in ROLES}
        return Sample(
            at_s=at_s,
            rounds=self.rounds,
            processes={role: held_by(pid) for role, pid in pids.items()},
            redis_mb=int(told["used_memory"]) / 2**20,
            redis_clients=int(told["connected_clients"]),
            oldest_s=float(queue["oldest_s"]),
            depth=int(queue["depth"]),
        )


@dataclass(frozen=True, slots=True)
class Line:
    what: str
    warm: float
    last: float
    limit: float
    unit: str

    @property
    def flat(self) -> bool:
        return self.last <= self.limit


def verdict(samples: Sequence[Sample]) -> list[Line]:
    """Medians of the second quarter and of the last, and up to where the last counts as flat."""
    quarter = len(samples) // 4
    warm, last = samples[quarter : 2 * quarter], samples[-quarter:]
    lines = []
    for role in ROLES:
        for what, unit, allowed in _HELD:
            before, after = (_median(part, role, what) for part in (warm, last))
            lines.append(Line(f"{role}: {_WORDS[what]}", before, after, allowed(before), unit))
    clients = [float(statistics.median(s.redis_clients for s in part)) for part in (warm, last)]
    lines.append(Line("Redis: connections", clients[0], clients[1], clients[0] + MORE_HANDLES, ""))
    oldest = [max(s.oldest_s for s in part) for part in (warm, last)]
    lines.append(Line("queue: oldest job, worst sample", oldest[0], oldest[1], OLDEST_S, "s"))
    return lines


_WORDS = {"memory_mb": "memory", "files": "open files", "sockets": "connections"}
_HELD: tuple[tuple[str, str, Callable[[float], float]], ...] = (
    ("memory_mb", "MB", lambda before: max(before + MORE_MEMORY_MB, before * MORE_MEMORY)),
    ("files", "", lambda before: before + MORE_HANDLES),
    ("sockets", "", lambda before: before + MORE_HANDLES),
)


def _median(samples: Sequence[Sample], role: str, what: str) -> float:
    return float(statistics.median(getattr(sample.processes[role], what) for sample in samples))


def kb_per_round(samples: Sequence[Sample]) -> tuple[float, float]:
    """How much Redis grows with a round, in the first half of the run and in the second."""
    middle = samples[len(samples) // 2]
    halves = ((samples[0], middle), (middle, samples[-1]))
    first, second = ((b.redis_mb - a.redis_mb) * 1024 / max(1, b.rounds - a.rounds) for a, b in halves)
    return first, second


async def soak(minutes: float, per_minute: float) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        async with open_product(Path(folder)) as product:
            running = Soak(product)
            await running.run(minutes, per_minute)
            dead = await _dead_letters(product)
    return report(running, dead, minutes)


async def _dead_letters(product: Product) -> int:
    async with product.page.http.get(f"{product.gateway_url}/readyz") as answer:
        return int((await answer.json())["queue"]["dead"])


def report(run: Soak, dead: int, minutes: float) -> bool:
    out = sys.stdout.write
    out(f"{minutes:g} minutes, {run.rounds} rounds, {len(run.samples)} samples, {run.late} cards late, {dead} dead\n")
    out(f"{'what':36}{'2nd quarter':>14}{'last quarter':>14}{'flat up to':>14}\n")
    lines = verdict(run.samples)
    for line in lines:
        cells = "".join(f"{value:>11.1f} {line.unit:2}" for value in (line.warm, line.last, line.limit))
        out(f"{line.what:36}{cells}  {'flat' if line.flat else 'GROWS'}\n")
    first, second = kb_per_round(run.samples)
    out(f"Redis keeps {first:.1f} KB more per round in the first half, {second:.1f} KB in the second\n")
    flat = all(line.flat for line in lines) and not dead
    out(f"verdict: {'flat' if flat else 'not flat'}\n")
    return flat


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.soak", description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--per-minute", type=float, default=4.0, help="rounds a minute")
    given = parser.parse_args()
    sys.exit(0 if asyncio.run(soak(given.minutes, given.per_minute)) else 1)
