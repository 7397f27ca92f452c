"""Job: forget a person, and stay silent towards them from then on."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.domain.jobs import ForgetPerson, ForgetWhoLeft, WatchMailboxes
from bot.domain.person import Person
from bot.domain.ports import Erasure, JobQueue, PeopleStore

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Forget:
    people: PeopleStore
    erasure: Erasure
    queue: JobQueue

    async def __call__(self, job: ForgetPerson) -> None:
        """Silence first: whatever happens in between is not answered with a word to somebody who left."""
        person = await self.people.get(job.tenant, job.person) or Person(job.tenant, job.person, "")
        chat = await self.people.chat_with(job.tenant, job.person)
        await self.people.stay_silent(job.tenant, job.person)
        await self.queue.enqueue(WatchMailboxes(job.tenant))
        touched = await self.erasure.forget(person, chat=chat.id if chat else None)
        log.info("person_forgotten", things=touched)

    async def who_left(self, job: ForgetWhoLeft) -> None:
        """Who removed Potluck from their private chat a grace ago, and has not been back."""
        if (await self.people.preferences(job.tenant, job.person)).blocked:
            await self(ForgetPerson(job.tenant, job.person))
