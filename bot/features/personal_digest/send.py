"""Job: send a person's own digest for one local date, where they still want it and there is something in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import structlog

from bot.domain.jobs import SendMyDigest
from bot.domain.person import Preferences
from bot.domain.ports import Clock, Messenger, PeopleStore, TaskStore, TeamStore
from bot.domain.reach import Private
from bot.domain.tongue import say, speaking
from bot.domain.when import local_day
from bot.errors import MaybeDelivered, Unreachable
from bot.features.personal_digest.digest_card import SUMMARY, drawn
from bot.features.personal_digest.gather import gather, is_its_day, is_worth_it
from bot.features.personal_digest.plan import my_times

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Send:
    tasks: TaskStore
    people: PeopleStore
    teams: TeamStore
    messenger: Messenger
    clock: Clock
    default_zone: str

    async def __call__(self, job: SendMyDigest) -> None:
        wishes = await self.people.preferences(job.tenant, job.person)
        person, day = await self.people.get(job.tenant, job.person), date.fromisoformat(job.date)
        if person is None or not self._wanted(wishes, day):
            return
        own = await self.tasks.of_owner(job.tenant, job.person)
        mine = gather(own, await self.tasks.of_author(job.tenant, job.person), day, wishes.digest)
        if not is_worth_it(mine, wishes.digest):
            log.info("personal_digest_withheld", date=job.date, reason="nothing_waits")
            return
        once = f"my-digest:{job.tenant}:{job.person}:{job.date}"
        with speaking(wishes.speaks):
            face, summary = drawn(mine), say(SUMMARY)
        try:
            await Private(self.people, self.teams, self.messenger).write(person, face, once=once, summary=summary)
        except (Unreachable, MaybeDelivered) as why:
            log.info("personal_digest_not_sent", date=job.date, reason=type(why).__name__)

    def _wanted(self, wishes: Preferences, day: date) -> bool:
        times, now = my_times(wishes, self.default_zone), self.clock.now()
        is_now = local_day(times, now) == day and not wishes.paused(now)
        return is_now and is_its_day(wishes.digest, times.works, day)
