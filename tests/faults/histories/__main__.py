"""Randomised histories against the product, each replayable by its seed.

    python -m tests.faults.histories --seed 1 --count 40

Gateway, two workers and a scheduler act in this process over real HTTP and a real Redis of their own, each with its own
connections, and die at named points: before or after any of their messages. With `--real` each is a process of its own,
killed with SIGKILL at the same points. Services throttle, hang, break and lose
answers; Redis is killed, hangs, is full or read-only; the clock jumps; each event is told one to five times, in any
order. Forty histories share a house; house n of a run has the seed `--seed` + n, so `--seed` and `--count 40` replay
one. The plan of people and weather is the seed's; how tasks interleave is the machine's. Exit status 1 where
something that must hold did not.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import structlog

from bot.adapters.redis.embedded import EmbeddedServer
from tests.faults.histories.house import live
from tests.faults.histories.outside import Findings

PER_HOUSE = 40


def main(seed: int, count: int, *, log: bool, real: bool) -> int:
    level = logging.INFO if log else logging.CRITICAL
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.disable(logging.CRITICAL)  # servers complain of connections that a death broke
    tally, lost, checked = Counter[str](), Counter[str](), Counter[str]()
    violations: list[str] = []
    for house, begun in enumerate(range(0, count, PER_HOUSE)):
        began = time.monotonic()
        found, happened = _one_house(seed + house, min(PER_HOUSE, count - begun), real=real)
        tally += happened
        lost += found.lost
        checked += found.checked
        violations += [f"seed {seed + house}: {one}" for one in found.violations]
        told = f"{happened['kills']} kills, {len(found.violations)} violations, {time.monotonic() - began:.0f} s"
        print(f"house {house + 1}, seed {seed + house}: {min(PER_HOUSE, count - begun)} histories, {told}", flush=True)
        for one in found.violations:
            print(f"  {one}", flush=True)
    _summary(count, tally, lost, checked)
    print(f"violations: {len(violations)}")
    return int(bool(violations))


def _one_house(seed: int, count: int, *, real: bool) -> tuple[Findings, Counter[str]]:
    with tempfile.TemporaryDirectory() as folder:
        redis = EmbeddedServer(Path(folder) / "redis")
        try:
            return asyncio.run(live(Path(folder), redis, seed, count, real=real))
        finally:
            redis.stop()


def _summary(count: int, tally: Counter[str], lost: Counter[str], checked: Counter[str]) -> None:
    points = {name.removeprefix("killed: ") for name in tally if name.startswith("killed: ")}
    print(f"histories {count}, kills {tally['kills']} at {len(points)} points, events {tally['events']}")
    print(f"  told {tally['tellings']} times, clicks {tally['clicks']}")
    print(f"  answers of Redis lost on purpose: {tally['answers of Redis lost']}")
    for name in sorted(name for name in tally if name.startswith("weather: ")):
        print(f"  {name.removeprefix('weather: ')}: {tally[name]}")
    print("looked at: " + ", ".join(f"{name} {number}" for name, number in sorted(checked.items())))
    print("rather lost than twice: " + (", ".join(f"{name} {number}" for name, number in lost.items()) or "none"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=PER_HOUSE)
    parser.add_argument("--log", action="store_true", help="the product's own log on stderr")
    parser.add_argument("--real", action="store_true", help="roles as processes, killed with SIGKILL; slower")
    arguments = parser.parse_args()
    raise SystemExit(main(arguments.seed, arguments.count, log=arguments.log, real=arguments.real))
