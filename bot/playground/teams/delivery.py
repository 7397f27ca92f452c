"""How the stand-in reaches the bot: signed posts, told again until there is a 2xx, or asked once for an answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.playground.teams.physics import TeamsPhysics
from bot.playground.teams.signing import SigningKeys

Log = Callable[[str, str, str, int], None]  # from, to, what, HTTP status
ANSWER_WITHIN_S = 15.0
MOST_TRIES = 15
LONGEST_PAUSE_S = 5.0


@dataclass(frozen=True, slots=True)
class BotAnswer:
    """`status` is 0 where nothing was answered in time."""

    status: int
    body: Any = None

    @property
    def accepted(self) -> bool:
        return 200 <= self.status < 300

    @property
    def worth_repeating(self) -> bool:
        return self.status in {0, 408, 429} or self.status >= 500


class Delivery:
    def __init__(
        self,
        keys: SigningKeys,
        physics: TeamsPhysics,
        *,
        app_id: str,
        bot_url: str,
        log: Log,
        answer_within_s: float = ANSWER_WITHIN_S,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.bot_url = bot_url
        self._keys = keys
        self._physics = physics
        self._app_id = app_id
        self._log = log
        self._timeout = aiohttp.ClientTimeout(total=answer_within_s)
        self._sleep = sleep
        self._http: aiohttp.ClientSession | None = None
        self._under_way: set[asyncio.Task[None]] = set()

    def tell(self, activity: dict[str, Any]) -> None:
        """Post it in the background, the very same again and again while it is not taken."""
        for pause in self._physics.tellings():
            task = asyncio.create_task(self._until_taken(activity, pause))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def ask(self, activity: dict[str, Any]) -> BotAnswer:
        """Post an invoke, once: somebody is waiting for the answer and can press again."""
        return await self._post(activity)

    async def settled(self) -> None:
        """Returns when everything told so far was taken or given up."""
        while self._under_way:
            await asyncio.gather(*self._under_way)

    async def close(self) -> None:
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        if self._http is not None:
            await self._http.close()

    async def _until_taken(self, activity: dict[str, Any], pause: float) -> None:
        await asyncio.sleep(pause)
        for tried in range(MOST_TRIES):
            answer = await self._post(activity)
            if not answer.worth_repeating:
                break
            await self._sleep(min(LONGEST_PAUSE_S, 0.25 * 2**tried))
        if self._physics.repeats:
            await self._post(activity)

    async def _post(self, activity: dict[str, Any]) -> BotAnswer:
        token = self._keys.sign(audience=self._app_id, service_url=activity["serviceUrl"])
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json; charset=utf-8"}
        body = json.dumps(activity, ensure_ascii=False).encode()
        try:
            async with self._session().post(self.bot_url, data=body, headers=headers) as response:
                answer = BotAnswer(response.status, _read(await response.read()))
        except (aiohttp.ClientError, TimeoutError):
            answer = BotAnswer(0)
        self._log("Teams", "Potluck", _called(activity), answer.status)
        return answer

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=self._timeout)
        return self._http


def _called(activity: dict[str, Any]) -> str:
    """The activity in a word or two, for people who watch."""
    name = str(activity.get("name") or "").rpartition(".")[2]
    return f"{activity['type']} {name}".strip()


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
