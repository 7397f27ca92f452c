"""Whatever is sent to the API: a 4xx problem document, never a 5xx, and nothing is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from yarl import URL

from tests.gateway.door import ANN, Door
from tests.gateway.smuggling import AMBIGUOUS, sent

JSON = {"Content-Type": "application/json"}
BODIES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe{}",
    b'{"what": "\xff"}',
    b'{"what": "a", "what": "b"}',
    b'{"what": NaN}',
    b'{"what": 1e999}',
    b'{"what": "\\ud800"}',
    b'{"a":' * 5000 + b"1" + b"}" * 5000,
    b'{"team": 7, "what": {}, "unknown": true}',
    b'{"team": "aGk", "what": "' + b"x" * 400 + b'"}',
    b'{"team": "aGk", "what": "\\u0000\\u0007"}',
    b'{"team": "aGk", "what": "x", "due": "yesterday"}',
    b'{"team": "aGk", "what": "x", "due": 20260101}',
    b"[" * 100_000,
]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:24]))
async def test_a_body_that_does_not_fit(door: Door, body: bytes) -> None:
    reply = await door.ask("POST", "/tasks", door.person(ANN), data=body, headers=JSON)
    assert reply.status in {400, 422}
    assert reply.headers["Content-Type"].startswith("application/problem+json")


async def test_what_is_refused_is_not_repeated(door: Door) -> None:
    body = b'{"team": "aGk", "what": 5, "secretplan": "merger"}'
    reply = await door.ask("POST", "/tasks", door.person(ANN), data=body, headers=JSON)
    assert "merger" not in str(reply.body)


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/json; charset=utf-16", "x" * 300])
async def test_another_kind_of_content(door: Door, kind: str) -> None:
    reply = await door.ask("POST", "/tasks", door.person(ANN), data=b"{}", headers={"Content-Type": kind})
    assert reply.status == 415


async def test_a_body_without_an_end_is_cut_off(door: Door) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" " * 65536
            await asyncio.sleep(0)

    reply = await door.ask("POST", "/tasks", door.person(ANN), data=endless(), headers=JSON)
    assert reply.status == 413


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=many",
        "nothing=known",
        "limit=1&limit=2",
        "sort=name",
        "due_from=2026-13-01",
        "team=%00%ff",
        "owner=" + "x" * 65,
        "&".join(f"p{number}=1" for number in range(1000)),
        "&".join(f"p{number}=1" for number in range(10_000)),
    ],
    ids=lambda query: query[:20],
)
async def test_a_query_that_does_not_fit(door: Door, query: str) -> None:
    reply = await door.ask("GET", f"/tasks?{query}", door.person(ANN))
    assert 400 <= reply.status < 500
    assert reply.headers["Content-Type"].startswith("application/problem+json")


@pytest.mark.parametrize(
    "path", ["/tasks/..%2f..%2fetc%2fpasswd", "/tasks/%00", "/tasks/x%0d%0aSet-Cookie:a", "/tasks/", "/%ff"]
)
async def test_a_path_that_leads_nowhere(door: Door, path: str) -> None:
    async with door.http.get(
        URL(f"{door.url}/api/v1{path}", encoded=True), headers={"Authorization": f"Bearer {door.person(ANN)}"}
    ) as answer:
        assert answer.status == 404
        assert answer.content_type == "application/problem+json"
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GARBAGE\r\n\r\n",
        b"GET /api/v1/me HTTP/9.9\r\n\r\n",
        b"GET /api/v1/me HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n",
        b"POST /api/v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /api/v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
    ],
    ids=lambda sent: repr(sent[:40]),
)
async def test_what_is_no_http(door: Door, request_bytes: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    writer.write(request_bytes)
    head = await asyncio.wait_for(reader.read(4096), 5)
    writer.close()
    assert head.startswith(b"HTTP/1.")
    assert b" 4" in head[:13], head[:80]
    assert b"application/problem+json" in head


async def test_where_two_readers_could_see_different_requests_none_is_seen(door: Door) -> None:
    for shape in AMBIGUOUS:
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
        writer.write(sent(shape, door.person(ANN)))
        told = await asyncio.wait_for(reader.read(), 20)  # to the end: the connection is closed
        writer.close()
        assert told.split(b" ", 2)[1] == b"400", (shape, told[:80])
        assert told.count(b"HTTP/1.") == 1, shape
        assert b"application/problem+json" in told, shape
        assert b"aiohttp" not in told, shape


@pytest.mark.parametrize("name", ["Authorization", "Content-Type", "If-Match", "Idempotency-Key"])
async def test_of_a_header_that_is_given_twice_none_is_believed(door: Door, name: str) -> None:
    once = {"Authorization": f"Bearer {door.person(ANN)}", "Idempotency-Key": "k", **JSON, "If-Match": "*"}
    for other in ("other", once[name]):
        reply = await door.ask("POST", "/tasks", headers=[*once.items(), (name, other)], data=b"{}")
        assert reply.status == 400


async def test_a_compressed_body_is_refused_unread_and_leaves_no_trace_in_the_log(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    for coding in ("gzip", "deflate", "br", "zstd", "gzip, gzip"):
        packed = {**JSON, "Content-Encoding": coding}
        reply = await door.ask("POST", "/tasks", door.person(ANN), data=b"\x1f\x8b" * 500, headers=packed)
        assert reply.status == 415, coding
    assert not caplog.records


async def test_answers_do_not_tell_what_serves_them(door: Door) -> None:
    for path, token in (("/me", door.person(ANN)), ("/me", None), ("/nowhere", None)):
        reply = await door.ask("GET", path, token)
        assert reply.headers["Server"] == "Potluck"
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
