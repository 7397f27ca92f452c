"""The gateway of `door.py`, opened for one test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.gateway.door import Door, open_door
from tests.redis_fixtures import HandClock


@pytest.fixture
async def door(tmp_path: Path, redis_server: str, hand_clock: HandClock) -> AsyncIterator[Door]:
    async with open_door(tmp_path, redis_server, hand_clock) as opened:
        yield opened
