"""`python -m tests.bench.company`: what a company of 300,000 people needs, from what each of their acts costs here.

Every kind of act is played against the stand-ins, many at once, with gateway, worker, scheduler and Redis as processes
of their own. What each process spent, less what it spends idle, and what Redis kept and for how long, is the cost of
one act; the model of `company_model.py` says how many come when. Processor time is of this machine: read it as such.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from bot.adapters.redis.keys import PARTITIONS, Keys
from bot.playground.card_hand import Entries, has_button
from bot.playground.page_client import Json, chat_of, from_bot
from bot.playground.people import HARVEST
from tests.bench.company_model import Company
from tests.bench.processes import cpu_s
from tests.faults.product import ROLES, Product, open_product
from tests.tenant_fixtures import MAREN, READ_OUT, TEAM, ZOE, quoted

AT_ONCE = 6
IDLE_S = 10.0
DAY_S = 86_400
BUSY = 0.6  # how much of a core a process may use at the peak
KEPT_DAYS = 60.0  # how long what has no end of its own stays: a task is open for a month and done for another
WORKING_DAYS = 5 / 7
PERSON_B = 700  # name, ids, chat and sets of teams of one person
SETTLE = "Settle together which risks we take, who gives up what for the date, and how we split the budget."
VERBS = ("sends", "checks", "orders", "writes", "updates", "measures", "translates", "reviews", "prints", "archives")
OBJECTS = (
    "the supplier contract",
    "our spring figures",
    "two rooms in Lisbon",
    "the release notes",
    "a runbook for support",
    "new chairs",
    "the German leaflet",
    "loading times of the shop",
    "name badges",
)
WAITS_DAYS = {"jobs": 0.1, "again": 0.1, "later": 14.0}  # what is on its way has no end of its own, and goes when done
SIDES = (*ROLES, "redis")
KEYS = Keys()


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one act: seconds of processor time by process, and byte-days in Redis."""

    cpu: Mapping[str, float]
    byte_days: float


@dataclass(slots=True)
class Play:
    product: Product
    redis: Redis
    idle: dict[str, float] = field(default_factory=dict)
    cards: list[tuple[str, Json]] = field(default_factory=list)
    number: int = 0

    async def cost_of(self, times: int, act: Callable[[int], Awaitable[object]]) -> Cost:
        await self._quiet()
        kept, began, spent = await self._kept(), time.monotonic(), await self._spent()
        left = iter(range(times))

        async def hand() -> None:
            for number in left:
                await act(number)

        await asyncio.gather(*(hand() for _ in range(AT_ONCE)))
        await self._quiet()
        took, after = time.monotonic() - began, await self._spent()
        cpu = {side: max(0.0, after[side] - spent[side] - self.idle.get(side, 0.0) * took) / times for side in SIDES}
        return Cost(cpu, _byte_days(kept, await self._kept()) / times)

    async def learn_idle(self) -> None:
        spent = await self._spent()
        await asyncio.sleep(IDLE_S)
        self.idle = {side: (now - spent[side]) / IDLE_S for side, now in (await self._spent()).items()}

    async def _spent(self) -> dict[str, float]:
        told = await self.redis.info("cpu")
        return {
            **{role: cpu_s(self.product.running[role].pid) for role in ROLES},
            "redis": float(told["used_cpu_user"]) + float(told["used_cpu_sys"]),
        }

    async def _kept(self) -> dict[str, tuple[int, float]]:
        """Per key its bytes, and for how many days."""
        found = {}
        async for key in self.redis.scan_iter(count=1000):
            weight, life = await self.redis.memory_usage(key, samples=0), await self.redis.pttl(key)
            if weight:
                name = key.rpartition(":")[2]
                found[key] = (int(weight), life / 1000 / DAY_S if life > 0 else WAITS_DAYS.get(name, KEPT_DAYS))
        return found

    async def _quiet(self) -> None:
        """Nothing on its way. Asked of Redis itself, seldom, so that the asking does not count as an act."""
        calm = 0
        while calm < 4:
            await self.product.playground.graph.settled()
            waiting: Any = self.redis.pipeline(transaction=False)
            for partition in PARTITIONS:
                waiting.xlen(KEYS.of_partition(partition, "jobs"))
                waiting.zcard(KEYS.of_partition(partition, "again"))
            calm = 0 if any(await waiting.execute()) else calm + 1
            await asyncio.sleep(0.25)  # four times longer than the debounce, after which more may come

    async def invite(self, number: int) -> None:
        """One in six is clear-cut and leads to a card."""
        body = READ_OUT if number % 6 == 0 else SETTLE
        form = {"subject": f"Round {self.number} {number}", "body": body, "organizer": MAREN, "required": TEAM}
        await self.product.page.post("invites", {**form, "duration_min": 30})

    async def meeting(self, number: int) -> None:
        page = self.product.page
        form = {"subject": f"Planning {number}", "body": SETTLE, "organizer": MAREN, "required": TEAM}
        invite = (await page.post("invites", {**form, "duration_min": 30}))["id"]
        meeting = next(one for one in (await page.look())["meetings"] if one["invite_id"] == invite)
        await page.post(f"meetings/{quoted(meeting['id'])}/start")
        await page.post(f"meetings/{quoted(meeting['id'])}/end")
        chat = str(meeting["chat_id"])
        self.cards.append((chat, await page.until("the card", lambda tenant: _card(tenant, chat, "Add"), 120)))

    async def own_words(self, number: int) -> None:
        chat, card = self.cards[number % len(self.cards)]
        owner = HARVEST[1 + number % (len(HARVEST) - 1)]
        what = f"{VERBS[number % len(VERBS)]} {OBJECTS[(number + number // len(VERBS)) % len(OBJECTS)]}"
        said = f"{owner.name.split()[0]} {what} by Friday."
        await self.product.page.press(chat, card, MAREN, "Add", Entries(text=said))

    async def offers(self) -> list[tuple[str, Json]]:
        """Who is asked whether a task is theirs, and by which message."""
        tenant = await self.product.page.look()
        return [
            (person, one)
            for person in TEAM
            for one in from_bot(chat_of(tenant, self.product.private(person)))
            if one["card"] and has_button(one["card"], "Not mine")
        ]

    async def press(self, offer: tuple[str, Json]) -> None:
        person, card = offer
        await self.product.page.press(self.product.private(person), card, person, "Done")

    async def my_tasks(self, _number: int) -> None:
        await self.product.page.say(self.product.private(ZOE), ZOE, "my tasks")

    async def digest(self, _number: int) -> None:
        """The next day's, and what else a new day brings."""
        await self.product.page.post("clock", {"advance_s": DAY_S})
        await self._quiet()


