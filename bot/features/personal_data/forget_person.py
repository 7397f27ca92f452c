"""Job: forget a person, and stay silent towards them from then on. Each job goes a piece of the way, so that
a company's millions of records hold no worker for long."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

import structlog

from bot.domain.jobs import ForgetPerson, ForgetWhoLeft, watch_one
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
        if not job.since:
            await self.people.stay_silent(job.tenant, job.person)
            await self.queue.enqueue(watch_one(job.tenant, job.person))
        person = await self.people.get(job.tenant, job.person) or Person(job.tenant, job.person, "")
        chat = await self.people.chat_with(job.tenant, job.person)
        touched, where = await self.erasure.forget(person, chat=chat.id if chat else None, since=job.since)
        if where:
            walk = job.walk or uuid.uuid4().hex
            rest = replace(job, walk=walk, since=where)
            await self.queue.enqueue(rest, once=f"forget:{job.tenant}:{job.person}:{walk}:{where}")
        log.info("person_forgotten", things=touched, done=not where)

    async def who_left(self, job: ForgetWhoLeft) -> None:
        """Who removed Potluck from their private chat a grace ago, and has not been back."""
        if (await self.people.preferences(job.tenant, job.person)).blocked:
            await self(ForgetPerson(job.tenant, job.person))
