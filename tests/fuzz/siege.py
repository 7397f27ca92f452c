"""Knocks at the doors, many at a time, and notes what came back."""

from __future__ import annotations

import asyncio
import io
from collections import Counter
from dataclasses import dataclass, field

import aiohttp
from yarl import URL

from tests.fuzz.knocks import Knock, Knocks

AT_ONCE = 16
WITHIN_S = 60


@dataclass(slots=True)
class Outcome:
    """What came back. `wrong` holds what may not be: 5xx, refusals that are no problem documents."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    cut_off: int = 0  # connections that the server closed before its answer was read, as it may with a body too large
    wrong: list[str] = field(default_factory=list)

    @property
    def by_status(self) -> Counter[int]:
        told: Counter[int] = Counter()
        for (_door, status), times in self.answers.items():
            told[status] += times
        return told


async def besiege(url: str, knocks: Knocks, requests: int) -> Outcome:
    """Asks that many times in all."""
    outcome, left = Outcome(), iter(range(requests))
    timeout = aiohttp.ClientTimeout(total=WITHIN_S)
    async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as http:

        async def knocker() -> None:
            for _ in left:
                await _knock(http, url, knocks.next(), outcome)

        await asyncio.gather(*(knocker() for _ in range(AT_ONCE)))
    return outcome


async def _knock(http: aiohttp.ClientSession, url: str, knock: Knock, outcome: Outcome) -> None:
    body = io.BytesIO(knock.body) if knock.body else None
    address = URL(url + knock.path, encoded=True)
    try:
        async with http.request(
            knock.method, address, data=body, headers=knock.headers, allow_redirects=False
        ) as answer:
            await answer.read()
    except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):
        outcome.cut_off += 1
        return
    except aiohttp.ClientResponseError:
        if knock.method != "HEAD":  # the server cannot know the method of a head that it could not read
            raise
        outcome.cut_off += 1
        return
    except TimeoutError:
        outcome.wrong.append(f"no answer in {WITHIN_S} s: {_told(knock)}")
        return
    outcome.answers[knock.door, answer.status] += 1
    is_problem = answer.content_type == "application/problem+json" or knock.method == "HEAD"
    if answer.status >= 500 or (answer.status >= 400 and not is_problem):
        outcome.wrong.append(f"{answer.status} {answer.content_type}: {_told(knock)}")


def _told(knock: Knock) -> str:
    return f"{knock.method} {knock.path[:200]} {knock.headers} {(knock.body or b'')[:2000]!r}"
