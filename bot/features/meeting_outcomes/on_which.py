"""The tap that says which meeting somebody's words are about. Trusts nothing that the button says."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.cards import Card, ShowCard
from bot.domain.conversation import MessageRef
from bot.domain.events import CardAnswered
from bot.domain.jobs import UpdateCard
from bot.domain.ports import Clock, JobQueue, MeetingStore, OutcomeStore
from bot.domain.task import Outcome
from bot.domain.tongue import mark, say
from bot.errors import NotAllowed
from bot.features.meeting_outcomes import which_card
from bot.features.meeting_outcomes.place_outcome import belongs_to


@dataclass(frozen=True, slots=True)
class OnWhich:
    meetings: MeetingStore
    outcomes: OutcomeStore
    queue: JobQueue
    clock: Clock

    async def this_one(self, event: CardAnswered) -> ShowCard:
        """The answer is shown only when the words are kept for that meeting."""
        outcome = await self._waiting(event)
        if outcome is None:
            return await self._stands(event, which_card.answered())
        wanted = str(event.data.get("meeting", ""))[:512]
        asked = await self.meetings.asked(outcome.tenant, outcome.author, self.clock.now())
        instance = next((one for one in asked if one.key == wanted), None)
        if instance is None:
            words = mark("You were not asked about this meeting lately.")
            raise NotAllowed(words, told=say(words))
        if not await belongs_to(self.outcomes, outcome, instance.key):
            return await self._stands(event, which_card.answered())
        return await self._stands(event, which_card.placed(instance.title))

    async def neither(self, event: CardAnswered) -> ShowCard:
        outcome = await self._waiting(event)
        if outcome is None:
            return await self._stands(event, which_card.answered())
        await self.outcomes.drop_words(outcome, team=outcome.team)
        return await self._stands(event, which_card.left_out())

    async def _waiting(self, event: CardAnswered) -> Outcome | None:
        """None where nothing waits under that id any more. Nobody answers for another."""
        sender = event.origin.sender
        if sender is None:
            raise NotAllowed("nobody", status=401)
        outcome = await self.outcomes.get(sender.tenant, str(event.data.get("outcome", ""))[:64])
        if outcome and outcome.author != sender.id:
            words = mark("These are somebody else's words.")
            raise NotAllowed(words, told=say(words))
        return outcome if outcome and outcome.text and outcome.meeting is None else None

    async def _stands(self, event: CardAnswered, face: Card) -> ShowCard:
        """The question is gone for good, on every device. A card that others see is no such question."""
        if event.card_id and event.origin.conversation.kind == "personal":
            message = MessageRef(event.origin.conversation, event.card_id)
            await self.queue.enqueue(
                UpdateCard(message.conversation.tenant, message, face, say(which_card.SUMMARY)),
                once=f"settle:{event.origin.event_id}",
            )
        return ShowCard(face)
