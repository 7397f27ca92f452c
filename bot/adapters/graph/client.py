"""A thin HTTP client for Graph: bearer, lanes per mailbox, retries, limits. It knows no resource by name."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any
from urllib.parse import quote, urlencode
from weakref import WeakValueDictionary

import aiohttp
from yarl import URL

from bot.adapters.graph.refusals import Busy, Refused, refusal, wait_named
from bot.domain.ports import TokenSource
from bot.errors import TooBig, TryLater
from bot.settings import Settings

ATTEMPTS = 4
LONGEST_WAIT_S = 30.0  # a longer wait belongs to the job queue
FIRST_BACKOFF_S = 0.5
PER_MAILBOX = 4  # Graph's own limit of concurrent requests for one app and mailbox
MOST_BYTES = 8 * 1024 * 1024
TIMEOUT = aiohttp.ClientTimeout(total=30, sock_connect=5)
_IDEMPOTENT = frozenset({"GET", "PATCH", "DELETE"})  # our PATCHes set absolute values

Json = Mapping[str, Any]


def path(*segments: str) -> str:
    """A path below the Graph address; each segment is encoded whole, since ids hold slashes and plus signs."""
    return "".join("/" + quote(segment, safe="") for segment in segments)


class GraphClient:
    """Calls answer parsed JSON ({} where there is none) and raise what `refusals` says, or TryLater when Graph
    cannot be reached. `http` belongs to the caller. `sleep` and `jitter` (0..1) serve the tests."""

    def __init__(
        self,
        settings: Settings,
        http: aiohttp.ClientSession,
        tokens: TokenSource,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._base = settings.graph_url.rstrip("/")
        self._origin = URL(self._base).origin()
        self._scope = settings.graph_scope
        self._http = http
        self._tokens = tokens
        self._sleep = sleep
        self._jitter = jitter
        self._lanes: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

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

    async def post(self, at: str, body: Json, *, prefer: Sequence[str] = ()) -> Json:
        return await self._call("POST", URL(self._base + at, encoded=True), "", prefer, body)

    async def patch(self, at: str, body: Json, *, prefer: Sequence[str] = ()) -> Json:
        return await self._call("PATCH", URL(self._base + at, encoded=True), "", prefer, body)

    async def delete(self, at: str) -> None:
        await self._call("DELETE", URL(self._base + at, encoded=True), "", ())

    async def _call(self, method: str, url: URL, mailbox: str, prefer: Sequence[str], body: Json | None = None) -> Json:
        attempts = ATTEMPTS if method in _IDEMPOTENT else 1
        async with self._lane(mailbox):
            for attempt in range(1, attempts):
                try:
                    return await self._once(method, url, prefer, body)
                except Busy as busy:
                    wait = self._wait(busy.after_s, attempt)
                    if wait > LONGEST_WAIT_S:
                        raise
                await self._sleep(wait)
            return await self._once(method, url, prefer, body)

    def _lane(self, mailbox: str) -> asyncio.Semaphore | nullcontext[None]:
        """A call keeps its place in the lane while it waits: that holds the others back from a busy mailbox too."""
        if not mailbox:
            return nullcontext()
        lane = self._lanes.get(mailbox)
        if lane is None:
            lane = self._lanes[mailbox] = asyncio.Semaphore(PER_MAILBOX)
        return lane

    def _wait(self, named_s: float | None, attempt: int) -> float:
        backoff = FIRST_BACKOFF_S * float(2**attempt)
        return (named_s or backoff / 2) + self._jitter() * backoff / 2

    async def _once(self, method: str, url: URL, prefer: Sequence[str], body: Json | None) -> Json:
        headers = {"Authorization": f"Bearer {await self._tokens.token(self._scope)}", "Accept": "application/json"}
        if prefer:
            headers["Prefer"] = ", ".join(prefer)
        try:
            async with self._http.request(
                method, url, headers=headers, json=body, allow_redirects=False, timeout=TIMEOUT
            ) as response:
                return _understood(response, await _read(response))
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Busy("graph_unreachable") from error


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
