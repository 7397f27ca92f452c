"""Ninety days of a tenant's calendars in minutes: real Graph edge, gateway route, queue, schedule and judging feature
on a real Redis, against the Graph stand-in, on a clock that jumps half an hour at a time.

    python -m tests.faults.calendars [--days 90] [--seed 1]

Meanwhile subscriptions expire, are removed and vanish silently; Graph and the gateway are out for up to six hours each;
requests are throttled; notifications are lost and repeated; delta forgets its state; the granted life changes; tokens
are revoked; workers stop and start. At the end every state of an invite that was left alone has been judged once, and
nothing twice. Exit status 1 where that does not hold.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import tempfile
import time
from pathlib import Path

import structlog

from bot.adapters.redis.embedded import EmbeddedServer
from tests.faults.calendars.opened import open_tenant


async def main(days: float, seed: int) -> int:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory() as folder:
        redis, began = EmbeddedServer(Path(folder) / "redis"), time.monotonic()
        url = redis.start()
        try:
            async with open_tenant(url, seed) as tenant:
                await tenant.live(days)
                await tenant.clear_up()
                print(f"{days:g} days in {time.monotonic() - began:.0f} s, seed {seed}")
                print(f"invites written {tenant.written}, saved again {tenant.saves}, standing {len(tenant.living)}")
                print(f"requests to Graph {len(tenant.graph.requests)}, states judged {len(tenant.judge.seen)}")
                for name, count in sorted(tenant.faults.items()):
                    print(f"  {name}: {count}")
                dead = await tenant.kit.stats.dead()
                print(f"missed {tenant.missed()}, judged twice {tenant.twice()}, dead letters {dead}")
                return int(bool(tenant.missed() or tenant.twice() or dead))
        finally:
            redis.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=float, default=90)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    raise SystemExit(asyncio.run(main(arguments.days, arguments.seed)))
