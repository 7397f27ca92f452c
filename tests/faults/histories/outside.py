"""What must hold whatever broke, looked at from outside: what people saw, and what Redis holds.

A card may be missing only where its send is in doubt (its mark was begun and never settled): rather lost than twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from bot.adapters.redis.tasks import task_of
from bot.domain.ids import keyed_hash
from bot.domain.task import Task
from bot.playground.records import Message
from tests.faults.histories.people import InviteHistory, MeetingHistory, Promise
from tests.faults.histories.stage import Stage, says

DIGEST = "Who owns what"


@dataclass
class Findings:
    """`violations` are sentences; `lost` counts cards that are rightly missing, by kind."""

    violations: list[str] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    checked: Counter[str] = field(default_factory=Counter)


class Outside:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._tenant = stage.playground.world.tenant
        self.found = Findings()

    async def look(self, histories: list[InviteHistory | MeetingHistory]) -> Findings:
        tasks = [task async for task in self._all_tasks()]
        for history in histories:
            if isinstance(history, InviteHistory):
                await self._invite(history)
            else:
                await self._meeting(history, tasks)
        await self._hellos()
        await self._digests(tasks)
        if dead := await self._stage.kit.queue.dead_letters():
            self._violation("queue", f"{len(dead)} dead letters: {sorted({(one.kind, one.reason) for one in dead})}")
        return self.found

    def _violation(self, who: str, what: str) -> None:
        self.found.violations.append(f"{who}: {what}")

    async def _card(self, who: str, kind: str, cards: list[Message], once: str | None, *, due: bool = True) -> bool:
        """Whether it is there. Never twice, and missing only in doubt or where it was not due."""
        self.found.checked[kind] += 1
        if len(cards) > 1:
            self._violation(who, f"{kind} shown {len(cards)} times")
        if cards or not due:
            return bool(cards)
        mark = await self._stage.kit._redis.call("GET", self._stage.kit._keys.sent(once)) if once else None
        if mark is not None and str(mark).startswith("begun:"):
            self.found.lost[kind] += 1
        else:
            self._violation(who, f"{kind} never came (mark {str(mark)[:12]})")
        return False

    # invites

    async def _invite(self, history: InviteHistory) -> None:
        if history.invite is None:
            return
        key = self._stage.playground.environment["POTLUCK_SECRET_KEY"]
        nudge = keyed_hash(key, "nudge", self._tenant, history.organizer.id, history.invite.id)
        subject = f"Status {history.name}"
        cards = self._stage.cards(self._stage.chat(history.organizer.id), subject)
        due = history.cooperation and not history.cancelled
        if not history.cooperation and cards:
            self._violation(history.name, "a kitchen was asked about")
        if await self._card(history.name, "nudge", cards, f"nudge:{nudge}", due=due) and history.answered:
            self.found.checked["answers"] += 1
            kept = await self._stage.kit.nudges.get(self._tenant, nudge)
            if kept is None or kept.answer != "keep":
                self._violation(history.name, "an acknowledged answer is not kept")
            if not says(cards[0], "It stays as it is"):
                self._violation(history.name, "an acknowledged answer is not on the card")

    # meetings

    async def _meeting(self, history: MeetingHistory, tasks: list[Task]) -> None:
        assert history.meeting
        chat = history.meeting.chat_id
        cards = self._stage.cards(chat, "What did you take away?")
        instance = await self._stage.kit.meetings.latest(self._tenant, history.meeting.id)
        once = f"outcomes:{self._tenant}:{instance.key}" if instance else None
        there = await self._card(history.name, "outcome card", cards, once)
        for promise in history.promises:
            found = [task for task in tasks if promise.mark in task.what]
            self.found.checked["promises"] += 1
            if len(found) > 1:
                self._violation(history.name, f"{len(found)} tasks of one promise")
            if promise.kept and not found:
                self._violation(history.name, "an acknowledged promise is no task")
            for task in found[:1]:
                await self._promise(history, promise, task)
                self.found.checked["promises told before their meeting's beginning was"] += task.meeting is None
                shown = there and instance and instance.card and task.meeting
                if shown and not says(cards[0], promise.mark):
                    self._violation(history.name, f"the card does not show {promise.mark}")

    async def _promise(self, history: MeetingHistory, promise: Promise, task: Task) -> None:
        assert history.meeting
        if task.owner != promise.owner.id:
            self._violation(history.name, "somebody else's task")
        if promise.mentioned:
            acks = [
                card
                for card in self._stage.cards(history.meeting.chat_id, promise.mark)
                if not says(card, "What did you take away?") and not says(card, DIGEST)
            ]
            await self._card(history.name, "acknowledgement", acks, f"ack:{task.outcome}")
        if promise.owner is not promise.by:
            await self._offer(history, promise, task)
        steps = Counter(step.action for step in task.history)
        for action, told in (("accepted", promise.accepted), ("done", promise.done)):
            self.found.checked["clicks"] += told
            name = "accept" if action == "accepted" else action
            if told and steps[name] != 1:
                self._violation(history.name, f"{name} was acknowledged and happened {steps[name]} times")
        if promise.done and task.state != "done":
            self._violation(history.name, f"done was acknowledged, and it is {task.state}")

    async def _offer(self, history: MeetingHistory, promise: Promise, task: Task) -> None:
        chat = self._stage.chat(promise.owner.id)
        others = ("Still right?", "Same thing?", "My tasks", "What waits on you", "not theirs")
        cards = [
            card for card in self._stage.cards(chat, promise.mark) if not any(says(card, other) for other in others)
        ]
        once = f"offer:{task.tenant}:{task.team}:{task.id}:{promise.owner.id}:0"
        there = await self._card(history.name, "offer", cards, once)
        if there and promise.accepted and says(cards[0], "Is this yours?"):
            self._violation(history.name, "an acknowledged yes is not on the card")

    # the places

    async def _hellos(self) -> None:
        for place in self._stage.places():
            cards = self._stage.cards(place, "Hello, this is Potluck")
            await self._card(place[:12], "hello", cards, f"hello:{self._tenant}:{place}")

    async def _digests(self, tasks: list[Task]) -> None:
        """Today's, of every team with tasks that nobody has been told of; and none twice on any day."""
        kit, world = self._stage.kit, self._stage.playground.world
        for team_id in await kit.teams.of_tenant(self._tenant):
            team = await kit.teams.get(self._tenant, team_id)
            assert team
            digests = self._stage.cards(team.channel.id, DIGEST)
            days = Counter(str(card.at.date()) for card in digests)
            if any(count > 1 for count in days.values()):
                self._violation(team_id[:16], f"digests {dict(days)}")
            today = world.clock.now().date()
            fresh = any(task.team == team_id and task.is_open for task in tasks)
            mine = [card for card in digests if card.at.date() == today]
            once = f"digest:{self._tenant}:{team_id}:{today.isoformat()}"
            await self._card(team_id[:16], "digest", mine, once, due=fresh)

    async def _all_tasks(self) -> AsyncIterator[Task]:
        kit = self._stage.kit
        for team in await kit.teams.of_tenant(self._tenant):
            kept = await kit._redis.call("HGETALL", kit._keys.of_team("tasks", self._tenant, team))
            for task_id, record in kept.items():
                yield task_of(record, self._tenant, team, task_id)
