"""Job: words that somebody wrote in private find the meeting they are about, by themselves or by a question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.domain.cards import Card
from bot.domain.jobs import PlaceOutcome, ReadOutcome
from bot.domain.ports import Clock, JobQueue, MeetingStore, Messenger, OutcomeStore, PeopleStore
from bot.domain.task import Outcome
from bot.domain.tongue import say, speaking
from bot.errors import MaybeDelivered, Unreachable
from bot.features.meeting_outcomes import which_card
from bot.features.meeting_outcomes.which_meeting import fitting

log = structlog.get_logger()
_NEXT = timedelta(microseconds=1)  # later than these words, earlier than any edit; and "tomorrow" stays the same day


@dataclass(frozen=True, slots=True)
class Place:
    """Until the meeting is known the words wait where they were kept."""

    meetings: MeetingStore
    outcomes: OutcomeStore
    people: PeopleStore
    messenger: Messenger
    queue: JobQueue
    clock: Clock
    default_zone: str

    async def __call__(self, job: PlaceOutcome) -> None:
        outcome = await self.outcomes.get(job.tenant, job.outcome_id)
        if outcome is None:
            return
        if outcome.meeting:  # an edit of words whose meeting is known
            reading = ReadOutcome(outcome.tenant, outcome.id)
            await self.queue.enqueue(reading, once=f"read:{outcome.id}:{outcome.at.isoformat()}")
        elif not outcome.text:
            await self.outcomes.drop_words(outcome, team=outcome.team)
        else:
            await self._find(outcome)

    async def _find(self, outcome: Outcome) -> None:
        recent = await self.meetings.asked(outcome.tenant, outcome.author, self.clock.now())
        preferences = await self.people.preferences(outcome.tenant, outcome.author)
        zone = ZoneInfo(preferences.zone or self.default_zone)
        today = outcome.at.astimezone(zone).date()
        fits = fitting(outcome.about, recent, today, zone) if outcome.about else []  # a chosen message says no meeting
        log.info("outcome_placed", outcome=outcome.id, fits=len(fits), recent=len(recent))
        if len(fits) == 1:
            await belongs_to(self.outcomes, outcome, fits[0].key)
        elif recent:
            with speaking(preferences.speaks):
                await self._say(outcome, which_card.which(outcome, fits, recent, zone))
            await self.outcomes.set_aside(outcome)
        else:
            with speaking(preferences.speaks):
                await self._say(outcome, which_card.no_meeting())
            await self.outcomes.drop_words(outcome, team=outcome.team)

    async def _say(self, outcome: Outcome, face: Card) -> None:
        if outcome.conversation is None:
            return
        once = f"answer:which:{outcome.id}:{outcome.at.isoformat()}"
        try:
            await self.messenger.send(outcome.conversation, face, once=once, summary=say(which_card.SUMMARY))
        except (Unreachable, MaybeDelivered) as why:
            log.info("which_not_asked", outcome=outcome.id, reason=type(why).__name__)


async def belongs_to(outcomes: OutcomeStore, outcome: Outcome, meeting: str) -> bool:
    """The words are read as notes of that meeting. False where they have one, or newer words are known."""
    at_home = replace(outcome, meeting=meeting, at=outcome.at + _NEXT)
    return await outcomes.change(at_home, ReadOutcome(outcome.tenant, outcome.id))
