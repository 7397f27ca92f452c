"""What was understood of somebody's words, shown to them in place; and the taps that say right, or keep it after all.

The items themselves are put right by their own buttons (owned_tasks).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.cards import Card, ShowCard
from bot.domain.events import CardAnswered
from bot.domain.jobs import ReadOutcome, RefreshOutcomeCard
from bot.domain.meeting import MeetingInstance
from bot.domain.person import Person
from bot.domain.ports import Clock, JobQueue, MeetingStore, OutcomeStore
from bot.domain.task import Outcome
from bot.domain.tongue import say
from bot.errors import BadInput
from bot.features.meeting_outcomes import outcome_card, understood_card
from bot.features.meeting_outcomes.answered_meeting import answered_meeting
from bot.features.meeting_outcomes.change_instance import change_instance, looked_through, no_longer_aside
from bot.features.meeting_outcomes.what_stands import WhatStands


@dataclass(frozen=True, slots=True)
class OnUnderstood:
    meetings: MeetingStore
    outcomes: OutcomeStore
    what_stands: WhatStands
    queue: JobQueue
    clock: Clock

    async def mine(self, event: CardAnswered) -> ShowCard:
        sender, instance = await answered_meeting(event, self.meetings, self.queue, self.clock)
        return ShowCard(await self._face(instance, sender))

    async def look(self, event: CardAnswered) -> ShowCard:
        """The card as this person sees it by itself: what became of their words, until they said that it is right."""
        sender, instance = await answered_meeting(event, self.meetings, self.queue, self.clock)
        if sender.id in instance.checking and await self._rows(instance, sender):
            return ShowCard(await self._face(instance, sender))
        return ShowCard(outcome_card.asking(instance, await self.what_stands(instance)))

    async def right(self, event: CardAnswered) -> ShowCard:
        sender, instance = await answered_meeting(event, self.meetings, self.queue, self.clock)
        aside = await self._aside(instance, sender)
        seen = _count(event.data.get("seen"), len(aside))
        for outcome in aside[:seen]:
            instance = await self._leave(instance, outcome)
        if aside[seen:]:
            return ShowCard(await self._face(instance, sender))
        if sender.id in instance.checking:
            instance = await change_instance(self.meetings, instance, looked_through(sender.id))
            await self._refresh(event, instance)
        return ShowCard(outcome_card.asking(instance, await self.what_stands(instance)))

    async def keep_whole(self, event: CardAnswered) -> ShowCard:
        """Words in which nothing to do was found are an item all the same, as they stand."""
        sender, instance = await answered_meeting(event, self.meetings, self.queue, self.clock)
        outcome = await self._own(event, instance, sender)
        if outcome:
            whole = replace(outcome, whole=True, at=self.clock.now())
            await self.outcomes.change(whole, ReadOutcome(whole.tenant, whole.id))
            instance = await change_instance(self.meetings, instance, no_longer_aside(whole.id))
        return ShowCard(outcome_card.kept(instance, await self.what_stands(instance)))

    async def leave_out(self, event: CardAnswered) -> ShowCard:
        sender, instance = await answered_meeting(event, self.meetings, self.queue, self.clock)
        outcome = await self._own(event, instance, sender)
        if outcome:
            instance = await self._leave(instance, outcome)
        return ShowCard(await self._face(instance, sender))

    async def _leave(self, instance: MeetingInstance, outcome: Outcome) -> MeetingInstance:
        await self.outcomes.drop_words(outcome, team=outcome.placed or outcome.team)
        return await change_instance(self.meetings, instance, no_longer_aside(outcome.id))

    async def _refresh(self, event: CardAnswered, instance: MeetingInstance) -> None:
        await self.queue.enqueue(
            RefreshOutcomeCard(instance.tenant, instance.key), once=f"refresh:{event.origin.event_id}"
        )

    async def _own(self, event: CardAnswered, instance: MeetingInstance, sender: Person) -> Outcome | None:
        """None where it was answered before."""
        wanted = str(event.data.get("outcome", ""))[:64]
        if wanted not in instance.aside:
            return None
        found = next((one for one in await self._aside(instance, sender) if one.id == wanted), None)
        if found is None:
            raise BadInput(say("This one is gone."), status=404)
        return found

    async def _aside(self, instance: MeetingInstance, reader: Person) -> list[Outcome]:
        found = [await self.outcomes.get(instance.tenant, one) for one in instance.aside]
        return [outcome for outcome in found if outcome and outcome.author == reader.id]

    async def _rows(self, instance: MeetingInstance, reader: Person) -> bool:
        own = understood_card.own_items(await self.what_stands(instance), reader.id)
        return bool(own or await self._aside(instance, reader))

    async def _face(self, instance: MeetingInstance, reader: Person) -> Card:
        standing = await self.what_stands(instance)
        own = understood_card.own_items(standing, reader.id)
        return understood_card.understood(instance, own, await self._aside(instance, reader), standing.today)


def _count(told: object, most: int) -> int:
    """How many of their words stood on the card; a card of an older release does not say."""
    return min(told, most) if isinstance(told, int) and told >= 0 else most
