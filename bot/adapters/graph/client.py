"""A thin HTTP client for Graph: bearer, lanes per mailbox, retries, batches, limits. It knows no resource by name."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol
from urllib.parse import quote, urlencode

import aiohttp
from yarl import URL

from bot.adapters.graph.batch import Call, Outcome, in_batches
from bot.adapters.graph.breaker import Breaker
from bot.adapters.graph.lanes import Lanes, Places
from bot.adapters.graph.refusals import Busy, Refused, TokenRefused, refusal, wait_named
from bot.domain.ports import TokenSource
from bot.errors import GiveUp, NotAllowed, TooBig, TryLater
from bot.settings import Settings
from bot.sight import metrics
from bot.sight.spans import SpanKind, span

ATTEMPTS = 4
LONGEST_WAIT_S = 30.0  # a longer wait belongs to the job queue
FIRST_BACKOFF_S = 0.5
MOST_BYTES = 8 * 1024 * 1024
TIMEOUT = aiohttp.ClientTimeout(total=30, sock_connect=5)
_IDEMPOTENT = frozenset({"GET", "PATCH", "DELETE"})  # our PATCHes set absolute values

Json = Mapping[str, Any]


def path(*segments: str) -> str:
    """A path below the Graph address; each segment is encoded whole, since ids hold slashes and plus signs."""
    return "".join("/" + quote(segment, safe="") for segment in segments)


class Tokens(TokenSource, Protocol):
    def refused(self, scope: str, token: str) -> None:
        """A service does not take this token any more: fetch another before you hand one out again."""
        ...


class GraphClient:
    """Calls answer parsed JSON ({} where there is none) and raise what `refusals` says, or TryLater when Graph
    cannot be reached. `http` belongs to the caller. `sleep` and `jitter` (0..1) serve the tests."""

    def __init__(
        self,
        settings: Settings,
        http: aiohttp.ClientSession,
        tokens: Tokens,
        places: Places,
        breaker: Breaker,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._base = settings.graph_url.rstrip("/")
        self._origin = URL(self._base).origin()
        self._scope = settings.graph_scope
        self._http = http
        self._tokens = tokens
        self._breaker = breaker
        self._lanes = Lanes(places, sleep=sleep, jitter=jitter)
        self._sleep = sleep
        self._jitter = jitter

    async def get(
        self, at: str, *, mailbox: str = "", params: Mapping[str, str] | None = None, prefer: Sequence[str] = ()
    ) -> Json:
        query = "?" + urlencode(params, quote_via=quote, safe="$,:") if params else ""
        return await self._call("GET", URL(self._base + at + query, encoded=True), mailbox, prefer)

    async def follow(self, link: str, *, mailbox: str = "", prefer: Sequence[str] = ()) -> Json:
        """GET a nextLink or deltaLink exactly as given; one that leads off the configured Graph is refused, since
        the bearer would go along."""
        return await self._call("GET", self._own(link), mailbox, prefer)

    def _own(self, link: str) -> URL:
        try:
            url = URL(link, encoded=True)
            stays = url.origin() == self._origin
        except ValueError as error:
            raise Refused(0, "unreadableLink", "") from error
        if not stays:
            raise Refused(0, "foreignLink", "")
        return url

    async def post(self, at: str, body: Json, *, mailbox: str = "", prefer: Sequence[str] = ()) -> Json:
        return await self._call("POST", URL(self._base + at, encoded=True), mailbox, prefer, body)

    async def patch(self, at: str, body: Json, *, mailbox: str = "", prefer: Sequence[str] = ()) -> Json:
        return await self._call("PATCH", URL(self._base + at, encoded=True), mailbox, prefer, body)

    async def delete(self, at: str, *, mailbox: str = "") -> None:
        await self._call("DELETE", URL(self._base + at, encoded=True), mailbox, ())

    async def batch(self, calls: Sequence[Call]) -> Sequence[Outcome]:
        """Each call's own outcome, in order: what it answered, or the error it would have raised."""
        if len(calls) == 1:
            return [await self._outcome(calls[0])]
        at = URL(f"{self._base}/$batch", encoded=True)
        return await in_batches(calls, lambda body: self._call("POST", at, "", (), body, twice=True), self._alone)

    async def _outcome(self, call: Call) -> Outcome:
        try:
            return await self._alone(call)
        except (GiveUp, NotAllowed, TryLater) as error:
            return error

    async def _alone(self, call: Call) -> Json:
        return await self._call(call.method, URL(self._base + call.at, encoded=True), call.mailbox, (), call.body)

    async def _call(
        self,
        method: str,
        url: URL,
        mailbox: str,
        prefer: Sequence[str],
        body: Json | None = None,
        *,
        twice: bool = False,
    ) -> Json:
        """`twice`: may be sent again, whatever its method. The breaker learns how the call went in the end."""
        attempts = ATTEMPTS if twice or method in _IDEMPOTENT else 1
        try:
            with span(f"Graph {method}", SpanKind.CLIENT):
                async with self._lanes.turn(mailbox):
                    answer = await self._attempts(attempts, method, url, mailbox, prefer, body)
        except (TryLater, GiveUp, NotAllowed) as error:
            await self._breaker.heard(error.reason)
            raise
        await self._breaker.heard("")
        return answer

    async def _attempts(
        self, attempts: int, method: str, url: URL, mailbox: str, prefer: Sequence[str], body: Json | None
    ) -> Json:
        for attempt in range(1, attempts):
            try:
                return await self._try(method, url, mailbox, prefer, body)
            except Busy as busy:
                wait = self._wait(busy.after_s, attempt)
                if wait > LONGEST_WAIT_S:
                    raise
            await self._sleep(wait)
        return await self._try(method, url, mailbox, prefer, body)

    async def _try(self, method: str, url: URL, mailbox: str, prefer: Sequence[str], body: Json | None) -> Json:
        """One attempt; a token that is refused is changed for another, once."""
        await self._breaker.admit()
        async with self._lanes.place(mailbox):
            token = await self._tokens.token(self._scope)
            try:
                return await self._once(method, url, token, prefer, body)
            except TokenRefused:
                self._tokens.refused(self._scope, token)
            return await self._once(method, url, await self._tokens.token(self._scope), prefer, body)

    def _wait(self, named_s: float | None, attempt: int) -> float:
        backoff = FIRST_BACKOFF_S * float(2**attempt)
        return (named_s or backoff / 2) + self._jitter() * backoff / 2

    async def _once(self, method: str, url: URL, token: str, prefer: Sequence[str], body: Json | None) -> Json:
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        if prefer:
            headers["Prefer"] = ", ".join(prefer)
        try:
            with _counted():
                async with self._http.request(
                    method, url, headers=headers, json=body, allow_redirects=False, timeout=TIMEOUT
                ) as response:
                    return _understood(response, await _read(response))
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Busy("graph_unreachable") from error


@contextmanager
def _counted() -> Iterator[None]:
    began, outcome = time.monotonic(), "graph_unreachable"
    try:
        yield
        outcome = "answered"
    except (TryLater, GiveUp, NotAllowed) as error:
        outcome = error.reason
        raise
    finally:
        metrics.GRAPH_REQUESTS.labels(outcome=outcome).inc()
        metrics.GRAPH_SECONDS.observe(time.monotonic() - began)


async def _read(response: aiohttp.ClientResponse) -> bytes:
    raw = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        raw += chunk
        if len(raw) > MOST_BYTES:
            raise TooBig("graph_answer_too_big")
    return bytes(raw)


def _understood(response: aiohttp.ClientResponse, raw: bytes) -> Json:
    if not 200 <= response.status < 300:
        after_s = wait_named(response.headers.get("Retry-After"), response.headers.get("Date"))
        raise refusal(response.status, raw, after_s)
    if not raw.strip():
        return {}
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise TryLater("graph_answered_nonsense") from error
    if not isinstance(answer, dict):
        raise TryLater("graph_answered_nonsense")
    return answer
