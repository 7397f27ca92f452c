"""What is kept of the caller, and their wish to be forgotten, through the API; and the administrator's counts."""

from __future__ import annotations

from bot.domain.jobs import ForgetPerson
from bot.domain.ledger import Entry
from bot.features.personal_data import Forget
from tests.gateway.door import ANN, APP, CY, TENANT, Door


async def test_everything_kept_of_the_caller_and_of_nobody_else(door: Door) -> None:
    told = (await door.ask("GET", "/me/export", door.person(ANN))).body
    assert (told["person"]["id"], [team["name"] for team in told["teams"]]) == (ANN, ["Alpha"])
    assert [task["what"] for task in told["tasks"]] == ["Book the room for Alpha"]
    assert CY not in str(told)


async def test_who_wants_to_be_forgotten_says_so_twice_and_is(door: Door) -> None:
    assert (await door.ask("DELETE", "/me", door.person(ANN))).status == 422
    assert (await door.ask("DELETE", "/me?confirm=yes", door.person(ANN))).status == 422
    assert await door.house.redis.stats.depth() == 0
    reply = await door.ask("DELETE", "/me?confirm=forget-me", door.person(ANN))
    assert (reply.status, reply.body) == (202, {"state": "begun"})
    assert await door.house.redis.stats.depth() == 1
    await Forget(door.house.redis.people, door.house.redis.erasure(), door.house.redis.queue)(ForgetPerson(TENANT, ANN))
    assert (await door.ask("GET", "/me/export", door.person(ANN))).body["tasks"] == []


async def test_an_administrator_sees_how_many_and_never_whom(door: Door) -> None:
    ledger, now = door.house.redis.ledger, door.clock.now()
    for person in (ANN, CY):
        await ledger.write(TENANT, person, Entry(now, "nudge", "budget"), once=f"nudge:{person}")
    reply = await door.ask("GET", f"/ledger?day={now.date()}", door.app("Admin"))
    assert reply.body == {
        "day": str(now.date()),
        "items": [{"kind": "nudge", "outcome": "budget", "count": 2}],
    }
    assert (await door.ask("GET", "/ledger?day=2020-01-01", door.app("Admin"))).body["items"] == []
    assert APP not in str(reply.body)
