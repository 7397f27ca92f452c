"""Tasks through the API: written once, read page by page, changed only by whoever may and has seen the newest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.caller import Caller
from bot.domain.ports import Share
from bot.domain.task import Task
from bot.gateway.api import Limits
from bot.gateway.problems import Refused
from tests.gateway.door import ALPHA, ANN, BO, CLIENT, CY, GUS, TENANT, Door


async def write(door: Door, what: str, **more: Any) -> dict[str, Any]:
    body = {"team": door.made["Alpha team"], "what": what, **more}
    reply = await door.ask("POST", "/tasks", door.person(ANN), json=body)
    assert reply.status == 201, reply.body
    told: dict[str, Any] = reply.body
    return told


async def test_somebody_elses_task_is_proposed_and_ones_own_is_a_yes(door: Door) -> None:
    assert (await write(door, "Count the chairs", owner=BO))["state"] == "proposed"
    assert (await write(door, "Carry the chairs", owner="me"))["state"] == "accepted"
    assert (await write(door, "Find chairs"))["owner"] is None


async def test_nobody_outside_the_team_and_no_guest_is_made_an_owner(door: Door) -> None:
    for owner in (CY, GUS, "nobody"):
        body = {"team": door.made["Alpha team"], "what": "Count", "owner": owner}
        reply = await door.ask("POST", "/tasks", door.person(ANN), json=body)
        assert (reply.status, reply.body["errors"][0]["pointer"]) == (422, "/owner")


async def test_who_answers_for_a_guest_and_who_was_meant_is_told(door: Door) -> None:
    draft = Task("", TENANT, ALPHA, "Bring the map", "proposed", BO, door.clock.now())
    tasks = door.house.redis.tasks
    await tasks.add(replace(draft, owner=ANN, for_guest="Gus Guest"), once="guest")
    await tasks.add(replace(draft, owner_words="the design team"), once="words")
    listed = (await door.ask("GET", f"/tasks?team={door.made['Alpha team']}", door.person(ANN))).body["items"]
    told = {(one["owner"], one["owner_words"], one["for_guest"]) for one in listed}
    assert {(ANN, None, "Gus Guest"), (None, "the design team", None)} <= told


async def test_a_change_needs_the_newest_version(door: Door) -> None:
    token, path = door.person(ANN), f"/tasks/{door.made['Alpha task']}"
    seen = (await door.ask("GET", path, token)).headers["ETag"]
    assert (await door.ask("PATCH", path, token, json={"state": "accepted"})).status == 428
    first = await door.ask("PATCH", path, token, json={"state": "accepted"}, headers={"If-Match": seen})
    assert (first.status, first.body["state"]) == (200, "accepted")
    late = await door.ask("PATCH", path, token, json={"state": "done"}, headers={"If-Match": seen})
    assert late.status == 412
    again = await door.ask("PATCH", path, token, json={"state": "done"}, headers={"If-Match": first.headers["ETag"]})
    assert again.body["state"] == "done"


async def test_a_state_changes_only_as_the_life_of_a_task_allows(door: Door) -> None:
    path, star = f"/tasks/{door.made['Alpha task']}", {"If-Match": "*"}
    assert (await door.ask("PATCH", path, door.person(BO), json={"state": "done"}, headers=star)).status == 403
    assert (await door.ask("PATCH", path, door.person(ANN), json={"state": "dropped"}, headers=star)).status == 200
    refused = await door.ask("PATCH", path, door.person(ANN), json={"state": "declined"}, headers=star)
    assert refused.status == 409
    assert (await door.ask("PATCH", path, door.person(ANN), json={"state": "accepted"}, headers=star)).status == 200


async def test_another_owner_is_asked_first(door: Door) -> None:
    path, star = f"/tasks/{door.made['Alpha task']}", {"If-Match": "*"}
    moved = await door.ask("PATCH", path, door.person(ANN), json={"owner": BO, "due": "2026-05-01"}, headers=star)
    assert (moved.body["owner"], moved.body["state"], moved.body["due"]) == (BO, "proposed", "2026-05-01")


async def test_a_post_that_is_sent_again_happens_once_and_gets_the_same_answer(door: Door) -> None:
    token, body = door.person(ANN), {"team": door.made["Alpha team"], "what": "Water the plants"}
    first = await door.ask("POST", "/tasks", token, key="k-1", json=body)
    again = await door.ask("POST", "/tasks", token, key="k-1", json=body)
    assert (again.status, again.body) == (first.status, first.body)
    assert again.headers["ETag"] == first.headers["ETag"]
    other = await door.ask("POST", "/tasks", token, key="k-1", json={**body, "what": "Else"})
    assert other.status == 422
    assert (await door.ask("POST", "/tasks", door.person(BO), key="k-1", json=body)).body["id"] != first.body["id"]
    assert (await door.ask("POST", "/tasks", token, headers={"Idempotency-Key": ""}, json=body)).status == 400


async def test_pages_tell_every_task_once_and_in_order(door: Door) -> None:
    for day in range(1, 8):
        await write(door, f"Task {day}", due=f"2026-04-0{day}")
    token, cursor, seen = door.person(ANN), "", list[dict[str, Any]]()
    while True:
        page = (await door.ask("GET", f"/tasks?limit=3&sort=due{cursor}", token)).body
        seen += page["items"]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert len({task["id"] for task in seen}) == len(seen) == 8
    assert [task["due"] for task in seen] == [f"2026-04-0{day}" for day in range(1, 8)] + [None]


async def test_a_cursor_fits_only_its_own_question_and_caller(door: Door) -> None:
    await write(door, "One more")
    cursor = (await door.ask("GET", "/tasks?limit=1", door.person(ANN))).body["next"]
    for token, query in (
        (door.person(BO), f"limit=1&cursor={cursor}"),
        (door.person(ANN), f"limit=1&sort=created&cursor={cursor}"),
        (door.person(ANN), f"limit=1&cursor={cursor[:-3]}AAA"),
        (door.person(ANN), "cursor=x"),
    ):
        reply = await door.ask("GET", f"/tasks?{query}", token)
        assert (reply.status, reply.body["type"]) == (400, "urn:potluck:problem:bad-cursor")


async def test_filters_narrow(door: Door) -> None:
    await write(door, "With a date", owner=BO, due="2026-04-02")
    token = door.person(ANN)

    async def labels(query: str) -> list[str]:
        return [task["what"] for task in (await door.ask("GET", f"/tasks?{query}", token)).body["items"]]

    assert await labels("owner=me") == ["Book the room for Alpha"]
    assert await labels(f"owner={BO}") == ["With a date"]
    assert await labels("due_from=2026-04-02&due_to=2026-04-02") == ["With a date"]
    assert await labels(f"meeting={door.made['Alpha meeting']}") == ["Book the room for Alpha"]
    assert await labels("state=closed") == []


async def test_an_app_names_what_it_reads(door: Door) -> None:
    token = door.app("Tasks.Read.All")
    assert (await door.ask("GET", "/tasks", token)).status == 400
    assert len((await door.ask("GET", f"/tasks?owner={ANN}", token)).body["items"]) == 1


async def test_who_asks_too_much_is_told_when_to_come_back(door: Door) -> None:
    caller = Caller(TENANT, CLIENT, frozenset({"person"}), ANN)
    limits = Limits(door.house.redis.shares, person=Share(burst=2, per_s=0.5))
    for left in ("1", "0"):
        assert f"r={left};" in (await limits.enter(caller))["RateLimit"]
        limits.leave(caller)
    with pytest.raises(Refused) as refused:
        await limits.enter(caller)
    assert refused.value.status == 429
    assert 1 <= int(refused.value.headers["Retry-After"]) <= 2


async def test_a_tenant_that_has_many_running_starves_no_other(door: Door) -> None:
    hungry = Caller(TENANT, CLIENT, frozenset({"person"}), ANN)
    other = Caller("fabrikam", CLIENT, frozenset({"person"}), "fay")
    limits = Limits(door.house.redis.shares, at_once=2)
    for _ in range(2):
        await limits.enter(hungry)
    with pytest.raises(Refused) as refused:
        await limits.enter(hungry)
    assert (refused.value.status, refused.value.headers["Retry-After"]) == (429, "1")
    await limits.enter(other)
    limits.leave(hungry)
    await limits.enter(hungry)