def _card(tenant: Json, chat: str, title: str) -> Json | None:
    cards = (one for one in reversed(from_bot(chat_of(tenant, chat))) if one["card"])
    return next((one for one in cards if has_button(one["card"], title)), None)


def _byte_days(before: Mapping[str, tuple[int, float]], after: Mapping[str, tuple[int, float]]) -> float:
    return sum(max(0, weight - before.get(key, (0, 0.0))[0]) * days for key, (weight, days) in after.items())


async def costs(times: int) -> dict[str, Cost]:
    with tempfile.TemporaryDirectory() as folder:
        async with open_product(Path(folder)) as product:
            redis: Any = Redis.from_url(product.environ["POTLUCK_REDIS_URL"], decode_responses=True)
            async with redis:
                play = Play(product, redis)
                await play.learn_idle()
                found = {"invite": await play.cost_of(times, play.invite)}
                invites = found["invite"]
                meeting = await play.cost_of(times // 2, play.meeting)
                found["meeting"] = _without(meeting, invites)
                found["own words"] = await play.cost_of(times, play.own_words)
                offers = await play.offers()
                found["click"] = await play.cost_of(len(offers), lambda number: play.press(offers[number]))
                found["my tasks"] = await play.cost_of(times, play.my_tasks)
                found["digest"] = await play.cost_of(3, play.digest)
                return found


def _without(whole: Cost, part: Cost) -> Cost:
    """A meeting played here had to be invited to first, which is counted elsewhere."""
    cpu = {side: max(0.0, whole.cpu[side] - part.cpu[side]) for side in SIDES}
    return Cost(cpu, max(0.0, whole.byte_days - part.byte_days))


@dataclass(frozen=True, slots=True)
class Need:
    """Cores at the busiest minute by process, and gigabytes in Redis."""

    cores: Mapping[str, float]
    gigabytes: float

    def replicas(self, side: str) -> int:
        """One more than the peak needs, so that one may be away."""
        return math.ceil(self.cores[side] / BUSY) + 1


def need_of(company: Company, found: Mapping[str, Cost]) -> Need:
    by_minute = {kind: company.by_minute(kind) for kind in found}
    cores = {
        side: max(
            sum(by_minute[kind][minute] * cost.cpu[side] for kind, cost in found.items()) / 60
            for minute in range(len(by_minute["invite"]))
        )
        for side in SIDES
    }
    a_day = company.habits.a_day(company.people)
    kept = sum(a_day[kind] * WORKING_DAYS * cost.byte_days for kind, cost in found.items()) + company.people * PERSON_B
    return Need(cores, kept / 2**30)


def table(companies: Sequence[Company], found: Mapping[str, Cost]) -> str:
    lines = [
        f"{'act':12}{'a day':>12}{'peak/s':>9}{'gateway ms':>12}{'worker ms':>11}{'redis ms':>10}{'KB x days':>11}"
    ]
    first = companies[0]
    for kind, cost in found.items():
        ms = [cost.cpu[side] * 1000 for side in ("gateway", "worker", "redis")]
        a_day = first.habits.a_day(first.people)[kind]
        lines.append(
            f"{kind:12}{a_day:>12,.0f}{first.peak(kind):>9.1f}{ms[0]:>12.1f}{ms[1]:>11.1f}{ms[2]:>10.2f}"
            f"{cost.byte_days / 1024:>11.0f}"
        )
    for company in companies:
        need = need_of(company, found)
        lines.append(
            f"{company.people:,} people: {need.replicas('gateway')} gateways, {need.replicas('worker')} workers, "
            f"{need.replicas('scheduler')} schedulers, Redis {need.cores['redis']:.2f} cores at the peak "
            f"(cores {need.cores['gateway']:.2f} / {need.cores['worker']:.2f}), {need.gigabytes:,.1f} GB"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.company", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=300_000)
    parser.add_argument("--times", type=int, default=60, help="how often each act is played")
    given = parser.parse_args()
    measured = asyncio.run(costs(given.times))
    sys.stdout.write(table([Company(given.people), Company(50_000_000)], measured))
