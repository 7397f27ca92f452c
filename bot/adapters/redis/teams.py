"""The TeamStore: a record and a set of people per team, and per person the set of their teams."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.adapters.redis import records
from bot.adapters.redis.codec import decode, encode
from bot.adapters.redis.connect import Connection
from bot.adapters.redis.keys import Keys
from bot.domain.team import Team

TOLD_BY_KEY = frozenset({"id", "tenant", "version"})
AT_ONCE = 100


class RedisTeams:
    """Keeps the contract of `bot.domain.ports.TeamStore`."""

    def __init__(self, redis: Connection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def get(self, tenant: str, team_id: str) -> Team | None:
        record = await self._redis.call("GET", self._keys.of_team("team", tenant, team_id))
        if record is None:
            return None
        version, body = records.split(record)
        return decode(Team, body, tenant=tenant, id=team_id, version=version)

    async def put(self, team: Team, members: Sequence[str] | None = None) -> Team:
        await self._redis.call("SADD", self._keys.of_tenant("teams", team.tenant), team.id)
        key = self._keys.of_team("team", team.tenant, team.id)
        version = await records.replace(self._redis, key, team.version, encode(team, without=TOLD_BY_KEY))
        if members is not None:
            await self._put_members(team, frozenset(members))
        return replace(team, version=version)

    async def members(self, tenant: str, team_id: str) -> frozenset[str]:
        return await self._all_of(self._keys.of_team("team-people", tenant, team_id))

    async def of_tenant(self, tenant: str) -> Sequence[str]:
        return sorted(await self._all_of(self._keys.of_tenant("teams", tenant)))

    async def _all_of(self, key: str) -> frozenset[str]:
        found, cursor = set[str](), "0"
        while True:
            told, page = await self._redis.call("SSCAN", key, cursor, "COUNT", AT_ONCE)
            found.update(page)
            cursor = str(told)
            if cursor == "0":
                return frozenset(found)

    async def teams_of(self, tenant: str, person_id: str) -> Sequence[str]:
        return sorted(await self._redis.call("SMEMBERS", self._keys.of_person("person-teams", tenant, person_id)))

    async def _put_members(self, team: Team, wanted: frozenset[str]) -> None:
        """People first, the team's own set after: whoever dies in between leaves the difference to be found again."""
        held = await self.members(team.tenant, team.id)
        of_team = self._keys.of_team("team-people", team.tenant, team.id)
        for command, people in (("SADD", sorted(wanted - held)), ("SREM", sorted(held - wanted))):
            for some in _batched(people, AT_ONCE):
                own = [self._keys.of_person("person-teams", team.tenant, person) for person in some]
                await asyncio.gather(*(self._redis.call(command, key, team.id) for key in own))
                await self._redis.call(command, of_team, *some)


def _batched(people: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(people), size):
        yield people[start : start + size]
