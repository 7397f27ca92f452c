"""The Bot Connector service over HTTP: the few calls that Potluck makes, each with its limits and repeats.

A call is repeated after 412, 429, 502, 503 and 504 and after a connection that never came about. A POST whose
answer was lost is not: it may have arrived, and raises MaybeDelivered. No token leaves for an address that the
settings do not name, and no redirect is followed.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from random import SystemRandom
from typing import Any, Protocol
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.adapters.teams.addresses import is_allowed
from bot.adapters.teams.fields import objects_at, text_at
from bot.adapters.teams.http_body import as_object, read_at_most
from bot.adapters.teams.limiter import LONGEST_WAIT_S, LOOK_UPS, SENDS, WHOLE_APP, Limiter, Window
from bot.adapters.teams.service_errors import AGAIN, refused, retry_after_s
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.ports import TokenSource
from bot.errors import GiveUp, Gone, MaybeDelivered, PotluckError, TooBig, TryLater
from bot.settings import Settings
from bot.sight import metrics

MAX_SENT_BYTES = 28 * 1024
MAX_READ_BYTES = 2 * 1024 * 1024
PAGE_SIZE = 200
MOST_PAGES = 500
TRIES = 4
TIMEOUT = aiohttp.ClientTimeout(total=60, connect=10, sock_connect=5, sock_read=15)
_JITTER = SystemRandom().random
_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_UNCLEAR = (aiohttp.ClientError, TimeoutError, ConnectionError)


class SendMarks(Protocol):
    """Told around every single try of a send. What `begin` raises keeps the try from being made."""

    async def begin(self) -> None: ...

    async def failed(self) -> None:
        """The try definitely did not arrive."""
        ...


class _Unmarked:
    async def begin(self) -> None: ...

    async def failed(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _Call:
    """`twice_is_once`: a second delivery changes nothing, so a lost answer may be followed by a repeat."""

    method: str
    url: URL
    limit_key: str
    windows: Sequence[Window]
    body: bytes | None = None
    twice_is_once: bool = True


class _AgainError(Exception):
    """This try failed for certain, and the next may not."""

    def __init__(self, reason: str, after_s: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after_s = after_s


class Connector:
    """`now` is a monotonic time in seconds, `jitter` a number between 0 and 1."""

    def __init__(
        self,
        settings: Settings,
        http: aiohttp.ClientSession,
        tokens: TokenSource,
        *,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = _JITTER,
    ) -> None:
        self._settings = settings
        self._http = http
        self._tokens = tokens
        self._timeout = timeout
        self._sleep = sleep
        self._jitter = jitter
        self._limiter = Limiter(now=now, sleep=sleep)

    async def send(self, to: Conversation, activity: Mapping[str, Any], marks: SendMarks | None = None) -> str:
        """Posts a message; returns its id ("" where the service named none, which makes it unchangeable)."""
        url = self._url(to.service_url, "v3", "conversations", to.id, "activities")
        call = _Call("POST", url, to.id, SENDS, _encode(activity), twice_is_once=False)
        return text_at(await self._ask(call, marks), "id") or ""

    async def update(self, message: MessageRef, activity: Mapping[str, Any]) -> None:
        body = _encode({**activity, "id": message.activity_id})
        await self._ask(_Call("PUT", self._url_of(message), message.conversation.id, SENDS, body))

    async def delete(self, message: MessageRef) -> None:
        await self._ask(_Call("DELETE", self._url_of(message), message.conversation.id, SENDS))

    async def create_personal(self, service_url: str, tenant: str, member_id: str) -> str:
        """The id of the 1:1 chat with a person, the same at every call."""
        wish = {
            "bot": {"id": f"28:{self._settings.app_id}"},
            "members": [{"id": member_id}],
            "isGroup": False,
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        url = self._url(service_url, "v3", "conversations")
        made = text_at(await self._ask(_Call("POST", url, f"create:{member_id}", SENDS, _encode(wish))), "id")
        if made is None:
            raise TryLater("no_conversation_id")
        return made

    async def members(self, of: Conversation) -> AsyncIterator[Mapping[str, Any]]:
        """Everybody on the roster, bots too, page by page. A thread in a channel has its channel's roster."""
        thread = of.id.partition(";")[0]
        pages = self._url(of.service_url, "v3", "conversations", thread, "pagedmembers")
        token: str | None = None
        for _ in range(MOST_PAGES):
            query = {"pageSize": str(PAGE_SIZE), **({"continuationToken": token} if token else {})}
            page = await self._ask(_Call("GET", pages.with_query(query), f"members:{thread}", LOOK_UPS))
            for member in objects_at(page, "members"):
                yield member
            before, token = token, text_at(page, "continuationToken")
            if token is None or token == before:
                return

    async def channels(self, service_url: str, team: str) -> Sequence[Mapping[str, Any]]:
        """A team's channels; the first one's name is null."""
        url = self._url(service_url, "v3", "teams", team, "conversations")
        told = await self._ask(_Call("GET", url, f"channels:{team}", LOOK_UPS))
        return list(objects_at(told, "conversations"))

    async def meeting(self, of: Conversation, meeting_id: str) -> Mapping[str, Any]:
        """What Teams knows of the meeting of a chat: details, conversation, organizer."""
        url = self._url(of.service_url, "v1", "meetings", meeting_id)
        return await self._ask(_Call("GET", url, f"meeting:{of.id}", LOOK_UPS))

    def _url_of(self, message: MessageRef) -> URL:
        if not message.activity_id:
            raise Gone("no_id")
        to = message.conversation
        return self._url(to.service_url, "v3", "conversations", to.id, "activities", message.activity_id)

    def _url(self, service_url: str, *path: str) -> URL:
        """Ids are percent-encoded whole: they hold colons, semicolons, and slashes in a meeting's case."""
        if not is_allowed(service_url, self._settings.service_urls):
            raise GiveUp("service_url")
        base = str(URL(service_url)).rstrip("/")
        return URL("/".join([base, *(quote(part, safe="") for part in path)]), encoded=True)

    async def _ask(self, call: _Call, marks: SendMarks | None = None) -> dict[str, Any]:
        marks = marks or _Unmarked()
        refused_token: str | None = None
        for tried in range(1, TRIES + 1):
            await self._limiter.slot(call.limit_key, call.windows)
            await self._limiter.slot("", WHOLE_APP)
            token = await self._tokens.token(self._settings.bot_scope)
            if token == refused_token:
                break
            await marks.begin()
            try:
                return await self._try(call, token)
            except MaybeDelivered:
                raise
            except PotluckError:
                await marks.failed()
                raise
            except _AgainError as again:
                metrics.TEAMS_REFUSALS.labels(reason=again.reason).inc()
                await marks.failed()
                if again.reason == "http_401":
                    if refused_token is not None:
                        break
                    refused_token = token
                else:
                    await self._wait(again, tried)
        raise GiveUp("http_401")

    async def _wait(self, again: _AgainError, tried: int) -> None:
        backoff = min(LONGEST_WAIT_S, 2.0 ** (tried - 1)) * (0.5 + self._jitter() / 2)
        wait = backoff if again.after_s is None else again.after_s
        if tried == TRIES or wait > LONGEST_WAIT_S:
            raise TryLater(again.reason, after_s=wait) from again
        await self._sleep(wait)

    async def _try(self, call: _Call, token: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json; charset=utf-8"}
        try:
            async with self._http.request(
                call.method, call.url, data=call.body, headers=headers, timeout=self._timeout, allow_redirects=False
            ) as response:
                return await _outcome(call.method, response)
        except _NOT_SENT as error:
            raise _AgainError("not_connected") from error
        except _UNCLEAR as error:
            if call.twice_is_once:
                raise _AgainError("answer_lost") from error
            raise MaybeDelivered("the answer was lost") from error


async def _outcome(method: str, response: aiohttp.ClientResponse) -> dict[str, Any]:
    if response.status in AGAIN or response.status == 401:
        raise _AgainError(f"http_{response.status}", retry_after_s(response.headers))
    try:
        body = await read_at_most(response, MAX_READ_BYTES)
    except ValueError as error:
        raise aiohttp.ClientPayloadError("too long") from error
    if response.status >= 300:
        raise refused(method, response.status, body)
    try:
        return as_object(body)
    except ValueError:
        return {}  # done all the same; several calls answer without a body


def _encode(activity: Mapping[str, Any]) -> bytes:
    """Half surrogates, which no service takes, become question marks. Raises TooBig."""
    body = json.dumps(activity, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    if len(body) > MAX_SENT_BYTES:
        raise TooBig("over_28_kb")
    return body
