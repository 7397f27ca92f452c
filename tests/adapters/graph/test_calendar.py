"""Reading events: what becomes of them in the domain, and what is never read at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest

from bot.domain.meeting import Invite
from bot.errors import NotAllowed, TryLater

Names = dict[str, str]


async def read(world: Any, names: Names, event_id: str, who: str = "ana") -> Invite | None:
    told: Invite | None = await world.calendar.invite(names["tenant"], names[who], event_id)
    return told


async def read_known(world: Any, names: Names, event_id: str, who: str = "ana") -> Invite:
    invite = await read(world, names, event_id, who)
    assert invite is not None
    return invite


async def test_an_ordinary_invite_reads_as_it_was_written(world: Any, names: Names) -> None:
    event_id = world.write(
        subject="Sprint review", required=[names["ben"]], optional=[names["cleo"]], rooms=["Room Lisbon"]
    )
    invite = await read_known(world, names, event_id)
    assert (invite.tenant, invite.mailbox, invite.event_id) == (names["tenant"], names["ana"], event_id)
    assert invite.subject == "Sprint review"
    assert "1. Numbers" in invite.body
    assert invite.body_type == "text"
    assert (invite.required, invite.optional) == (2, 1)  # the organizer counts, the room does not
    assert invite.start == datetime(2026, 11, 26, 9, tzinfo=UTC)
    assert invite.duration == timedelta(minutes=30)
    assert (invite.external, invite.recurring, invite.sensitivity) == (False, "none", "normal")
    assert (invite.is_organizer, invite.organizer_id) == (True, names["ana"])
    assert (invite.cancelled, invite.all_day, invite.show_as, invite.series_id) == (False, False, "busy", None)
    assert invite.join_url is not None
    assert invite.join_url.startswith("https://teams.microsoft.com/l/meetup-join/")
    assert invite.change_key


async def test_each_save_has_a_change_key_of_its_own(world: Any, names: Names) -> None:
    event_id = world.write()
    before = await read_known(world, names, event_id)
    world.graph.update_invite(event_id, body="Something else")
    after = await read_known(world, names, event_id)
    assert after.change_key != before.change_key
    assert "Something else" in after.body


@pytest.mark.parametrize("sensitivity", ["private", "personal", "confidential"])
async def test_the_body_of_a_private_event_is_never_asked_for(world: Any, names: Names, sensitivity: str) -> None:
    event_id = world.write(sensitivity=sensitivity, body="my diagnosis")
    invite = await read_known(world, names, event_id)
    assert (invite.sensitivity, invite.body) == (sensitivity, "")
    asked = [unquote(line).partition("$select=")[2].split(",") for line in world.graph.requests]
    assert asked
    assert not any({"body", "bodyPreview"} & set(names) or names == [""] for names in asked)


async def test_the_body_of_somebody_elses_event_is_not_asked_for_either(world: Any, names: Names) -> None:
    world.write(subject="Seen by Ben")
    async with world.calendar.changes(names["tenant"], names["ben"]) as ids:
        pass
    world.graph.requests.clear()
    invite = await read_known(world, names, ids[0], "ben")
    assert (invite.is_organizer, invite.organizer_id, invite.body) == (False, None, "")
    assert len(world.graph.requests) == 1


async def test_an_event_that_changes_between_its_two_readings_is_read_again_later(world: Any, names: Names) -> None:
    event_id = world.write()

    def turn_private() -> None:
        if world.graph.requests:
            world.graph.update_invite(event_id, sensitivity="private", body="my diagnosis")

    world.before_request = turn_private
    with pytest.raises(TryLater, match="event_changed_while_reading"):
        await read(world, names, event_id)


async def test_somebody_from_outside_makes_it_external(world: Any, names: Names) -> None:
    inside = world.write(required=[names["ben"], "dora@emea.contoso.example"])
    outside = world.write(optional=["guest@fabrikam.example"])
    lookalike = world.write(required=["eve@notcontoso.example"])
    assert not (await read_known(world, names, inside)).external
    assert (await read_known(world, names, outside)).external
    assert (await read_known(world, names, lookalike)).external


@pytest.mark.parametrize("word", ["daily", "weekly", "biweekly", "monthly"])
async def test_a_series_reads_with_its_rhythm(world: Any, names: Names, word: str) -> None:
    event_id = world.write(recurring=word)
    invite = await read_known(world, names, event_id)
    assert (invite.recurring, invite.series_id) == (word, event_id)


async def test_an_occurrence_knows_the_rhythm_of_its_series(world: Any, names: Names) -> None:
    event_id = world.write(recurring="weekly")
    invite = await read_known(world, names, f"{event_id}_occ20261203")
    assert (invite.recurring, invite.series_id) == ("weekly", event_id)
    assert invite.start == datetime(2026, 12, 3, 9, tzinfo=UTC)


async def test_what_vanished_or_may_not_be_read_is_none(world: Any, names: Names) -> None:
    event_id = world.write()
    assert await read(world, names, "no/such+id=") is None
    assert await world.calendar.invite(names["tenant"], "22222222-0000-4000-8000-000000000000", event_id) is None
    world.graph.closed.add(names["ana"])
    with pytest.raises(NotAllowed):
        await read(world, names, event_id)
    world.graph.closed.clear()
    world.graph.cancel_invite(event_id)
    assert await read(world, names, event_id) is None


async def test_a_cancelled_event_in_an_attendees_calendar_says_so(world: Any, names: Names) -> None:
    event_id = world.write()
    async with world.calendar.changes(names["tenant"], names["ben"]) as ids:
        pass
    world.graph.cancel_invite(event_id)
    invite = await read_known(world, names, ids[0], "ben")
    assert (invite.cancelled, invite.show_as) == (True, "free")


async def test_ids_with_slashes_and_plus_signs_are_read_whole(world: Any, names: Names) -> None:
    written = world.write()
    copy = world.graph._mailboxes.find(names["ana"], written)[0]
    copy.id = "AAMk/A+B==/c d%2F"
    assert (await read_known(world, names, copy.id)).event_id == written
