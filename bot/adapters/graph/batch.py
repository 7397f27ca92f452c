"""$batch: up to twenty calls in one request, each with its own outcome.

For calls that may be made twice (GET, PATCH with absolute values, DELETE), so that a whole batch, and each of its items
that Graph was too busy for, can be sent again. Four at most go to one mailbox, its own limit, which holds here too.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.adapters.graph.lanes import PER_MAILBOX
from bot.adapters.graph.refusals import Busy, refusal, wait_named
from bot.errors import PotluckError, TryLater

MOST_ITEMS = 20

Json = Mapping[str, Any]
Outcome = Json | PotluckError


@dataclass(frozen=True, slots=True)
class Call:
    """`at` is a path below the Graph address, encoded."""

    method: Literal["GET", "PATCH", "DELETE"]
    at: str
    body: Json | None = None
    mailbox: str = ""


async def in_batches(
    calls: Sequence[Call],
    post: Callable[[Json], Awaitable[Json]],
    alone: Callable[[Call], Awaitable[Json]],
) -> list[Outcome]:
    """Outcomes in the order of the calls. `post` sends a batch; `alone` makes one call, and waits and retries as
    single calls do: it serves the items that Graph was too busy for. Raises what `post` raises."""
    outcomes: dict[int, Outcome] = {}
    for numbers in _chunks(calls):
        told = _by_id(await post({"requests": [_request(number, calls[number]) for number in numbers]}))
        for number in numbers:
            outcome = _outcome(told.get(str(number)))
            outcomes[number] = await _settled(alone, calls[number]) if isinstance(outcome, Busy) else outcome
    return [outcomes[number] for number in range(len(calls))]


async def _settled(alone: Callable[[Call], Awaitable[Json]], call: Call) -> Outcome:
    try:
        return await alone(call)
    except PotluckError as error:
        return error


def _chunks(calls: Sequence[Call]) -> Iterator[list[int]]:
    waiting = list(range(len(calls)))
    while waiting:
        chunk: list[int] = []
        per_mailbox: Counter[str] = Counter()
        for number in waiting:
            mailbox = calls[number].mailbox
            if len(chunk) < MOST_ITEMS and (not mailbox or per_mailbox[mailbox] < PER_MAILBOX):
                per_mailbox[mailbox] += 1
                chunk.append(number)
        taken = set(chunk)
        waiting = [number for number in waiting if number not in taken]
        yield chunk


def _request(number: int, call: Call) -> Json:
    request: dict[str, Any] = {"id": str(number), "method": call.method, "url": call.at}
    if call.body is not None:
        request |= {"headers": {"Content-Type": "application/json"}, "body": call.body}
    return request


def _by_id(told: Json) -> Mapping[str, Json]:
    """Answers come in any order."""
    responses = told.get("responses")
    if not isinstance(responses, list):
        raise TryLater("graph_answered_nonsense")
    return {str(one.get("id")): one for one in responses if isinstance(one, dict)}


def _outcome(told: Json | None) -> Outcome:
    """An item that was forgotten, or that makes no sense, may succeed later."""
    status = told.get("status") if told else None
    if told is None or not isinstance(status, int):
        return TryLater("graph_answered_nonsense")
    body = told.get("body")
    if 200 <= status < 300:
        return body if isinstance(body, dict) else {}
    headers = told.get("headers")
    named = {str(name).lower(): value for name, value in headers.items()} if isinstance(headers, dict) else {}
    after = named.get("retry-after")
    return refusal(status, json.dumps(body).encode(), wait_named(str(after) if after is not None else None, None))
