"""A slice of the simulated months: the whole is `python -m tests.faults.calendars`."""

from __future__ import annotations

import pytest

from tests.faults.calendars.opened import open_tenant


@pytest.mark.parametrize(("days", "seed"), [(1, 3), pytest.param(14, 2, marks=pytest.mark.long)])
async def test_every_state_of_an_invite_is_judged_once_whatever_breaks(
    redis_server: str, days: float, seed: int
) -> None:
    async with open_tenant(redis_server, seed) as tenant:
        await tenant.live(days)
        await tenant.clear_up(1)
        assert tenant.written
        assert (tenant.missed(), tenant.twice(), await tenant.kit.stats.dead()) == (0, 0, 0)
