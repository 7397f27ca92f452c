"""The door that Teams knocks at: bytes and a token in, an HTTP status and a JSON body out.

Order matters: token, JSON, what the token vouches for, meaning, turn. What is raised here is turned into a
problem document by the gateway; an outage of what stands behind dispatch comes out as TryLater, so that Teams sends
the activity again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import aiohttp

from bot.adapters.teams.adapter import PotluckAdapter
from bot.adapters.teams.auth import Gatekeeper
from bot.adapters.teams.bot import Dispatch, PotluckBot
from bot.adapters.teams.connector import Connector
from bot.adapters.teams.incoming import UNKNOWN, parse
from bot.domain.events import Ignored
from bot.domain.ports import TokenSource
from bot.errors import BadInput
from bot.settings import Settings
from bot.strict_json import read_object


class TeamsEdge:
    """`dispatch` takes every event, `Ignored` ones included, and returns the reply to a button."""

    def __init__(
        self,
        settings: Settings,
        http: aiohttp.ClientSession,
        tokens: TokenSource,
        dispatch: Dispatch,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._gate = Gatekeeper(settings, http)
        self._adapter = PotluckAdapter(Connector(settings, http, tokens), settings.tenant_id)
        self._bot = PotluckBot(dispatch)
        self._now = now

    async def handle(self, body: bytes, authorization: str | None) -> tuple[int, dict[str, Any] | None]:
        """202 without a body, or 200 with an invoke's answer. Raises BadInput, NotAllowed, TryLater."""
        caller = await self._gate.identify(authorization)
        raw = read_object(body)
        self._gate.admit(caller, raw)
        event = parse(raw, received=self._now())
        if isinstance(event, Ignored) and event.reason in UNKNOWN:
            raise BadInput(f"the activity is of no use: {event.reason}")
        answer = await self._adapter.process(raw, event, self._bot.on_turn)
        return (202, None) if answer is None else (answer.status, answer.body)
