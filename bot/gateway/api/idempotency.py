"""Idempotency-Key: a POST that is sent again gets the same answer again, and its effect happens once.

The key is the caller's own; for 24 hours it stands for one method, path and body. The same key with something else is
refused (422), and while the first request still runs, a second one waits (409). The answers of pure operations are
not kept, only what was asked, by its hash: they say the same again by themselves, and may hold people's words.

What is kept is sealed with a key that is made from the caller's own Idempotency-Key, which is not kept: only who asks
again with it can have the answer opened. So no secret of a webhook and nobody's words lie readable in Redis.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from aiohttp import hdrs, web
from cryptography.fernet import Fernet, InvalidToken

from bot.domain.caller import Caller
from bot.domain.ids import keyed_hash
from bot.domain.ports import AnswerStore, KeptAnswer
from bot.gateway.problems import Refused

HEADER = "Idempotency-Key"
GOOD_KEY = re.compile(r"[\x21-\x7e]{1,255}")
KEPT_HEADERS = (hdrs.ETAG, hdrs.LOCATION, hdrs.CACHE_CONTROL)


class Act(Protocol):
    def __call__(self, once: str | None = None) -> Awaitable[web.Response]: ...


@dataclass(frozen=True, slots=True)
class Repeats:
    """`secret` keys the hashes, so that nobody can test a guess against what is kept."""

    answers: AnswerStore
    secret: str

    async def once(self, request: web.Request, raw: bytes, caller: Caller, act: Act, *, pure: bool) -> web.Response:
        key = request.headers.get(HEADER)
        if key is None and pure:
            return await act()
        if key is None or not GOOD_KEY.fullmatch(key):
            raise Refused(400, "Idempotency key missing", f"Send {HEADER}: up to 255 visible characters of your own.")
        place = keyed_hash(self.secret, caller.tenant, caller.id, key)
        asked = keyed_hash(self.secret, request.method, request.path, raw.hex())
        begun = await self.answers.begin(caller.tenant, place, asked)
        if begun == "another":
            raise Refused(422, "Idempotency key reused", "This key stands for another request.")
        if begun == "running":
            raise Refused(
                409, "Request running", "The first request with this key still runs.", headers={"Retry-After": "1"}
            )
        seal = None if pure else self._seal(caller, key)
        if isinstance(begun, KeptAnswer) and seal and (again := _again(begun, seal)):
            return again
        return await self._first(caller.tenant, place, asked, lambda: act(f"api:{place}"), seal)

    def _seal(self, caller: Caller, key: str) -> Fernet:
        whose = f"answer\x1f{caller.tenant}\x1f{caller.id}\x1f{key}"
        return Fernet(base64.urlsafe_b64encode(hmac.digest(self.secret.encode(), whose.encode(), hashlib.sha256)))

    async def _first(
        self, tenant: str, place: str, asked: str, act: Callable[[], Awaitable[web.Response]], seal: Fernet | None
    ) -> web.Response:
        try:
            response = await act()
        except BaseException:
            await self.answers.forget(tenant, place)  # whatever it was: the same request may be tried again
            raise
        body = seal.encrypt((response.text or "").encode()).decode() if seal else ""
        headers = tuple(f"{name}: {response.headers[name]}" for name in KEPT_HEADERS if name in response.headers)
        await self.answers.done(tenant, place, asked, KeptAnswer(response.status, body, headers))
        return response


def _again(kept: KeptAnswer, seal: Fernet) -> web.Response | None:
    """None for what an earlier release kept: acting again under the same key has no second effect either."""
    try:
        body = seal.decrypt(kept.body.encode()).decode()
    except InvalidToken:
        return None
    headers = dict(line.split(": ", 1) for line in kept.headers)
    return web.Response(status=kept.status, text=body, content_type="application/json", headers=headers)
