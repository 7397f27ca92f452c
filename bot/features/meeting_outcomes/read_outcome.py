"""Job: somebody's own words become tasks, each offered to whom it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import structlog

from bot.domain.conversation import Conversation
from bot.domain.jobs import OfferTask, ReadOutcome, RefreshOutcomeCard
from bot.domain.judgement import FoundItem
from bot.domain.meeting import MeetingInstance
from bot.domain.person import Person
from bot.domain.ports import Clock, ItemFinder, JobQueue, MeetingStore, Messenger, OutcomeStore, PeopleStore, TaskStore
from bot.domain.task import Outcome, Step, Task
from bot.domain.team import Team
from bot.errors import Gone, MaybeDelivered, Unreachable
from bot.features.meeting_outcomes.change_instance import answered_by, change_instance
from bot.features.meeting_outcomes.outcome_card import acknowledgement
from bot.features.meeting_outcomes.which_team import WhichTeam

log = structlog.get_logger()
LONGEST_WHAT = 300


@dataclass(frozen=True, slots=True)
class ReadIntoTasks:
    """Runs at least once; each item is stored once by (outcome, position), so a second run changes nothing."""

    outcomes: OutcomeStore
    meetings: MeetingStore
    tasks: TaskStore
    people: PeopleStore
    messenger: Messenger
    finder: ItemFinder
    queue: JobQueue
    which_team: WhichTeam
    clock: Clock

    async def __call__(self, job: ReadOutcome) -> None:
        outcome = await self.outcomes.get(job.tenant, job.outcome_id)
        if outcome is None or not outcome.text:
            return
        instance = await self.meetings.get(job.tenant, outcome.meeting) if outcome.meeting else None
        chat = instance.chat if instance else outcome.conversation
        if chat is None:
            return
        members = await self._members(chat)
        team = await self.which_team(chat, instance.title if instance else "", members)
        found = await self._find(outcome, members, team)
        kept = [
            await self._propose(self._task(outcome, item, members, team, instance), f"{outcome.id}:{position}")
            for position, item in enumerate(found)
        ]
        if outcome.conversation:
            await self._acknowledge(outcome, outcome.conversation, kept)
        if instance:
            await change_instance(self.meetings, instance, answered_by(outcome.author, team=team.id))
            await self.queue.enqueue(RefreshOutcomeCard(instance.tenant, instance.key), once=f"refresh:{outcome.id}")
        await self.outcomes.drop_words(outcome.tenant, outcome.id)
        log.info("outcome_read", outcome=outcome.id, items=len(found))

    async def _members(self, chat: Conversation) -> Sequence[Person]:
        try:
            members = await self.messenger.members(chat)
        except (Unreachable, Gone):
            return ()
        for person in members:
            await self.people.remember(person)
        return members

    async def _find(self, outcome: Outcome, members: Sequence[Person], team: Team) -> Sequence[FoundItem]:
        preferences = await self.people.preferences(outcome.tenant, outcome.author)
        zone = team.digest.zone
        today = outcome.at.astimezone(ZoneInfo(zone)).date()
        found = await self.finder.find(outcome.text, members, outcome.author, today, zone, preferences.locale)
        if not found and (outcome.owner or outcome.due):  # who fills in a person or a date means a task
            return [FoundItem(" ".join(outcome.text.split())[:LONGEST_WHAT], outcome.text, None, None, None, None)]
        return found

    def _task(
        self,
        outcome: Outcome,
        item: FoundItem,
        members: Sequence[Person],
        team: Team,
        instance: MeetingInstance | None,
    ) -> Task:
        owner = _internal(item.owner or outcome.owner, members)
        words = item.owner_text if owner is None else None
        due, due_time = _due(item.due) if item.due else (outcome.due, None)
        own_promise = owner is not None and owner.id == outcome.author
        now = self.clock.now()
        history = [Step(now, outcome.author, "proposed")]
        if own_promise:  # who writes "I'll do it" has said yes
            history.append(Step(now, outcome.author, "accepted"))
        return Task(
            id="",
            tenant=outcome.tenant,
            team=team.id,
            what=item.what,
            state="accepted" if own_promise else "proposed",
            proposer=outcome.author,
            created=now,
            owner=owner.id if owner else None,
            owner_name=owner.name if owner else None,
            owner_words=words,
            due=due,
            due_time=due_time,
            due_words=item.due_text if due is None else None,
            meeting=outcome.meeting,
            meeting_title=instance.title if instance else None,
            outcome=outcome.id,
            history=tuple(history),
        )

    async def _propose(self, task: Task, once: str) -> Task:
        stored = await self.tasks.add(task, once=once)
        if stored.state == "proposed" and stored.owner:
            await self.queue.enqueue(
                OfferTask(stored.tenant, stored.team, stored.id),
                once=f"offer:{stored.tenant}:{stored.team}:{stored.id}:{stored.owner}",
            )
        return stored

    async def _acknowledge(self, outcome: Outcome, chat: Conversation, kept: Sequence[Task]) -> None:
        """Who mentions the bot in a chat waits for a word."""
        try:
            await self.messenger.send(
                chat, acknowledgement(kept), once=f"ack:{outcome.id}", summary="What Potluck understood"
            )
        except (Unreachable, MaybeDelivered) as why:
            log.info("acknowledgement_not_sent", outcome=outcome.id, reason=type(why).__name__)


def _internal(owner: str | None, members: Sequence[Person]) -> Person | None:
    """The owner among the chat's members; guests and strangers own nothing directly."""
    return next((person for person in members if person.id == owner and not person.guest), None)


def _due(told: str) -> tuple[date, time | None]:
    if "T" in told:
        at = datetime.fromisoformat(told)
        return at.date(), at.time()
    return date.fromisoformat(told), None
