"""The organizer's buttons: start the round, or take it back within ten minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import structlog

from bot.domain.cards import ShowCard
from bot.domain.conversation import MessageRef
from bot.domain.events import CardAnswered
from bot.domain.jobs import ApplyRound, CloseRound, StartRound, UpdateCard
from bot.domain.meeting import Attendee
from bot.domain.nudge import Nudge
from bot.domain.ports import Clock, JobQueue, RoundStore
from bot.domain.round import Ask, Round
from bot.domain.tongue import say, speaking
from bot.errors import BadInput, Conflict, NotAllowed
from bot.features.async_round import round_card
from bot.features.async_round.whose import Whose

UNDO = timedelta(minutes=10)
SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=60)
MOST_ASKS, LONGEST_QUESTION, LONGEST_NAME = 12, 200, 200
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class OnRound:
    """A round has its nudge's id: two clicks start one."""

    whose: Whose
    rounds: RoundStore
    queue: JobQueue
    clock: Clock

    async def __call__(self, event: CardAnswered) -> ShowCard:
        nudge = await self.whose.nudge(event)
        if nudge is None:
            return ShowCard(round_card.told(say("This one is over"), say("There is nothing left to change.")))
        if event.verb == "round.undo":
            return await self._undo(nudge)
        return await self._start(event, nudge)

    async def _start(self, event: CardAnswered, nudge: Nudge) -> ShowCard:
        one = await self.rounds.get(nudge.tenant, nudge.id)
        if one is None or one.state == "undone":
            wanted = self._round(event, nudge)
            try:
                one = await self.rounds.put(replace(wanted, version=one.version if one else 0))
            except Conflict:
                one = await self.rounds.get(nudge.tenant, nudge.id) or wanted
        tenant, stamp = one.tenant, one.started.isoformat()
        await self.queue.enqueue(StartRound(tenant, one.id), once=f"round:{one.id}:{stamp}:start")
        await self.queue.enqueue(
            ApplyRound(tenant, one.id), once=f"round:{one.id}:{stamp}:apply", at=one.started + UNDO
        )
        await self.queue.enqueue(CloseRound(tenant, one.id), once=f"round:{one.id}:{stamp}:close", at=one.deadline)
        log.info("round_started", nudge=nudge.id)
        place = say("On its way to your people.")
        return ShowCard(round_card.panel(one, place=place, undo_until=one.started + UNDO))

    async def _undo(self, nudge: Nudge) -> ShowCard:
        one = await self.rounds.get(nudge.tenant, nudge.id)
        if one is None or one.state != "open" or self.clock.now() >= one.started + UNDO:
            return ShowCard(round_card.told(say("Too late to undo"), say("The ten minutes are over.")))
        try:
            one = await self.rounds.put(replace(one, state="undone"))
        except Conflict:  # somebody answered in this moment: the click is made again
            place = say("It is being answered.")
            return ShowCard(round_card.panel(one, place=place, undo_until=one.started + UNDO))
        title = say("Undone")
        face = round_card.told(title, say("The meeting stands as it was. Nothing was changed."))
        await self.queue.enqueue(UpdateCard(one.tenant, one.panel, face, title))
        if one.message:
            with speaking(one.locale):
                all_read, summary = round_card.thread(one), say("Undone")
            await self.queue.enqueue(UpdateCard(one.tenant, one.message, all_read, summary))
        log.info("round_undone", nudge=nudge.id)
        return ShowCard(face)

    def _round(self, event: CardAnswered, nudge: Nudge) -> Round:
        data, now = event.data, self.clock.now()
        about = data.get("about")
        event_id = self.whose.event_id(nudge, about)
        panel = nudge.message or (MessageRef(event.origin.conversation, event.card_id) if event.card_id else None)
        if panel is None or not isinstance(about, dict):
            raise BadInput(say("The card is not known any more."))
        return Round(
            id=nudge.id,
            tenant=nudge.tenant,
            organizer=nudge.organizer,
            event_id=event_id,
            subject=str(about.get("subject", ""))[:120],
            asks=_asks(data, about),
            deadline=_deadline(str(data.get("deadline", "")), str(about.get("start", "")), now),
            event="cancel" if data.get("event") == "cancel" else "keep",
            started=now,
            panel=panel,
        )


def _asks(data: Mapping[str, Any], about: Mapping[str, Any]) -> tuple[Ask, ...]:
    """Who is asked is looked at again against the invite before anything is posted."""
    people = [
        Attendee(str(one[0])[:LONGEST_NAME], str(one[1])[:LONGEST_NAME])
        for one in data.get("people") or ()
        if isinstance(one, list) and len(one) == 2
    ]
    if not people:
        raise NotAllowed("nobody_invited")
    items = [str(item)[:LONGEST_QUESTION] for item in about.get("items") or ()] or [say("What is new on your side?")]
    return tuple(Ask(item, people[_index(data.get(f"to{n}"), len(people))]) for n, item in enumerate(items[:MOST_ASKS]))


def _index(told: Any, size: int) -> int:
    number = int(told) if isinstance(told, str) and told.isascii() and told.isdigit() and len(told) < 4 else 0
    return number if number < size else 0


def _deadline(day: str, start: str, now: datetime) -> datetime:
    """At the meeting's own hour of the chosen day, and never so soon that nobody can answer."""
    try:
        meeting = datetime.fromisoformat(start).astimezone(UTC)
    except ValueError:
        meeting = now + timedelta(days=1)
    try:
        chosen = datetime.combine(datetime.fromisoformat(day).date(), time(meeting.hour, meeting.minute), UTC)
    except ValueError:
        chosen = meeting
    return min(max(chosen, now + SHORTEST), now + LONGEST)
