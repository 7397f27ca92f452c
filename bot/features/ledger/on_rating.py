"""Somebody says whether something that the model made was right: counted by day, for who runs Potluck.

What they wrote with it is not kept: it may hold anybody's words, and a count is enough to see that judging got worse.
"""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.domain.events import AnswerRated
from bot.domain.ledger import Entry
from bot.domain.ports import Clock, Ledger

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class OnRating:
    ledger: Ledger
    clock: Clock

    async def __call__(self, event: AnswerRated) -> None:
        origin = event.origin
        entry = Entry(self.clock.now(), "rated", "right" if event.good else "wrong")
        log.info("answer_rated", rated=entry.came_of_it, message=origin.reply_to)
        await self.ledger.write(
            origin.conversation.tenant, origin.conversation.id, entry, once=f"rated:{origin.event_id}"
        )
