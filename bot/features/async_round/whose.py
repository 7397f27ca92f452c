"""Whether a click may act on an event. The card's data comes from a client: the nudge says who may, and the keyed hash
that is the nudge's id says which event it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.domain.events import CardAnswered
from bot.domain.ids import keyed_hash
from bot.domain.nudge import Nudge
from bot.domain.ports import NudgeStore
from bot.errors import NotAllowed

LONGEST_ID = 1024


@dataclass(frozen=True, slots=True)
class Whose:
    nudges: NudgeStore
    hash_key: str

    async def nudge(self, event: CardAnswered) -> Nudge | None:
        """The clicker's own nudge, or None where it is over. Raises NotAllowed for anybody else's."""
        sender = event.origin.sender
        if sender is None:
            raise NotAllowed("nobody", status=401)
        nudge = await self.nudges.get(sender.tenant, str(event.data.get("nudge", ""))[:64])
        if nudge is not None and nudge.organizer != sender.id:
            raise NotAllowed("not_your_nudge")
        return nudge

    def event_id(self, nudge: Nudge, about: Any) -> str:
        """The event that this nudge is about, as the card tells it. Raises NotAllowed for another one."""
        told = str(about.get("event", ""))[:LONGEST_ID] if isinstance(about, dict) else ""
        if keyed_hash(self.hash_key, "nudge", nudge.tenant, nudge.organizer, told) != nudge.id:
            raise NotAllowed("not_this_event")
        return told
