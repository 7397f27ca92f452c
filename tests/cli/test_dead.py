"""`potluck dead`: an operator looks at jobs that failed for good, lets one try again and drops the others."""

from __future__ import annotations

import os
import subprocess
import sys

from bot.adapters.redis import open_redis
from bot.errors import BadInput
from bot.settings import Settings
from tests.contracts.test_job_queue import Done, a_job, empty
from tests.contracts.working import working
from tests.redis_fixtures import HandClock, until


def dead(settings: Settings, *arguments: str) -> tuple[int, str]:
    mine = {"POTLUCK_REDIS_URL": settings.redis_url.reveal(), "POTLUCK_KEY_PREFIX": settings.key_prefix}
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("POTLUCK_", "REDIS_URL"))}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "dead", *arguments],
        capture_output=True,
        check=False,
        text=True,
        env={**environ, **mine},
    )
    return done.returncode, done.stdout + done.stderr


async def test_dead_jobs_are_listed_retried_and_dropped(redis_settings: Settings, hand_clock: HandClock) -> None:
    kit = await open_redis(redis_settings, hand_clock, role="worker")
    try:
        for name in ("one", "two", "three"):
            await kit.queue.enqueue(a_job(name))
        async with working(kit, Done(*[BadInput("Ann's words")] * 3)) as worker:
            await until(lambda: worker.tally["dead"] == 3)
        status, listed = dead(redis_settings, "list")
        assert (status, listed.count("CatchUp"), listed.count("bad_input")) == (0, 3, 3)
        assert "Ann" not in listed
        first = listed.split()[0]
        assert dead(redis_settings, "retry", first) == (0, "1 back in the queue\n")
        status, told = dead(redis_settings, "retry", first, "nonsense")
        assert (status, told.count("no such dead job")) == (1, 2)
        async with working(kit, Done()):
            await until(lambda: empty(kit))
        assert dead(redis_settings, "drop", "all") == (0, "2 dropped\n")
        assert dead(redis_settings, "list") == (0, "No dead jobs.\n")
    finally:
        await kit.close()
