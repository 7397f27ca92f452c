"""The Graph stand-in keeps the service's own rules, seen by a plain HTTP client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.playground.graph import GraphStandIn, PersonInfo
from bot.playground.graph.body import as_text
from bot.playground.graph.join_block import LANGUAGES, LAYOUTS, RULE, join_block

TENANT = "5d7d3f0e-94a1-4a47-8f7c-3f6f9b8f2a11"
ANA = "11111111-aaaa-4bbb-8ccc-000000000001"
BEN = "11111111-aaaa-4bbb-8ccc-000000000002"
IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}


@dataclass
class Outside:
    """A hand-made client of the stand-in, and a webhook that it may notify."""

    now: datetime = datetime(2026, 11, 25, 9, tzinfo=UTC)
    posts: list[dict[str, Any]] = field(default_factory=list)
    log: list[tuple[str, str, str, int]] = field(default_factory=list)
    echo: bool = True
    base: str = ""
    hook: str = ""
    graph: GraphStandIn = field(init=False)
    http: aiohttp.ClientSession = field(init=False)

    def clock(self) -> datetime:
        return self.now

    async def no_sleep(self, _seconds: float) -> None:
        return None

    def note(self, sender: str, receiver: str, what: str, status: int) -> None:
        self.log.append((sender, receiver, what, status))

    async def call(self, method: str, at: str, *, as_bearer: str = "good", **more: Any) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {as_bearer}", **more.pop("headers", {})}
        url = at if at.startswith("http") else self.base + at
        async with self.http.request(method, url, headers=headers, **more) as answer:
            plain = answer.content_type == "application/json"
            return answer.status, await answer.json() if plain else await answer.text()

    async def receive(self, request: web.Request) -> web.Response:
        if "validationToken" in request.query:
            return web.Response(text=request.query["validationToken"] if self.echo else "wrong")
        self.posts.append(await request.json())
        return web.Response(status=202)

    def wish(self, **fields: Any) -> dict[str, Any]:
        return {
            "changeType": "created,updated,deleted",
            "notificationUrl": self.hook,
            "resource": f"users/{ANA}/events",
            "expirationDateTime": (self.now + timedelta(days=2)).isoformat(),
            "clientState": "mine",
            **fields,
        }

    def write(self, **fields: Any) -> str:
        start = self.now + timedelta(days=1)
        told = {"organizer": ANA, "subject": "Status", "body": "Agenda", "start": start, "required": [BEN], **fields}
        return self.graph.write_invite(end=start + timedelta(hours=1), **told).id


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    made = Outside()
    made.graph = GraphStandIn(
        people=[PersonInfo(ANA, "Ana Silva"), PersonInfo(BEN, "Ben Okafor", "ben@contoso.example")],
        domain="contoso.example",
        tenant=TENANT,
        clock=made.clock,
        check_token=lambda token: token == "good",
        log=made.note,
        sleep=made.no_sleep,
    )
    hooks = web.Application()
    hooks.router.add_post("/hook", made.receive)
    runners = [web.AppRunner(app, access_log=None) for app in (made.graph.app(), hooks)]
    for runner in runners:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.base, hook = (f"http://127.0.0.1:{runner.addresses[0][1]}" for runner in runners)
    made.base, made.hook = f"{made.base}/v1.0", f"{hook}/hook"
    made.http = aiohttp.ClientSession()
    yield made
    await made.http.close()
    for runner in runners:
        await runner.cleanup()


async def test_nobody_gets_in_without_a_good_token(outside: Outside) -> None:
    status, body = await outside.call("GET", "/subscriptions", as_bearer="bad")
    assert (status, body["error"]["code"]) == (401, "InvalidAuthenticationToken")
    status, _ = await outside.call("GET", "/subscriptions", headers={"Authorization": "Basic x"})
    assert status == 401


async def test_missing_things_are_404_in_graphs_words(outside: Outside) -> None:
    status, body = await outside.call("GET", f"/users/{ANA}/events/nothing")
    assert (status, body["error"]["code"]) == (404, "ErrorItemNotFound")
    status, body = await outside.call("GET", "/users/nobody/events/nothing")
    assert (status, body["error"]["code"]) == (404, "ErrorInvalidUser")
    status, body = await outside.call("GET", "/no/such/route")
    assert (status, set(body)) == (404, {"error"})


async def test_select_and_prefer_shape_an_event(outside: Outside) -> None:
    event_id = outside.write(body="1. Numbers <now>")
    at = f"/users/{ANA}/events/{event_id}"
    _, event = await outside.call("GET", at)
    assert event["body"]["contentType"] == "html"
    assert event["id"] != event_id
    _, event = await outside.call(
        "GET", at, headers={"Prefer": 'outlook.body-content-type="text", IdType="ImmutableId"'}
    )
    assert event["id"] == event_id
    assert event["body"]["content"].startswith("1. Numbers <now>\r\n")
    assert event["organizer"]["emailAddress"]["address"] == "ana.silva@contoso.example"
    _, event = await outside.call("GET", at, params={"$select": "subject"})
    assert set(event) == {"id", "@odata.etag", "subject"}
    status, _ = await outside.call("GET", at, params={"$select": "agenda"})
    assert status == 400
    status, _ = await outside.call("GET", at, headers={"Prefer": 'outlook.timezone="Mars"'})
    assert status == 400
    _, event = await outside.call("GET", at, headers={"Prefer": 'outlook.timezone="Europe/Berlin"'})
    assert event["start"] == {"dateTime": "2026-11-26T10:00:00.0000000", "timeZone": "Europe/Berlin"}


async def test_a_subscription_needs_an_endpoint_that_echoes(outside: Outside) -> None:
    outside.echo = False
    status, body = await outside.call("POST", "/subscriptions", json=outside.wish())
    assert (status, body["error"]["code"]) == (400, "ValidationError")
    outside.echo = True
    status, body = await outside.call("POST", "/subscriptions", json=outside.wish())
    assert (status, body["clientState"]) == (201, "mine")
    status, body = await outside.call("POST", "/subscriptions", json=outside.wish())
    assert (status, body["error"]["code"]) == (409, "ObjectIdentifierInUse")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"expirationDateTime": "2026-12-02T09:00:00Z"}, "ExtensionError"),
        ({"expirationDateTime": "2026-11-24T09:00:00Z"}, "InvalidRequest"),
        ({"notificationUrl": "http://elsewhere.example/hook"}, "InvalidRequest"),
        ({"resource": "users/x/messages"}, "InvalidRequest"),
        ({"changeType": "painted"}, "InvalidRequest"),
        ({"clientState": "x" * 129}, "InvalidRequest"),
        ({"notificationurl": "typo"}, "BadRequest"),
        ({"resource": None}, "InvalidRequest"),
    ],
)
async def test_the_service_refuses_what_it_would_refuse(outside: Outside, fields: dict[str, Any], code: str) -> None:
    status, body = await outside.call("POST", "/subscriptions", json=outside.wish(**fields))
    assert (status, body["error"]["code"]) == (400, code)


async def test_subscriptions_can_be_listed_renewed_and_dropped_and_expire(outside: Outside) -> None:
    _, made = await outside.call("POST", "/subscriptions", json=outside.wish())
    at = f"/subscriptions/{made['id']}"
    later = (outside.now + timedelta(days=5)).isoformat()
    status, renewed = await outside.call("PATCH", at, json={"expirationDateTime": later})
    assert (status, renewed["expirationDateTime"]) == (200, "2026-11-30T09:00:00.0000000Z")
    status, _ = await outside.call("PATCH", at, json={"clientState": "new"})
    assert status == 400
    outside.now += timedelta(days=6)
    _, listed = await outside.call("GET", "/subscriptions")
    assert listed["value"] == []
    status, _ = await outside.call("DELETE", at)
    assert status == 404


async def test_one_save_is_told_more_than_once_and_in_capitals(outside: Outside) -> None:
    await outside.call("POST", "/subscriptions", json=outside.wish(), headers=IMMUTABLE)
    event_id = outside.write()
    await outside.graph.settled()
    (post,) = outside.posts
    assert [item["changeType"] for item in post["value"]] == ["created", "updated"]
    assert {item["resource"] for item in post["value"]} == {f"Users/{ANA}/Events/{event_id}"}
    assert {item["clientState"] for item in post["value"]} == {"mine"}
    outside.graph.cancel_invite(event_id)
    await outside.graph.settled()
    assert [item["changeType"] for item in outside.posts[-1]["value"]] == ["deleted"]


async def test_notifications_can_be_lost_and_repeated(outside: Outside) -> None:
    await outside.call("POST", "/subscriptions", json=outside.wish())
    outside.graph.physics.lose_notifications = True
    outside.write()
    await outside.graph.settled()
    assert outside.posts == []
    outside.graph.physics.lose_notifications, outside.graph.physics.repeat_notifications = False, True
    outside.write()
    await outside.graph.settled()
    assert len(outside.posts) == 2
    assert outside.posts[0] == outside.posts[1]


async def test_a_delta_round_ends_in_a_link_that_tells_what_changed(outside: Outside) -> None:
    kept, gone = outside.write(), outside.write()
    window = {"startDateTime": "2026-11-25T00:00:00Z", "endDateTime": "2026-12-25T00:00:00Z"}
    headers = {"Prefer": 'IdType="ImmutableId", odata.maxpagesize=1'}
    at = f"/users/{ANA}/calendarView/delta"
    _, page = await outside.call("GET", at, params=window, headers=headers)
    assert "@odata.deltaLink" not in page
    _, last = await outside.call("GET", page["@odata.nextLink"], headers=headers)
    assert {one["id"] for one in page["value"] + last["value"]} == {kept, gone}
    outside.graph.delete_invite(gone)
    _, news = await outside.call("GET", last["@odata.deltaLink"], headers=headers)
    assert [(one["id"], one["@removed"]["reason"]) for one in news["value"]] == [(gone, "deleted")]
    outside.graph.forget_sync_states()
    status, body = await outside.call("GET", news["@odata.deltaLink"])
    assert (status, body["error"]["code"]) == (410, "SyncStateNotFound")
    status, _ = await outside.call("GET", at, params={**window, "$select": "id"})
    assert status == 400
    status, _ = await outside.call("GET", at)
    assert status == 400


async def test_the_moods_can_be_switched(outside: Outside) -> None:
    outside.graph.physics.outage = True
    told = [await outside.call("GET", "/subscriptions") for _ in range(2)]
    assert {status for status, _ in told} == {503, 504}
    assert all(body.startswith("<html>") for _, body in told)
    outside.graph.physics.outage, outside.graph.physics.throttle = False, True
    told = [await outside.call("GET", "/subscriptions") for _ in range(2)]
    assert sorted(status for status, _ in told) == [200, 429]


async def test_everything_said_is_logged_without_words_of_people(outside: Outside) -> None:
    await outside.call("POST", "/subscriptions", json=outside.wish())
    event_id = outside.write(subject="Secret plan")
    await outside.call("GET", f"/users/{ANA}/events/{event_id}")
    await outside.graph.settled()
    assert ("Potluck", "Graph", "POST /subscriptions", 201) in outside.log
    assert any(sender == "Graph" and status == 202 for sender, _, _, status in outside.log)
    assert "Secret" not in str(outside.log)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_join_block_stands_between_two_rules_in_plain_text(layout: str, language: str) -> None:
    link = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0"
    text = as_text("<div>Agenda</div>" + join_block(link, layout=layout, language=language, meeting_code="123 456"))
    before, block, after = text.split(RULE)
    assert before.strip() == "Agenda"
    assert f"<{link}>" in block
    assert after.strip() == ""


def test_plain_text_keeps_lists_lines_and_links() -> None:
    html = "<style>p {}</style><p>One&nbsp;&amp; two</p><ul><li>a</li><li>b</li></ul><a href='https://x.example'>x</a><br>end"
    assert as_text(html) == "One & two\r\n\r\n* a\r\n* b\r\nx<https://x.example>\r\nend\r\n"
