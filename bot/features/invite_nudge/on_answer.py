"""A button of the nudge: remember the answer, show the card's next state at once."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

import structlog

from bot.domain.cards import Card, ShowCard
from bot.domain.conversation import MessageRef
from bot.domain.events import CardAnswered
from bot.domain.jobs import PreviewRound, TellHooks, UpdateCard
from bot.domain.nudge import Nudge
from bot.domain.ports import Clock, JobQueue, NudgeStore
from bot.domain.tongue import say
from bot.errors import Conflict, NotAllowed
from bot.features.invite_nudge.nudge_card import SUMMARY, VERBS, About, answered, called_off, expired, question

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class OnAnswer:
    nudges: NudgeStore
    queue: JobQueue
    clock: Clock
    writes: bool = False  # Potluck may change events: Make it async and Shorten are then done, not only worded

    async def __call__(self, event: CardAnswered) -> ShowCard:
        sender = event.origin.sender
        nudge_id = str(event.data.get("nudge", ""))[:64]
        if sender is None:
            raise NotAllowed("nobody", status=401)
        nudge = await self.nudges.get(sender.tenant, nudge_id)
        if nudge is None:
            return ShowCard(expired())
        if nudge.organizer != sender.id:
            raise NotAllowed("not_your_nudge")
        if nudge.withdrawn:
            return ShowCard(called_off())
        about = About.from_data(event.data)
        nudge = await self._remember(nudge, event)
        writes = self.writes and bool(about.event)
        face = answered(nudge, about, writes=writes) if nudge.answer else question(nudge.id, about, nudge.evidence)
        if writes and nudge.answer == "async":
            await self._preview(event, nudge, about)
        else:
            await self._settle(event, nudge, face)
        return ShowCard(face)

    async def _remember(self, nudge: Nudge, event: CardAnswered) -> Nudge:
        answer = VERBS[event.verb]
        if event.automatic:
            return nudge
        if answer == nudge.answer:
            await self._tell_hooks(nudge)  # an earlier click may have died before it did
            return nudge
        if answer == "not_series" and nudge.series:
            await self.nudges.mute_series(nudge.tenant, nudge.organizer, nudge.series)
        changed = replace(nudge, answer=answer, answered_at=self.clock.now())
        try:
            stored = await self.nudges.replace(changed)
        except Conflict:
            now = await self.nudges.get(nudge.tenant, nudge.id)
            if now is None or now.withdrawn or now.answer != nudge.answer:
                return now or nudge  # two clicks at once: the one that was kept first is the answer
            return await self._remember(now, event)  # the worker has just written down which message it is
        log.info("nudge_answered", nudge=nudge.id, answer=answer or "back")
        await self._tell_hooks(stored)
        return stored

    async def _tell_hooks(self, nudge: Nudge) -> None:
        if nudge.answer and nudge.answered_at:
            at = nudge.answered_at.isoformat()
            job = TellHooks(nudge.tenant, "nudge.answered", at, nudge=nudge.id, answer=nudge.answer)
            await self.queue.enqueue(job, once=f"hooks:nudge:{nudge.id}:{at}")

    async def _preview(self, event: CardAnswered, nudge: Nudge, about: About) -> None:
        message = _message(event, nudge)
        if message and not event.automatic:
            job = PreviewRound(nudge.tenant, nudge.id, nudge.organizer, asdict(about), message)
            await self.queue.enqueue(job, once=f"preview:{event.origin.event_id}")

    async def _settle(self, event: CardAnswered, nudge: Nudge, face: Card) -> None:
        message = _message(event, nudge)
        if message and not event.automatic:
            await self.queue.enqueue(
                UpdateCard(nudge.tenant, message, face, say(SUMMARY)),
                once=f"settle:{event.origin.event_id}",
            )


def _message(event: CardAnswered, nudge: Nudge) -> MessageRef | None:
    clicked = MessageRef(event.origin.conversation, event.card_id) if event.card_id else None
    return nudge.message or clicked
