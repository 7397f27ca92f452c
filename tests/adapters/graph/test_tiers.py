"""What each permission tier asks Graph for: enforced here, whatever the application was granted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest

from bot.adapters.graph.calendar import GraphCalendar
from bot.errors import Gone, NotAllowed

Names = dict[str, str]


def calendar(world: Any, tier: str, *, writes: bool = False) -> GraphCalendar:
    kept = world.calendar
    return GraphCalendar(kept._client, kept._delta._cursors, kept._clock, tier=tier, writes=writes)


async def test_the_tier_none_asks_for_nothing(world: Any, names: Names) -> None:
    event_id = world.write()
    with pytest.raises(NotAllowed):
        await calendar(world, "none").invite(names["tenant"], names["ana"], event_id)
    async with calendar(world, "none").changes(names["tenant"], names["ana"]) as ids:
        assert list(ids) == []
    assert world.graph.requests == []


async def test_the_tier_metadata_asks_for_no_body(world: Any, names: Names) -> None:
    event_id = world.write(body="1. Numbers")
    invite = await calendar(world, "metadata").invite(names["tenant"], names["ana"], event_id)
    assert invite is not None
    assert (invite.subject, invite.body, invite.required) == ("Weekly status", "", 2)
    asked = [unquote(line).partition("$select=")[2].split(",") for line in world.graph.requests]
    assert not any({"body", "bodyPreview"} & set(fields) or fields == [""] for fields in asked)


async def test_a_mailbox_outside_the_scope_is_proved_closed_without_reading_anything(world: Any, names: Names) -> None:
    world.write()
    world.graph.closed.add(names["ben"])
    assert not await world.calendar.readable(names["ben"])
    assert await world.calendar.readable(names["ana"])
    with pytest.raises(Gone):
        await world.calendar.readable("22222222-0000-4000-8000-000000000000")


async def test_events_are_changed_only_with_consent_and_the_body_never(world: Any, names: Names) -> None:
    event_id = world.write(body="1. Numbers")
    for refused in (calendar(world, "full"), calendar(world, "metadata", writes=True)):
        with pytest.raises(NotAllowed):
            await refused.shorten(names["ana"], event_id, 10)
        with pytest.raises(NotAllowed):
            await refused.cancel(names["ana"], event_id, "In writing")
    assert world.graph.requests == []
    allowed = calendar(world, "full", writes=True)
    await allowed.shorten(names["ana"], event_id, 10)
    await allowed.shorten(names["ana"], event_id, 25)  # it is shorter already
    invite = await allowed.invite(names["tenant"], names["ana"], event_id)
    assert invite is not None
    assert (invite.duration, "1. Numbers" in invite.body) == (timedelta(minutes=10), True)
    assert sum(line.startswith("PATCH") for line in world.graph.requests) == 1
    await allowed.cancel(names["ana"], event_id, "In writing")
    assert await allowed.invite(names["tenant"], names["ana"], event_id) is None
    with pytest.raises(Gone):
        await allowed.cancel(names["ana"], event_id, "Told twice")
