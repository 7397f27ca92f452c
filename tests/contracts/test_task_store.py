"""What every TaskStore keeps to."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.adapters.redis import RedisKit
from bot.domain.jobs import OfferTask
from bot.domain.task import Step, Task
from bot.errors import Conflict

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def a_task(what: str = "write the release notes", **given: object) -> Task:
    plain = Task(id="", tenant="contoso", team="team-a", what=what, state="proposed", proposer="ann", created=NOW)
    return replace(plain, **given)  # type: ignore[arg-type] # the fields of a task, by name


async def the_open(kit: RedisKit, team: str = "team-a") -> list[str]:
    return [task.what async for task in kit.tasks.open_of_team("contoso", team)]


async def test_ids_are_short_and_count_up_within_a_team(redis_kit: RedisKit) -> None:
    ids = [(await redis_kit.tasks.add(a_task(team=team), once=str(n))).id for n, team in enumerate("aab")]
    assert ids == ["T-1", "T-2", "T-1"]


async def test_a_task_comes_back_as_it_was_given(redis_kit: RedisKit) -> None:
    given = a_task(
        "Überschrift “prüfen” | 100 % \n sicher",
        owner="bea",
        owner_name="Bea",
        owner_words="our Bea",
        due=date(2026, 3, 4),
        due_time=time(17, 30),
        due_words="by Wednesday",
        meeting="m-1@20260302T080000Z",
        meeting_title="Weekly",
        outcome="o-1",
        history=(Step(NOW, "ann", "proposed"), Step(NOW + timedelta(minutes=1), "bea", "accepted")),
    )
    stored = await redis_kit.tasks.add(given, once="x")
    assert stored == replace(given, id="T-1", version=1)
    assert await redis_kit.tasks.get("contoso", "team-a", "T-1") == stored


async def test_a_task_added_twice_at_once_under_one_key_is_one_task(redis_kit: RedisKit) -> None:
    both = await asyncio.gather(*(redis_kit.tasks.add(a_task(), once="outcome:0") for _ in range(8)))
    assert {task.id for task in both} == {"T-1"}
    assert await the_open(redis_kit) == ["write the release notes"]


async def test_a_repeated_add_returns_the_task_as_it_is_by_now(redis_kit: RedisKit) -> None:
    task = await redis_kit.tasks.add(a_task(), once="x")
    await redis_kit.tasks.replace(replace(task, state="done"))
    assert (await redis_kit.tasks.add(a_task(), once="x")).state == "done"


async def test_the_same_key_in_another_team_makes_another_task(redis_kit: RedisKit) -> None:
    await redis_kit.tasks.add(a_task("one"), once="x")
    await redis_kit.tasks.add(a_task("two", team="team-b"), once="x")
    assert await the_open(redis_kit, "team-b") == ["two"]


async def test_an_unknown_task_is_none_and_cannot_be_replaced(redis_kit: RedisKit) -> None:
    assert await redis_kit.tasks.get("contoso", "team-a", "T-7") is None
    with pytest.raises(Conflict):
        await redis_kit.tasks.replace(a_task(id="T-7"))


async def test_of_two_writers_who_saw_the_same_version_one_is_told_of_the_conflict(redis_kit: RedisKit) -> None:
    task = await redis_kit.tasks.add(a_task(), once="x")
    await asyncio.gather(*(redis_kit.tasks.get("contoso", "team-a", task.id) for _ in range(8)))  # all are connected
    told = await asyncio.gather(
        *(redis_kit.tasks.replace(replace(task, what=f"by {n}")) for n in range(8)), return_exceptions=True
    )
    winners = [one for one in told if isinstance(one, Task)]
    assert len(winners) == 1
    assert sum(isinstance(one, Conflict) for one in told) == 7
    assert await redis_kit.tasks.get("contoso", "team-a", task.id) == winners[0]


async def test_open_tasks_come_earliest_due_first_and_undated_last(redis_kit: RedisKit) -> None:
    dues = {"undated": None, "later": date(2026, 12, 1), "soon": date(2026, 3, 3), "past": date(2025, 1, 1)}
    for what, due in dues.items():
        await redis_kit.tasks.add(a_task(what, due=due), once=what)
    await redis_kit.tasks.add(a_task("soon, at nine", due=date(2026, 3, 3), due_time=time(9)), once="nine")
    assert await the_open(redis_kit) == ["past", "soon, at nine", "soon", "later", "undated"]


async def test_many_open_tasks_all_come_though_some_close_meanwhile(redis_kit: RedisKit) -> None:
    """More than two pages; a page that is asked for by rank would skip as many as were closed."""
    count = 1100
    added = await asyncio.gather(
        *(
            redis_kit.tasks.add(a_task(str(n), due=date(2026, 1, 1) + timedelta(days=n)), once=str(n))
            for n in range(count)
        )
    )
    seen: list[int] = []
    async for task in redis_kit.tasks.open_of_team("contoso", "team-a"):
        if not seen:
            closed = (replace(early, state="done") for early in added[:300])
            await asyncio.gather(*(redis_kit.tasks.replace(task) for task in closed))
        seen.append(int(task.what))
    assert seen == sorted(seen)
    assert set(range(500, count)) <= set(seen)
    assert len(await the_open(redis_kit)) == count - 300


async def test_a_persons_open_tasks_come_from_all_teams_of_their_tenant(redis_kit: RedisKit) -> None:
    for n, (team, tenant) in enumerate([("team-a", "contoso"), ("team-b", "contoso"), ("team-c", "fabrikam")]):
        await redis_kit.tasks.add(
            a_task(f"of {team}", team=team, tenant=tenant, owner="bea", due=date(2026, 3, 9 - n)), once=team
        )
    await redis_kit.tasks.add(a_task("somebody else's", owner="carl"), once="carl")
    assert [task.what for task in await redis_kit.tasks.of_owner("contoso", "bea")] == ["of team-b", "of team-a"]


async def test_a_task_passed_on_leaves_the_first_owners_list(redis_kit: RedisKit) -> None:
    task = await redis_kit.tasks.add(a_task(owner="bea"), once="x")
    await redis_kit.tasks.replace(replace(task, owner="carl"))
    assert await redis_kit.tasks.of_owner("contoso", "bea") == []
    assert [one.id for one in await redis_kit.tasks.of_owner("contoso", "carl")] == [task.id]


async def test_an_owner_whose_id_begins_like_anothers_sees_only_their_own(redis_kit: RedisKit) -> None:
    await redis_kit.tasks.add(a_task("long", owner="bea-2"), once="1")
    await redis_kit.tasks.add(a_task("short", owner="bea"), once="2")
    assert [task.what for task in await redis_kit.tasks.of_owner("contoso", "bea")] == ["short"]


@pytest.mark.parametrize("state", ["done", "dropped"])
async def test_a_closed_task_leaves_every_open_list_and_comes_back_when_reopened(
    redis_kit: RedisKit, state: str
) -> None:
    task = await redis_kit.tasks.add(a_task(owner="bea"), once="x")
    closed = await redis_kit.tasks.replace(replace(task, state=state))  # type: ignore[arg-type] # a task state
    assert await the_open(redis_kit) == []
    assert await redis_kit.tasks.of_owner("contoso", "bea") == []
    await redis_kit.tasks.replace(replace(closed, state="accepted"))
    assert await the_open(redis_kit) == [task.what]
    assert await redis_kit.tasks.closed_since("contoso", "team-a", NOW - timedelta(days=900)) == []


async def test_closed_since_goes_by_the_last_step_and_includes_the_very_moment(redis_kit: RedisKit) -> None:
    for minutes in (0, 10, 20):
        task = await redis_kit.tasks.add(a_task(f"closed at {minutes}"), once=str(minutes))
        step = Step(NOW + timedelta(minutes=minutes), "bea", "done")
        await redis_kit.tasks.replace(replace(task, state="done", history=(step,)))
    found = await redis_kit.tasks.closed_since("contoso", "team-a", NOW + timedelta(minutes=10))
    assert [task.what for task in found] == ["closed at 10", "closed at 20"]


async def test_closed_tasks_of_before_a_moment_are_dropped_and_others_stay(redis_kit: RedisKit) -> None:
    for minutes in (0, 10, 20):
        task = await redis_kit.tasks.add(a_task(f"closed at {minutes}"), once=str(minutes))
        step = Step(NOW + timedelta(minutes=minutes), "bea", "done")
        await redis_kit.tasks.replace(replace(task, state="done", history=(step,)))
    await redis_kit.tasks.add(a_task("open"), once="open")
    assert await redis_kit.tasks.drop_closed("contoso", "team-a", NOW + timedelta(minutes=20)) == 2
    assert await redis_kit.tasks.drop_closed("contoso", "team-a", NOW + timedelta(minutes=20)) == 0
    left = await redis_kit.tasks.closed_since("contoso", "team-a", NOW - timedelta(days=900))
    assert [task.what for task in left] == ["closed at 20"]
    assert await the_open(redis_kit) == ["open"]


async def test_a_meetings_tasks_are_found_open_and_closed(redis_kit: RedisKit) -> None:
    one = await redis_kit.tasks.add(a_task("one", meeting="m@1"), once="1")
    await redis_kit.tasks.add(a_task("two", meeting="m@1"), once="2")
    await redis_kit.tasks.add(a_task("other", meeting="m@10"), once="3")
    await redis_kit.tasks.replace(replace(one, state="done"))
    assert {task.what for task in await redis_kit.tasks.of_meeting("contoso", "team-a", "m@1")} == {"one", "two"}


async def test_the_tasks_of_one_submission_are_found_open_and_closed(redis_kit: RedisKit) -> None:
    one = await redis_kit.tasks.add(a_task("one", outcome="o-1"), once="1")
    await redis_kit.tasks.add(a_task("two", outcome="o-1"), once="2")
    await redis_kit.tasks.add(a_task("other", outcome="o-10"), once="3")
    await redis_kit.tasks.replace(replace(one, state="dropped"))
    assert {task.what for task in await redis_kit.tasks.of_outcome("contoso", "team-a", "o-1")} == {"one", "two"}


async def test_a_promise_is_kept_together_with_the_job_that_looks_at_it_once(redis_kit: RedisKit) -> None:
    due = date(2026, 6, 1)
    task = await redis_kit.tasks.add(a_task(owner="bea", due=due), once="x")
    assert await redis_kit.stats.later() == 0  # nobody has said yes
    said = await redis_kit.tasks.replace(replace(task, state="accepted"))
    assert await redis_kit.stats.later() == 1
    renamed = await redis_kit.tasks.replace(replace(said, what="write them well"))
    undone = await redis_kit.tasks.replace(replace(renamed, state="done"))
    again = await redis_kit.tasks.replace(replace(undone, state="accepted"))
    assert await redis_kit.stats.later() == 1  # it is the same promise
    await redis_kit.tasks.replace(replace(again, due=date(2026, 7, 1)))
    assert await redis_kit.stats.later() == 2
    for _ in range(2):
        await redis_kit.tasks.add(a_task(owner="bea", due=due, state="accepted"), once="y")
    assert await redis_kit.stats.later() == 3


async def test_what_a_person_wrote_and_others_have_is_found_over_all_teams(redis_kit: RedisKit) -> None:
    await redis_kit.tasks.add(a_task("own", owner="ann"), once="1")
    given = await redis_kit.tasks.add(a_task("given", owner="bea", due=date(2026, 3, 9)), once="2")
    await redis_kit.tasks.add(a_task("open", team="team-b", due=date(2026, 3, 4)), once="3")
    await redis_kit.tasks.add(a_task("others", proposer="bea", owner="cy"), once="4")
    assert [task.what for task in await redis_kit.tasks.of_author("contoso", "ann")] == ["open", "given"]
    await redis_kit.tasks.replace(replace(given, state="done"))
    assert [task.what for task in await redis_kit.tasks.of_author("contoso", "ann")] == ["open"]


async def test_who_must_hear_of_a_change_is_kept_with_it_and_only_with_it(redis_kit: RedisKit) -> None:
    task = await redis_kit.tasks.add(a_task(), once="o-1:0")
    hears = OfferTask(task.tenant, task.team, task.id)
    await redis_kit.tasks.replace(replace(task, what="another"), then=[hears, hears])
    assert await redis_kit.stats.depth() == 2
    with pytest.raises(Conflict):
        await redis_kit.tasks.replace(replace(task, what="too late"), then=[hears])
    assert await redis_kit.stats.depth() == 2
