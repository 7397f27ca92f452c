"""A rolling upgrade: workers of two releases share one queue, and no job is lost between them.

`tests/payloads/jobs/` holds one job of every kind as each release wrote it. A release adds its file with
`POTLUCK_GOLDEN=1 pytest tests/adapters/redis/test_upgrade.py`; a file that stands is never changed.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.redis import RedisKit
from bot.adapters.redis.queue import sealed
from bot.domain.jobs import ALL_JOBS, CatchUp, Job, from_wire, to_wire
from tests.contracts.working import IMPATIENT, working
from tests.redis_fixtures import until
from tests.unit.test_jobs import sample

WRITTEN = Path(__file__).parents[2] / "payloads" / "jobs"
PATIENT = replace(IMPATIENT, outage_tries=1000)


def as_written_today() -> list[dict[str, Any]]:
    return [to_wire(sample(kind)) for kind in ALL_JOBS]


def test_this_release_has_written_down_its_jobs() -> None:
    mine = WRITTEN / f"{version('potluck-meeting-hygiene')}.json"
    if os.environ.get("POTLUCK_GOLDEN"):
        mine.write_text(json.dumps(as_written_today(), indent=1) + "\n", "utf-8")
    assert {one["job"] for one in json.loads(mine.read_text("utf-8"))} <= {kind.__name__ for kind in ALL_JOBS}


@pytest.mark.parametrize("release", sorted(WRITTEN.glob("*.json")), ids=lambda path: path.stem)
def test_the_jobs_of_earlier_releases_are_still_understood(release: Path) -> None:
    for wire in json.loads(release.read_text("utf-8")):
        assert type(from_wire(wire)).__name__ == wire["job"]


async def put(kit: RedisKit, wire: dict[str, Any], **more: Any) -> None:
    key = kit._keys.of_partition("p00pp", "jobs")
    await kit._redis.call_once("XADD", key, "*", "job", sealed({"id": "j", "tries": 0, **more, "job": wire}))


@pytest.mark.parametrize(
    "of_tomorrow",
    [
        {"job": "CatchUp", "v": 2, "tenant": "contoso", "mailbox": "ann"},
        {"job": "CatchUp", "v": 1, "tenant": "contoso", "mailbox": "ann", "since": "2027-01-01"},
        {"job": "SingASong", "v": 1, "tenant": "contoso"},
    ],
    ids=["a newer version", "a new field", "a new kind"],
)
async def test_a_job_of_a_newer_release_is_put_back_unchanged_until_a_worker_of_that_release_comes(
    redis_kit: RedisKit, of_tomorrow: dict[str, Any]
) -> None:
    await put(redis_kit, of_tomorrow, trace="00-1-1-01", colour="blue")

    async def do(job: Job) -> None:
        raise AssertionError(f"{job} was done by a release that cannot know it")

    async with working(redis_kit, do, retries=PATIENT) as old:
        await until(lambda: old.tally["again"] >= 2)
        assert old.tally["dead"] == 0
    kept = json.loads(await held(redis_kit))
    assert (kept["job"], kept["colour"], kept["trace"]) == (of_tomorrow, "blue", "00-1-1-01")


async def held(kit: RedisKit) -> str:
    """The one envelope, in the stream or waiting for another try."""
    jobs, again = (kit._keys.of_partition("p00pp", name) for name in ("jobs", "again"))
    found = [fields["job"] for _, fields in await kit._redis.call("XRANGE", jobs, "-", "+")]
    found += await kit._redis.call("ZRANGE", again, 0, -1)
    (one,) = found
    return str(one)


async def test_once_the_new_release_is_there_it_does_the_job_that_the_old_one_put_back(
    redis_kit: RedisKit, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(redis_kit, {"job": "CatchUp", "v": 2, "tenant": "contoso", "mailbox": "ann"})
    done: list[Job] = []

    async def do(job: Job) -> None:
        done.append(job)

    async with working(redis_kit, do, retries=PATIENT) as worker:
        await until(lambda: worker.tally["again"] >= 2)
        assert not done
        monkeypatch.setattr(CatchUp, "VERSION", 2)  # the same worker, upgraded
        await until(lambda: len(done) == 1)
    assert done == [CatchUp("contoso", "ann")]


async def test_an_envelope_of_the_last_release_without_a_trace_is_done(redis_kit: RedisKit) -> None:
    await put(redis_kit, {"job": "CatchUp", "v": 1, "tenant": "contoso", "mailbox": "ann"})
    done: list[Job] = []

    async def do(job: Job) -> None:
        done.append(job)

    async with working(redis_kit, do):
        await until(lambda: len(done) == 1)
