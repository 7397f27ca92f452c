"""Job: put a person on the digest schedule, or take them off it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.calm import days_of
from bot.domain.jobs import PlanMyDigest
from bot.domain.person import Preferences
from bot.domain.ports import Clock, PeopleStore, Schedule
from bot.domain.team import DigestTime
from bot.domain.when import next_due, subject_of


@dataclass(frozen=True, slots=True)
class Plan:
    people: PeopleStore
    schedule: Schedule
    clock: Clock
    default_zone: str

    async def __call__(self, job: PlanMyDigest) -> None:
        wishes = await self.people.preferences(job.tenant, job.person)
        times = my_times(wishes, self.default_zone)
        wanted = wishes.digest != "off" and not wishes.opted_out
        moment = next_due(times, self.clock.now()) if wanted else None
        await self.schedule.plan(job.tenant, subject_of(job.person), times, moment.at if moment else None)


def my_times(wishes: Preferences, default_zone: str) -> DigestTime:
    """Their first hour of each of their working days; which of those is one for a weekly digest, sending decides."""
    zone = wishes.zone or default_zone
    hour = days_of(wishes, DigestTime(zone)).usual_hour
    return DigestTime(zone, hour, wishes.days, wishes.country)
