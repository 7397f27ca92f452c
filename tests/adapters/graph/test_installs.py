"""Installing the app for a person through Graph: only where that is allowed, and never twice."""

from __future__ import annotations

from typing import Any

from bot.adapters.graph.installs import GraphInstalls

Names = dict[str, str]
APP = "7d0f9b1e-51a5-4f0c-8f0e-9a3f4f6f2a77"


def installs(world: Any, *, allowed: bool = True) -> GraphInstalls:
    return GraphInstalls(world.client, APP, allowed=allowed)


async def test_the_app_is_installed_from_the_catalog(world: Any, names: Names) -> None:
    installed: list[str] = []

    def install(person: str) -> bool:
        installed.append(person)
        return True

    world.graph.install = install
    edge = installs(world)
    assert await edge.install(names["ana"])
    assert await edge.install(names["ben"])
    assert installed == [names["ana"], names["ben"]]
    assert sum("/appCatalogs/" in line for line in world.graph.requests) == 1


async def test_an_app_that_is_there_already_is_as_good(world: Any, names: Names) -> None:
    world.graph.install = lambda _person: False
    assert await installs(world).install(names["ana"])


async def test_without_leave_without_the_app_or_without_the_person_nothing_is_installed(
    world: Any, names: Names
) -> None:
    assert not await installs(world, allowed=False).install(names["ana"])
    assert world.graph.requests == []
    assert not await installs(world).install(names["ana"])  # not in the catalog
    world.graph.install = lambda _person: True
    assert not await installs(world).install("22222222-0000-4000-8000-000000000000")
