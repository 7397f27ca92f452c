"""The organizer is quicker than the worker, which has sent the question and not yet noted which message it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.adapters.redis import RedisKit
from bot.adapters.redis.nudges import RedisNudges
from bot.domain.conversation import MessageRef
from bot.domain.events import CardAnswered, Origin
from bot.domain.nudge import Nudge
from bot.domain.person import Person
from bot.features.invite_nudge import OnAnswer
from tests.contracts.test_nudge_store import CHAT, a_nudge
from tests.redis_fixtures import HandClock


@dataclass(frozen=True)
class WorkerWritesInBetween:
    """The real store, in which the worker writes right after the click has read."""

    real: RedisNudges

    async def get(self, tenant: str, nudge_id: str) -> Nudge | None:
        read = await self.real.get(tenant, nudge_id)
        if read and read.message is None:
            await self.real.replace(replace(read, message=MessageRef(CHAT, "m-1")))
        return read

    async def replace(self, nudge: Nudge) -> Nudge:
        return await self.real.replace(nudge)


async def test_their_answer_is_kept(redis_kit: RedisKit, hand_clock: HandClock) -> None:
    await redis_kit.nudges.add(a_nudge())
    between = WorkerWritesInBetween(redis_kit.nudges)
    on_answer = OnAnswer(between, redis_kit.queue, hand_clock)  # type: ignore[arg-type] # the two calls that a click makes
    ann = Origin("e-1", CHAT, Person("contoso", "ann", "Ann"), hand_clock.now())
    await on_answer(CardAnswered(ann, "nudge.keep", {"nudge": "n-1"}, card_id="m-1"))
    kept = await redis_kit.nudges.get("contoso", "n-1")
    assert kept
    assert (kept.answer, kept.message) == ("keep", MessageRef(CHAT, "m-1"))
