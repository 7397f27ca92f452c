"""Pages by cursor: a cursor names the last thing shown, signed, and fits only the question that it came from."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

from pydantic import Field

from bot.gateway.api.operation import Asked, Call
from bot.gateway.problems import Refused

T = TypeVar("T")
Key = tuple[str, ...]
SIGNATURE = 16
NOT_THE_QUESTION = {"cursor", "limit"}


class Paged(Asked):
    """The part of a query that pages."""

    limit: Annotated[int, Field(ge=1, le=100, description="most entries of one page")] = 50
    cursor: Annotated[
        str | None, Field(max_length=2000, description="`next` of the page before; the rest of the query as there")
    ] = None


@dataclass(frozen=True, slots=True)
class Pager:
    """The first of `secrets` signs, all are taken; they may be any text."""

    secrets: Sequence[str]

    def cut(
        self, found: Sequence[T], *, key: Callable[[T], Key], query: Paged, call: Call, descending: bool = False
    ) -> tuple[list[T], str | None]:
        """One page in the order of `key`, which must differ for each, and the cursor of the next."""
        question = self._question(query, call)
        after = self._read(query.cursor, question) if query.cursor else None
        ordered = sorted(found, key=key, reverse=descending)
        rest = [one for one in ordered if after is None or (key(one) < after if descending else key(one) > after)]
        page = rest[: query.limit]
        return page, self._write(key(page[-1]), question) if len(rest) > len(page) else None

    def _question(self, query: Paged, call: Call) -> str:
        asked = query.model_dump_json(exclude=NOT_THE_QUESTION)
        return f"{call.caller.tenant}\x1f{call.caller.id}\x1f{sorted(call.path.items())}\x1f{asked}"

    def _write(self, key: Key, question: str) -> str:
        place = json.dumps(key, ensure_ascii=False).encode()
        return base64.urlsafe_b64encode(_sign(self.secrets[0], place, question) + place).rstrip(b"=").decode()

    def _read(self, cursor: str, question: str) -> Key:
        try:
            raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raw = b""
        signature, place = raw[:SIGNATURE], raw[SIGNATURE:]
        if not any(hmac.compare_digest(signature, _sign(secret, place, question)) for secret in self.secrets):
            raise Refused(400, "Bad cursor", "Take `next` as it was told, and keep the rest of the query.")
        return tuple(json.loads(place))


def _sign(secret: str, place: bytes, question: str) -> bytes:
    message = b"cursor\x1f" + place + b"\x1f" + question.encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).digest()[:SIGNATURE]
