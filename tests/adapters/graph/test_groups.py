"""Who is in a group: page after page, through groups within it, and nobody who is no person."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adapters.graph.groups import GraphGroups
from bot.errors import Gone, NotAllowed, TryLater

PEOPLE = [f"22222222-0000-4000-8000-{number:012}" for number in range(2500)]


async def test_every_page_is_read_and_nested_groups_are_looked_into(world: Any) -> None:
    world.graph.groups.put("guild", [*PEOPLE[:1500], "inner"])
    world.graph.groups.put("inner", [*PEOPLE[1400:], "guild"])
    assert sorted(await GraphGroups(world.client).people_in("guild")) == PEOPLE
    assert sum("/transitiveMembers" in line for line in world.graph.requests) == 3


async def test_a_group_s_id_may_hold_signs_that_mean_something_in_an_address(world: Any) -> None:
    world.graph.groups.put("a/b+c", ["Ana"])
    assert await GraphGroups(world.client).people_in("a/b+c") == ["ana"]


async def test_a_group_that_is_gone_closed_or_behind_an_outage_is_told_apart(world: Any) -> None:
    groups = GraphGroups(world.client)
    with pytest.raises(Gone):
        await groups.people_in("nobody")
    world.graph.groups.closed = True
    with pytest.raises(NotAllowed):
        await groups.people_in("nobody")
    world.graph.physics.outage = True
    with pytest.raises(TryLater):
        await groups.people_in("nobody")
