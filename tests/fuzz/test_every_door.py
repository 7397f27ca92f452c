"""No 5xx, every refusal a problem document, nothing of what was sent in the log."""

from __future__ import annotations

from pathlib import Path

import pytest
import structlog

from tests.fuzz.bodies import CANARY
from tests.fuzz.siege import Outcome, besiege
from tests.fuzz.stage import open_stage


async def besieged(folder: Path, redis_url: str, *, requests: int, seed: int) -> Outcome:
    async with open_stage(folder, redis_url, seed) as (url, knocks):
        with structlog.testing.capture_logs() as lines:
            outcome = await besiege(url, knocks, requests)
    assert not outcome.wrong, "\n".join([str(len(outcome.wrong)), *(line[:300] for line in outcome.wrong[:8])])
    assert not [line for line in lines if CANARY in repr(line)]
    return outcome


async def test_a_short_siege(tmp_path: Path, redis_server: str) -> None:
    outcome = await besieged(tmp_path, redis_server, requests=1_500, seed=7)
    assert {200, 202, 400, 401, 404, 415, 422} <= set(outcome.by_status), outcome.by_status


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 5))
async def test_a_long_siege(tmp_path: Path, redis_server: str, seed: int) -> None:
    outcome = await besieged(tmp_path, redis_server, requests=25_000, seed=seed)
    print(f"seed {seed}: {sorted(outcome.by_status.items())}, cut off {outcome.cut_off}")
    for (door, status), times in sorted(outcome.answers.items()):
        print(f"  {door:45} {status} {times:6}")
    assert outcome.by_status.total() + outcome.cut_off == 25_000
