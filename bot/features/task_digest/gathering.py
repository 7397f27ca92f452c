"""Reads what a digest needs; shared by sending and refreshing, so that both show the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calm import days_of
from bot.domain.person import Person
from bot.domain.ports import Clock, PeopleStore, TaskStore, TeamStore
from bot.domain.team import Team
from bot.features.task_digest.gather import Digest, gather, may_show


@dataclass(frozen=True, slots=True)
class Gathering:
    tasks: TaskStore
    teams: TeamStore

    async def __call__(self, team: Team, day: date) -> Digest:
        since = _last_morning(team, day)
        members = len(await self.teams.members(team.tenant, team.id))
        still_open = [
            task async for task in self.tasks.open_of_team(team.tenant, team.id) if may_show(task, team, members)
        ]
        closed = await self.tasks.closed_since(team.tenant, team.id, since)
        return gather(still_open, [task for task in closed if may_show(task, team, members)], day=day, since=since)


@dataclass(frozen=True, slots=True)
class WhoToCall:
    """Whose name is called, so that their client tells them: owners of what is due, whom it does not disturb."""

    people: PeopleStore
    clock: Clock

    async def __call__(self, team: Team, digest: Digest) -> dict[str, Person]:
        called: dict[str, Person] = {}
        for owner in dict.fromkeys(task.owner for task in (*digest.overdue, *digest.today) if task.owner):
            person = await self.people.get(team.tenant, owner)
            wishes = await self.people.preferences(team.tenant, owner)
            now = self.clock.now()
            calm = wishes.may_remind(now) and days_of(wishes, team.digest).may_disturb(now)
            if person and person.teams_id and person.name and calm:
                called[owner] = person
        return called


def _last_morning(team: Team, day: date) -> datetime:
    """The moment of the digest before this day's, whether or not there was anything to post in it; where some were
    missed, of the one before those, so that no news is lost with them."""
    before = team.digest.works.before(team.missed_before(day) or day) or day - timedelta(days=1)
    return datetime.combine(before, team.digest.at, tzinfo=ZoneInfo(team.digest.zone)).astimezone(UTC)
