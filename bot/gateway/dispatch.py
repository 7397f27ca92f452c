"""From an event to the features that hear it, and from a button to the one feature that answers it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable

import structlog

from bot.domain.cards import Reply, ShowCard
from bot.domain.conversation import MessageRef
from bot.domain.events import AppInstalled, CardAnswered, Event, Ignored, MessageReceived
from bot.domain.feature import Feature, OnAnswer, OnEvent
from bot.domain.jobs import UpdateCard
from bot.domain.ports import JobQueue
from bot.domain.tongue import say, speaking
from bot.domain.tongue.learn import ByHand
from bot.errors import BadInput, GiveUp, NotAllowed

LocaleOf = Callable[[ByHand], Awaitable[str]]
log = structlog.get_logger()


class Dispatch:
    def __init__(self, features: Iterable[Feature], queue: JobQueue, *, locale_of: LocaleOf) -> None:
        """`locale_of` learns and tells the language of whoever did something: what a button shows is drawn in it."""
        self._queue = queue
        self._locale_of = locale_of
        self._events: dict[type, list[OnEvent]] = defaultdict(list)
        self._answers: dict[str, OnAnswer] = {}
        for feature in features:
            for kind, hear in feature.events.items():
                self._events[kind].append(hear)
            for verb, answer in feature.answers.items():
                if verb in self._answers:
                    raise ValueError(f"two features answer {verb}")
                self._answers[verb] = answer

    async def __call__(self, event: Event) -> Reply | None:
        """Everything that follows from the event is kept when this returns."""
        if isinstance(event, Ignored):
            log.info("event_ignored", reason=event.reason)
            return None
        if isinstance(event, CardAnswered):
            return await self._answer(event)
        if isinstance(event, AppInstalled | MessageReceived):
            await self._locale_of(event)
        for hear in self._events.get(type(event), ()):
            await hear(event)
        return None

    async def _answer(self, event: CardAnswered) -> Reply | None:
        with speaking(await self._locale_of(event)):
            reply = await self._reply(event)
        if event.wants_reply:
            return reply
        if isinstance(reply, ShowCard) and event.card_id:  # an old client's Action.Submit: only an edit shows it
            message = MessageRef(event.origin.conversation, event.card_id)
            await self._queue.enqueue(
                UpdateCard(message.conversation.tenant, message, reply.card, "Potluck"),
                once=f"submitted:{event.origin.event_id}",
            )
        return None

    async def _reply(self, event: CardAnswered) -> Reply:
        answer = self._answers.get(event.verb)
        if answer is None:
            raise BadInput(say("Potluck does not know that button any more."))
        try:
            return await answer(event)
        except (NotAllowed, GiveUp) as refused:  # its reason is a code for logs; here it gets words for people
            otherwise = say("This one is gone.") if isinstance(refused, GiveUp) else say("This cannot be done here.")
            refused.told = refused.told or otherwise
            raise
