"""A slice of the randomised histories: the whole is `python -m tests.faults.histories`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.redis import watching
from bot.adapters.redis.embedded import EmbeddedServer
from bot.adapters.redis.keys import PLACE
from tests.faults.histories.house import live


@pytest.mark.parametrize("seed", [7])
async def test_nothing_is_lost_and_nothing_comes_twice_while_everything_breaks(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "PLACE", PLACE)  # the house shortens it; it is long again afterwards
    redis = EmbeddedServer(tmp_path / "redis")
    try:
        found, happened = await live(tmp_path, redis, seed, 6)
    finally:
        redis.stop()
    assert found.violations == []
    assert happened["kills"] > 3
    assert found.checked["nudge"] + found.checked["outcome card"] == 6
