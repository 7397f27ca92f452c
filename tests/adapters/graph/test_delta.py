"""The safety net: positions, pages, new rounds, and what happens when Graph forgets."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import TryLater

Names = dict[str, str]


class Died(Exception):
    """Whoever read the changes is gone before they were kept."""


async def changes(world: Any, names: Names, who: str = "ana", *, dies: bool = False) -> set[str]:
    told: list[str] = []
    with suppress(Died):
        async with world.calendar.changes(names["tenant"], names[who]) as ids:
            told = list(ids)
            if dies:
                raise Died
    assert len(told) == len(set(told))
    return set(told)


async def test_the_first_call_tells_everything_upcoming_over_all_pages(world: Any, names: Names) -> None:
    written = {world.write(subject=str(number)) for number in range(120)}
    world.write(start=world.now + timedelta(days=90))  # beyond the window
    assert await changes(world, names) == written


async def test_later_calls_tell_what_is_new_changed_or_gone(world: Any, names: Names) -> None:
    changed, gone, _same = world.write(), world.write(), world.write()
    await changes(world, names)
    assert await changes(world, names) == set()
    world.graph.update_invite(changed, subject="New subject")
    world.graph.delete_invite(gone)
    new = world.write()
    assert await changes(world, names) == {changed, gone, new}


async def test_what_was_not_kept_is_told_again(world: Any, names: Names) -> None:
    first = world.write()
    assert await changes(world, names, dies=True) == {first}
    assert world.cursors == {}
    assert await changes(world, names) == {first}
    assert await changes(world, names) == set()


async def test_who_reads_at_the_same_moment_and_ends_first_takes_nothing_from_the_other(
    world: Any, names: Names
) -> None:
    first = world.write()
    at = (names["tenant"], names["ana"])
    with suppress(Died):
        async with world.calendar.changes(*at) as ours:
            async with world.calendar.changes(*at) as theirs:
                assert list(ours) == list(theirs) == [first]
            second = world.write()
            raise Died
    assert await changes(world, names) == {second}


async def test_a_forgotten_sync_state_starts_a_full_round_that_tells_only_the_news(world: Any, names: Names) -> None:
    world.write()
    world.now += timedelta(hours=2)
    await changes(world, names)
    world.now += timedelta(hours=5)
    missed = world.write()
    world.graph.forget_sync_states()
    assert await changes(world, names) == {missed}
    assert await changes(world, names) == set()


async def test_each_day_a_new_window_tells_what_has_come_into_it(world: Any, names: Names) -> None:
    world.write()
    far = world.write(start=world.now + timedelta(days=61))
    assert far not in await changes(world, names)
    world.now += timedelta(days=2)
    assert await changes(world, names) == {far}


async def test_a_series_is_told_once_by_its_master(world: Any, names: Names) -> None:
    master = world.write(recurring="weekly")
    assert await changes(world, names) == {master}


async def test_positions_are_kept_per_mailbox(world: Any, names: Names) -> None:
    world.write()
    await changes(world, names)
    assert len(await changes(world, names, "ben")) == 1
    assert len(world.cursors) == 2


async def test_words_do_not_leave_the_round(world: Any, names: Names) -> None:
    world.write(body="my diagnosis", sensitivity="private")
    await changes(world, names)
    assert "diagnosis" not in str(world.cursors)


async def test_an_outage_keeps_the_position(world: Any, names: Names) -> None:
    await changes(world, names)
    before = dict(world.cursors)
    missed = world.write()
    world.graph.physics.outage = True
    with pytest.raises(TryLater):
        await changes(world, names)
    assert world.cursors == before
    world.graph.physics.outage = False
    assert await changes(world, names) == {missed}


async def test_a_mailbox_that_is_gone_or_closed_tells_nothing_and_moves_no_position(world: Any, names: Names) -> None:
    world.write()
    world.graph.closed.add(names["ana"])
    assert await changes(world, names) == set()
    async with world.calendar.changes(names["tenant"], "22222222-0000-4000-8000-000000000000") as ids:
        assert list(ids) == []
    world.graph.closed.clear()
    assert len(await changes(world, names)) == 1
