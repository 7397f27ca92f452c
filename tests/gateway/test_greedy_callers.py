"""One caller who asks for all that there is leaves the others theirs: by real HTTP."""

from __future__ import annotations

import asyncio

from bot.gateway.api.limits import APP, OWN_AT_ONCE, PERSON
from tests.gateway.door import ANN, BO, Door, Reply
from tests.redis_fixtures import until

AGENDA = {"subject": "Weekly", "body": "\n".join(f"- Ana: read out line {n} of the report" for n in range(30))}


async def begun(door: Door, token: str, key: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A POST whose body does not come to its end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    head = f"POST /api/v1/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {key}\r\n"
    writer.write(f"{head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{".encode())
    await writer.drain()
    return reader, writer


async def test_who_holds_many_requests_open_has_no_place_left_and_others_have_theirs(door: Door) -> None:
    greedy = [await begun(door, door.person(ANN), f"k{number}") for number in range(OWN_AT_ONCE)]

    async def refused() -> bool:
        return (await door.ask("GET", "/me", door.person(ANN))).status == 429

    await until(refused, within_s=10)
    reply = await door.ask("GET", "/me", door.person(ANN))
    assert (reply.status, reply.body["detail"], reply.headers["Retry-After"]) == (429, "Too many at once.", "1")
    for other in (door.person(BO), door.app("Tasks.Read.All")):
        assert (await door.ask("GET", "/teams", other)).status == 200
    for _reader, writer in greedy:
        writer.close()
        await writer.wait_closed()


async def test_who_has_had_their_share_waits_and_others_do_not(door: Door) -> None:
    async def me(token: str) -> Reply:
        return await door.ask("GET", "/teams", token)

    spent = 0
    while (reply := await me(door.person(ANN))).status == 200:
        spent += 1
    assert spent >= PERSON.burst
    assert (reply.status, reply.body["type"]) == (429, "urn:potluck:problem:too-many-requests")
    assert int(reply.headers["Retry-After"]) >= 1
    assert reply.headers["RateLimit"].startswith('"caller";r=0;t=')
    assert f"q={PERSON.burst}" in reply.headers["RateLimit-Policy"]
    for other, share in ((door.person(BO), PERSON), (door.app("Tasks.Read.All"), APP)):
        answer = await me(other)
        assert (answer.status, f"r={share.burst - 1};" in answer.headers["RateLimit"]) == (200, True)


async def test_an_agenda_waits_for_one_of_each_other_caller_at_most(door: Door) -> None:
    async def assess(token: str) -> None:
        assert (await door.ask("POST", "/agendas:assess", token, json=AGENDA)).status == 200

    await assess(door.person(BO))  # loads what judges
    greedy = [asyncio.create_task(assess(door.person(ANN))) for _ in range(OWN_AT_ONCE - 1)]
    await until(lambda: any(task.done() for task in greedy), within_s=20)
    await assess(door.person(BO))
    assert sum(task.done() for task in greedy) < len(greedy) - 1
    await asyncio.gather(*greedy)
