"""The HTTP client against a Graph in all its moods, and against servers that are worse."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.adapters.graph.batch import Call
from bot.adapters.graph.breaker import Breaker, Outage
from bot.adapters.graph.client import MOST_BYTES, GraphClient, path
from bot.adapters.graph.refusals import Refused, wait_named
from bot.errors import Gone, NotAllowed, PotluckError, TooBig, TryLater
from bot.settings import Settings
from tests.adapters.graph.memory import FourPlaces, KnownOutages
from tests.redis_fixtures import HandClock

Names = dict[str, str]
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Rough:
    """A server that answers as each test says, and remembers what it was asked."""

    answer: Answer | None = None
    asked: list[web.Request] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    client: GraphClient = field(init=False)
    http: aiohttp.ClientSession = field(init=False)
    url: str = ""
    refused_tokens: list[str] = field(default_factory=list)
    clock: HandClock = field(default_factory=HandClock)
    outages: dict[str, Outage] = field(default_factory=dict)

    def connect(self, url: str) -> GraphClient:
        settings = Settings(graph_url=url, graph_scope="graph")
        breaker = Breaker("t", KnownOutages(self.outages), self.clock)
        return GraphClient(settings, self.http, self, FourPlaces(), breaker, sleep=self.sleep, jitter=lambda: 0.5)

    async def token(self, scope: str) -> str:
        return f"bearer of {scope}"

    def refused(self, scope: str, token: str) -> None:
        self.refused_tokens.append(f"{token} for {scope}")

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        assert self.answer is not None
        self.asked.append(request)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await self.answer(request)
        finally:
            self.at_once -= 1

    def answers(self, *responses: Callable[[], web.Response]) -> None:
        """One after the other; the last one for ever."""
        left = list(responses)

        async def answer(_request: web.Request) -> web.StreamResponse:
            return (left.pop(0) if len(left) > 1 else left[0])()

        self.answer = answer


def told(status: int, *, headers: dict[str, str] | None = None, text: str = '{"ok": true}') -> Callable[[], Any]:
    return lambda: web.Response(status=status, headers=headers, text=text, content_type="application/json")


@pytest.fixture
async def rough() -> AsyncIterator[Rough]:
    made = Rough()
    app = web.Application()
    app.router.add_route("*", "/{anything:.*}", made.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    made.http = aiohttp.ClientSession()
    made.client = made.connect(f"{made.url}/v1.0")
    yield made
    await made.http.close()
    await runner.cleanup()


async def test_every_call_carries_the_bearer_of_the_graph_scope(rough: Rough) -> None:
    rough.answers(told(200))
    assert await rough.client.get("/me", prefer=("a=1", "b")) == {"ok": True}
    assert rough.asked[0].headers["Authorization"] == "Bearer bearer of graph"
    assert rough.asked[0].headers["Prefer"] == "a=1, b"


async def test_ids_with_slash_plus_and_percent_travel_as_one_segment(rough: Rough) -> None:
    rough.answers(told(200))
    await rough.client.get(path("users", "a", "events", "A/B+C=%2F?#"), params={"$select": "id,body"})
    assert rough.asked[0].raw_path == "/v1.0/users/a/events/A%2FB%2BC%3D%252F%3F%23?$select=id,body"


async def test_a_named_wait_is_honoured_and_the_call_repeated(rough: Rough) -> None:
    rough.answers(told(429, headers={"Retry-After": "7"}), told(503, text=""), told(504, text="<html>"), told(200))
    assert await rough.client.get("/x") == {"ok": True}
    assert rough.slept[0] >= 7
    assert len(rough.slept) == 3
    assert rough.slept[1] < rough.slept[2]  # backs off


async def test_after_four_tries_the_job_queue_takes_over(rough: Rough) -> None:
    rough.answers(told(503, headers={"Retry-After": "2"}))
    with pytest.raises(TryLater) as late:
        await rough.client.get("/x")
    assert len(rough.asked) == 4
    assert late.value.after_s == 2


async def test_a_long_wait_is_left_to_the_job_queue(rough: Rough) -> None:
    rough.answers(told(429, headers={"Retry-After": "300"}))
    with pytest.raises(TryLater) as late:
        await rough.client.get("/x")
    assert (late.value.after_s, len(rough.asked), rough.slept) == (300, 1, [])


async def test_a_refused_token_is_changed_for_another_once(rough: Rough) -> None:
    rough.answers(told(401), told(200))
    assert await rough.client.get("/x") == {"ok": True}
    assert rough.refused_tokens == ["bearer of graph for graph"]
    rough.answers(told(401))
    with pytest.raises(TryLater, match="graph_refused_token"):
        await rough.client.post("/x", {})
    assert len(rough.asked) == 4


async def test_an_outage_stops_all_calls_and_its_end_lets_them_through(rough: Rough) -> None:
    rough.answers(told(503, text="<html>"))
    for _ in range(3):
        with pytest.raises(TryLater, match="graph_busy"):
            await rough.client.get("/x")
    asked = len(rough.asked)
    with pytest.raises(TryLater, match="graph_out") as out:
        await rough.client.get("/x")
    assert out.value.after_s is None  # the queue's growing waits outlast an outage, a named one would not
    assert len(rough.asked) == asked
    began = rough.outages["t"].since
    rough.clock.forward(timedelta(seconds=11))
    with pytest.raises(TryLater):  # one call tries, and finds it out still
        await rough.client.get("/x")
    assert rough.outages["t"].since == began
    rough.clock.forward(timedelta(minutes=3))
    rough.answers(told(404))
    with pytest.raises(Gone):  # any answer is an answer
        await rough.client.get("/x")
    assert rough.outages == {}


async def test_while_one_call_tries_whether_graph_is_back_the_others_wait(rough: Rough) -> None:
    rough.outages["t"] = Outage(rough.clock.now(), rough.clock.now())
    gate = asyncio.Event()

    async def wait(_request: web.Request) -> web.StreamResponse:
        await gate.wait()
        return web.json_response({})

    rough.answer = wait
    calls = [asyncio.create_task(rough.client.get("/x")) for _ in range(5)]
    told_at_once = await asyncio.gather(*calls[1:], return_exceptions=True)
    assert [str(error) for error in told_at_once] == ["graph_out"] * 4
    gate.set()
    assert await calls[0] == {}
    assert rough.outages == {}


async def test_throttling_a_missing_token_and_a_full_mailbox_are_no_outage(rough: Rough) -> None:
    rough.answers(told(429))
    for _ in range(5):
        with pytest.raises(TryLater, match="graph_throttles"):
            await rough.client.get("/x")
    assert rough.outages == {}


async def test_a_batch_tells_each_call_s_own_outcome(rough: Rough) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.method != "POST":
            return web.json_response({"again": request.path})
        asked = [one["id"] for one in (await request.json())["requests"]]
        responses: list[dict[str, Any]] = [
            {"id": "1", "status": 404, "body": {"error": {"code": "", "message": ""}}},
            {"id": "0", "status": 200, "body": {"ok": True}},
            {"id": "2", "status": 503, "headers": {"retry-after": "3"}},
            {"id": "3", "status": 204},
            {"id": "4", "status": "odd"},
        ]
        return web.json_response({"responses": [one for one in responses if one["id"] in asked]})

    rough.answer = answer
    outcomes = await rough.client.batch([Call("PATCH", f"/s/{number}", {"x": 1}) for number in range(6)])
    assert outcomes[0] == {"ok": True}
    assert isinstance(outcomes[1], Gone)
    assert outcomes[2] == {"again": "/v1.0/s/2"}  # too busy for it: it was asked for alone
    assert outcomes[3] == {}
    assert [str(one) for one in outcomes[4:]] == ["graph_answered_nonsense"] * 2


async def test_batches_hold_twenty_calls_and_four_of_one_mailbox(rough: Rough) -> None:
    sizes: list[list[str]] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        requests = (await request.json())["requests"]
        sizes.append([one["url"] for one in requests])
        return web.json_response({"responses": [{"id": one["id"], "status": 200, "body": {}} for one in requests]})

    rough.answer = answer
    calls = [Call("GET", "/a", mailbox="ana")] * 6 + [Call("GET", f"/{number}") for number in range(40)]
    assert len(await rough.client.batch(calls)) == 46
    assert [len(urls) for urls in sizes] == [20, 20, 6]
    assert all(urls.count("/a") <= 4 for urls in sizes)


@pytest.mark.parametrize("status", [429, 503, 504])
async def test_a_post_is_never_repeated(rough: Rough, status: int) -> None:
    rough.answers(told(status, headers={"Retry-After": "1"}))
    with pytest.raises(TryLater):
        await rough.client.post("/subscriptions", {})
    assert len(rough.asked) == 1


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (401, '{"error": {"code": "InvalidAuthenticationToken"}}', TryLater),
        (403, '{"error": {"code": "ErrorAccessDenied"}}', NotAllowed),
        (404, '{"error": {"code": "ErrorItemNotFound"}}', Gone),
        (404, "", Gone),
        (410, '{"error": {"code": "", "message": ""}}', Gone),
        (400, '{"error": {"code": "SyncStateNotFound"}}', Gone),
        (400, '{"error": {"code": "ErrorInvalidIdMalformed", "message": "Id is malformed."}}', Refused),
        (412, '{"error": "not an object"}', Refused),
        (409, "[]", Refused),
        (500, "<html>oops</html>", TryLater),
        (502, "\ufffd", TryLater),
        (302, "", Refused),
        (200, "<html>a proxy's page</html>", TryLater),
        (200, "[1]", TryLater),
    ],
)
async def test_every_refusal_has_one_meaning(rough: Rough, status: int, body: str, error: type[PotluckError]) -> None:
    rough.answers(told(status, text=body))
    with pytest.raises(error):
        await rough.client.get("/x")
    assert len(rough.asked) == 1 + (status == 401)  # a refused token is changed for another, once


async def test_refusals_do_not_repeat_what_graph_says(rough: Rough) -> None:
    rough.answers(told(400, text='{"error": {"code": "X", "message": "The user ana@contoso.example is odd"}}'))
    with pytest.raises(Refused) as refused:
        await rough.client.get("/x")
    assert "ana" not in str(refused.value) + repr(refused.value)
    assert refused.value.detail.startswith("The user")


async def test_the_bearer_follows_no_redirect(rough: Rough) -> None:
    rough.answers(told(307, headers={"Location": f"{rough.url}/elsewhere"}))
    with pytest.raises(Refused):
        await rough.client.get("/x")
    assert [request.path for request in rough.asked] == ["/v1.0/x"]


async def test_links_are_followed_verbatim_while_they_stay_on_graph(rough: Rough) -> None:
    rough.answers(told(200))
    await rough.client.follow(f"{rough.url}/v1.0/me/calendarView/delta()?$skiptoken=a%2Bb+c%2f")
    assert rough.asked[0].raw_path == "/v1.0/me/calendarView/delta()?$skiptoken=a%2Bb+c%2f"


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/v1.0/x",
        "http://127.0.0.1:1/v1.0/x",
        "/v1.0/relative",
        "http://127.0.0.1@evil.example/",
        "http://[",
        "",
    ],
)
async def test_links_that_lead_away_are_refused_before_anything_is_sent(rough: Rough, link: str) -> None:
    rough.answers(told(200))
    with pytest.raises(Refused):
        await rough.client.follow(link)
    assert rough.asked == []


async def test_an_endless_answer_is_cut_off(rough: Rough) -> None:
    noise = os.urandom(MOST_BYTES // 2 + 1).hex()
    rough.answers(told(200, text=f'{{"value": "{noise}"}}'))
    with pytest.raises(TooBig):
        await rough.client.get("/x")


async def test_at_most_four_calls_run_at_once_for_one_mailbox(rough: Rough) -> None:
    full, gate = asyncio.Event(), asyncio.Event()

    async def wait(_request: web.Request) -> web.StreamResponse:
        if rough.at_once >= 8:
            full.set()
        await gate.wait()
        return web.json_response({})

    rough.answer = wait
    calls = [asyncio.create_task(rough.client.get("/x", mailbox=who)) for who in ("ana", "ben") * 10]
    await asyncio.wait_for(full.wait(), 5)
    for _ in range(200):  # turns of the loop in which a ninth could arrive
        await asyncio.sleep(0)
    assert rough.at_once == 8
    gate.set()
    await asyncio.gather(*calls)
    assert len(rough.asked) == 20


async def test_a_graph_that_cannot_be_reached_means_try_later(rough: Rough) -> None:
    client = rough.connect("http://127.0.0.1:9")
    with pytest.raises(TryLater, match="graph_unreachable"):
        await client.get("/x")
    assert len(rough.slept) == 3


@pytest.mark.parametrize(
    ("retry_after", "date", "seconds"),
    [
        ("5", None, 5.0),
        ("0", None, 0.0),
        ("Wed, 25 Nov 2026 09:00:30 GMT", "Wed, 25 Nov 2026 09:00:00 GMT", 30.0),
        ("Wed, 25 Nov 2026 08:00:00 GMT", "Wed, 25 Nov 2026 09:00:00 GMT", 0.0),
        ("soon", "never", None),
        ("-3", None, None),
        (None, None, None),
    ],
)
def test_waits_are_read_in_both_forms(retry_after: str | None, date: str | None, seconds: float | None) -> None:
    assert wait_named(retry_after, date) == seconds


async def test_the_moods_of_the_stand_in_are_ridden_out(world: Any, names: Names) -> None:
    event_id = world.write()
    world.graph.physics.throttle = True
    assert await world.calendar.invite(names["tenant"], names["ana"], event_id) is not None
    assert world.slept
    assert min(world.slept) >= 1
    world.graph.physics.throttle, world.graph.physics.outage = False, True
    with pytest.raises(TryLater):
        await world.calendar.invite(names["tenant"], names["ana"], event_id)
    world.graph.physics.outage, world.shown_token = False, "expired"
    with pytest.raises(TryLater, match="graph_refused_token"):
        await world.calendar.invite(names["tenant"], names["ana"], event_id)


async def test_twenty_readers_of_one_mailbox_never_meet_its_limit(world: Any, names: Names) -> None:
    ids = [world.write(subject=str(number)) for number in range(20)]
    read = await asyncio.gather(*(world.calendar.invite(names["tenant"], names["ana"], one) for one in ids))
    assert [invite.subject for invite in read] == [str(number) for number in range(20)]
    assert world.slept == []
