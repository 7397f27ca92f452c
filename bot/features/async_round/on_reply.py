"""Somebody answers a point of a round, in the thread."""

from __future__ import annotations

from dataclasses import dataclass, replace

import structlog

from bot.domain.cards import Card, ShowCard, ShowText
from bot.domain.cards import Reply as ToClick
from bot.domain.events import CardAnswered
from bot.domain.jobs import UpdateCard
from bot.domain.ports import JobQueue, RoundStore
from bot.domain.round import Reply, Round
from bot.domain.tongue import say, speaking
from bot.errors import Conflict, NotAllowed, TryLater
from bot.features.async_round import round_card

TRIES = 20
LONGEST_ANSWER, MOST_REPLIES = 2000, 60
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class OnReply:
    rounds: RoundStore
    queue: JobQueue

    async def __call__(self, event: CardAnswered) -> ToClick:
        sender = event.origin.sender
        if sender is None:
            raise NotAllowed("nobody", status=401)
        one = await self.rounds.get(sender.tenant, str(event.data.get("round", ""))[:64])
        if one is None:
            return ShowText(say("This round is over."))
        if not _is_there(one, event):
            raise NotAllowed("not_in_this_round")
        if event.automatic or one.state != "open":
            return ShowCard(self._face(one))
        words = str(event.data.get("words", "")).strip()[:LONGEST_ANSWER]
        told = str(event.data.get("item", ""))
        if not words or not told.isascii() or not told.isdigit() or len(told) > 2 or int(told) >= len(one.asks):
            return ShowText(say("Choose a point and write your answer first."))
        one = await self._add(one, Reply(int(told), sender.id, sender.name, words), event)
        face = self._face(one)
        if one.message:
            await self.queue.enqueue(UpdateCard(one.tenant, one.message, face, one.subject or "Potluck"))
        log.info("round_answered", nudge=one.id)
        return ShowCard(face)

    def _face(self, one: Round) -> Card:
        """All of them read it, so it speaks what all of them read, whoever answered."""
        with speaking(one.locale):
            return round_card.thread(one)

    async def _add(self, one: Round, reply: Reply, event: CardAnswered) -> Round:
        """The newest answer of a person to a point counts. Thirty people may press at once."""
        for _ in range(TRIES):
            others = tuple(kept for kept in one.replies if (kept.item, kept.person) != (reply.item, reply.person))
            thread = one.thread
            if thread and not one.message and event.card_id:
                thread = replace(thread, activity_id=event.card_id)
            try:
                return await self.rounds.put(replace(one, replies=(*others, reply)[-MOST_REPLIES:], thread=thread))
            except Conflict:
                one = await self.rounds.get(one.tenant, one.id) or one
                if one.state != "open":
                    return one
        raise TryLater("many people answer at once", after_s=1)


def _is_there(one: Round, event: CardAnswered) -> bool:
    """The click comes from where the round was posted; a thread of a channel has the channel's id before a sign."""
    if one.thread is None:
        return True
    return event.origin.conversation.id.partition(";")[0] == one.thread.conversation.id.partition(";")[0]
