"""Job: somebody's own words become tasks, each offered to whom it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import structlog

from bot.domain.cards import Card
from bot.domain.conversation import Conversation
from bot.domain.jobs import FindTwins, Job, OfferMany, OfferTask, ReadOutcome, RefreshOutcomeCard
from bot.domain.judgement import FoundItem
from bot.domain.meeting import MeetingInstance
from bot.domain.news import task_news
from bot.domain.person import Person
from bot.domain.ports import Clock, ItemFinder, JobQueue, MeetingStore, Messenger, OutcomeStore, PeopleStore, TaskStore
from bot.domain.task import Outcome, Step, Task
from bot.domain.team import Team
from bot.domain.tongue import say, speaking
from bot.errors import Conflict, Gone, MaybeDelivered, TryLater, Unreachable
from bot.features.meeting_outcomes.change_instance import change_instance, read_from
from bot.features.meeting_outcomes.outcome_card import ACKNOWLEDGED, acknowledgement, taken_back
from bot.features.meeting_outcomes.reread import Rereading, reread
from bot.features.meeting_outcomes.which_team import WhichTeam
from bot.features.meeting_outcomes.who_owns import who_owns

log = structlog.get_logger()
LONGEST_WHAT = 300
MOST_CARDS = 5  # that one text sends to one person


@dataclass(frozen=True, slots=True)
class ReadIntoTasks:
    """Runs at least once, and again when a message is edited: what stands is compared with what the words say now,
    and a new item is stored once by (outcome, number), so a second run changes nothing and nothing is doubled."""

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
        async with self.outcomes.reading(job.tenant, job.outcome_id) as ours:
            if not ours:
                raise TryLater("these words are being read", after_s=0.5)
            outcome = await self.outcomes.get(job.tenant, job.outcome_id)
            if outcome is not None:
                await self._read(outcome)

    async def _read(self, outcome: Outcome) -> None:
        instance = await self.meetings.get(outcome.tenant, outcome.meeting) if outcome.meeting else None
        chat = instance.chat if instance else outcome.conversation
        if chat is None or chat.kind == "personal":  # whose meeting is not known, or not any more
            return
        members = await self._members(chat)
        team = await self.which_team(chat, instance.title if instance else "", members, known=outcome.placed)
        found = await self._find(outcome, members, team) if outcome.text else ()
        before = await self.tasks.of_outcome(outcome.tenant, team.id, outcome.id)
        drafts = _unlike([self._task(outcome, item, members, team, instance) for item in found])
        standing = await self._store(outcome, before, reread(before, drafts, self.clock.now()))
        if outcome.conversation and (outcome.text or before):
            with speaking(await self._tongue(outcome, outcome.conversation, team)):
                face = self._answer(outcome, outcome.conversation, standing, team, instance)
                await self._acknowledge(outcome, outcome.conversation, face, again=bool(before or outcome.placed))
        if instance:
            if outcome.text:
                await change_instance(self.meetings, instance, read_from(outcome, team=team.id, found=bool(standing)))
            await self.queue.enqueue(
                RefreshOutcomeCard(instance.tenant, instance.key), once=f"refresh:{_round(outcome)}"
            )
        if standing or outcome.conversation or instance is None:
            await self.outcomes.drop_words(outcome, team=team.id)
        else:
            await self.outcomes.set_aside(outcome)
        log.info("outcome_read", outcome=outcome.id, items=len(found))

    async def _store(self, outcome: Outcome, before: Sequence[Task], now: Rereading) -> list[Task]:
        """The tasks that stand, in the order they were written; whoever is asked about one hears of it."""
        added = [
            await self.tasks.add(draft, once=f"{outcome.id}:{number}")
            for number, draft in enumerate(now.fresh, start=len(before))
        ]
        try:
            changed = [await self.tasks.replace(task) for task in now.changed]
            for task in now.withdrawn:
                await self.tasks.replace(task, then=[*_offers(task), task_news(task)])
        except Conflict as raced:
            raise TryLater("a task changed meanwhile", after_s=0.2) from raced
        standing = sorted((*now.kept, *changed, *added), key=lambda task: task.created)
        for name, ask in _asking(outcome, standing):
            await self.queue.enqueue(ask, once=f"offer:{name}:{_round(outcome)}")
        for task in (*added, *changed)[:1]:
            twins = FindTwins(task.tenant, task.team, task.id, outcome.id)
            await self.queue.enqueue(twins, once=f"twins:{task.team}:{_round(outcome)}")
        await self._tell_hooks(before, (*added, *changed))
        return standing

    async def _tell_hooks(self, before: Sequence[Task], after: Sequence[Task]) -> None:
        was = {task.id: task.state for task in before}
        for task in after:
            if task.state != was.get(task.id):
                await self.queue.enqueue(task_news(task), once=f"hooks:{task.team}:{task.id}:{task.version}")

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
        found = await self.finder.find(outcome.text, members, _speaker(outcome), today, zone, preferences.speaks)
        meant = outcome.whole or outcome.owner or outcome.due or outcome.spoken_by is not None
        if not found and meant:  # who fills in a person or a date, or chooses a message, means a task
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
        asked = who_owns(item.owner or outcome.owner, item.owner_text, outcome.author, members, outcome.mentioned)
        owner = asked.person
        due, due_time = _due(item.due) if item.due else (outcome.due, None)
        own_promise = owner is not None and not asked.guest and owner.id == outcome.author == _speaker(outcome)
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
            owner_words=asked.words,
            due=due,
            due_time=due_time,
            due_words=item.due_text if due is None else None,
            meeting=outcome.meeting,
            meeting_title=instance.title if instance else None,
            outcome=outcome.id,
            history=tuple(history),
            heard_by=_heard_by(instance.chat if instance else outcome.conversation, members),
            for_guest=asked.guest,
        )

    def _answer(
        self,
        outcome: Outcome,
        chat: Conversation,
        standing: Sequence[Task],
        team: Team,
        instance: MeetingInstance | None,
    ) -> Card:
        today = self.clock.now().astimezone(ZoneInfo(team.digest.zone)).date()
        title = instance.title if instance and chat.kind == "personal" else ""
        return acknowledgement(standing, today, title) if outcome.text else taken_back(standing, today)

    async def _tongue(self, outcome: Outcome, chat: Conversation, team: Team) -> str:
        """In private one's own, where others read along the team's."""
        if chat.kind != "personal":
            return team.locale
        return (await self.people.preferences(outcome.tenant, outcome.author)).speaks

    async def _acknowledge(self, outcome: Outcome, chat: Conversation, face: Card, *, again: bool) -> None:
        """Who mentions the bot in a chat waits for a word; the same card follows what becomes of the message."""
        summary = say(ACKNOWLEDGED)
        try:
            message = await self.messenger.send(chat, face, once=f"ack:{outcome.id}", summary=summary)
            if again:
                await self.messenger.update(message, face, summary=summary)
        except (Unreachable, Gone, MaybeDelivered) as why:
            log.info("acknowledgement_not_sent", outcome=outcome.id, reason=type(why).__name__)


def _asking(outcome: Outcome, standing: Sequence[Task]) -> list[tuple[str, Job]]:
    """A card for each task; for whoever is named more often than that is kind, one card for all."""
    asked = defaultdict[str | None, list[Task]](list)
    for task in standing:
        if _offers(task):
            asked[task.owner].append(task)
    jobs: list[tuple[str, Job]] = []
    for owner, tasks in asked.items():
        if owner and len(tasks) > MOST_CARDS:
            jobs.append((f"{tasks[0].team}:{owner}", OfferMany(outcome.tenant, tasks[0].team, outcome.id, owner)))
        else:
            jobs += [(f"{task.team}:{task.id}:{owner}", offer) for task in tasks for offer in _offers(task)]
    return jobs


def _offers(task: Task) -> list[OfferTask]:
    """Whoever is asked about it hears of it; or, where it was withdrawn, no longer."""
    asked = task.owner and task.state != "accepted"
    return [OfferTask(task.tenant, task.team, task.id)] if asked else []


def _unlike(drafts: Sequence[Task]) -> list[Task]:
    """Said again in the same breath (a text pasted twice), it is still one thing."""
    by_words = {(draft.what.casefold(), draft.owner, draft.owner_words, draft.due): draft for draft in reversed(drafts)}
    return list(reversed(by_words.values()))


def _speaker(outcome: Outcome) -> str:
    """Who says "I" in the words."""
    return outcome.author if outcome.spoken_by is None else outcome.spoken_by


def _round(outcome: Outcome) -> str:
    """Names one reading: the effects of an edited message's second reading are other ones than the first's."""
    return f"{outcome.id}:{outcome.at.isoformat()}"


def _heard_by(place: Conversation | None, members: Sequence[Person]) -> int | None:
    if place is None or place.kind == "channel":
        return None
    return sum(not person.guest for person in members)


def _due(told: str) -> tuple[date, time | None]:
    if "T" in told:
        at = datetime.fromisoformat(told)
        return at.date(), at.time()
    return date.fromisoformat(told), None
