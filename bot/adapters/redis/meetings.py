"""The MeetingStore: instances of one meeting share a partition, beside the name of the newest; a team has an index of
the instances whose tasks are its own, a person one of those they were lately asked about."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.adapters.redis import records
from bot.adapters.redis.codec import decode, encode
from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import ASKED, MEETING, PRIVATE_MEETING, Keys, milliseconds
from bot.domain.meeting import MeetingInstance
from bot.errors import Conflict

MOST_OF_TEAM = 1000
MOST_ASKED = 50
TOLD_BY_KEY = frozenset({"tenant", "version"})

# KEYS instance, newest. ARGV seen version, record, life, instance key. Keys of one meeting order by their start.
_PUT = Lua(
    records.HOLDS
    + """
if not holds(redis.call('GET', KEYS[1]), ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
local newest = redis.call('GET', KEYS[2])
if not newest or newest <= ARGV[4] then redis.call('SET', KEYS[2], ARGV[4], 'PX', ARGV[3]) end
return 1
"""
)


# KEYS what a person was asked about. ARGV instance key, asked ms, oldest ms to keep, life.
_ASKED = Lua(
    """
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
"""
)


class RedisMeetings:
    """Keeps the contract of `bot.domain.ports.MeetingStore`."""

    def __init__(self, redis: Connection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def latest(self, tenant: str, meeting_id: str) -> MeetingInstance | None:
        newest = await self._redis.call("GET", self._keys.newest_meeting(tenant, meeting_id))
        return await self.get(tenant, newest) if newest else None

    async def get(self, tenant: str, key: str) -> MeetingInstance | None:
        record = await self._redis.call("GET", self._keys.meeting(tenant, key))
        if record is None:
            return None
        version, body = records.split(record)
        return decode(MeetingInstance, body, tenant=tenant, version=version)

    async def note_private(self, tenant: str, chat_id: str) -> None:
        key = self._keys.private_meeting(tenant, chat_id)
        await self._redis.call("SET", key, "1", "PX", milliseconds(PRIVATE_MEETING))

    async def is_private(self, tenant: str, chat_id: str) -> bool:
        return bool(await self._redis.call("EXISTS", self._keys.private_meeting(tenant, chat_id)))

    async def put(self, instance: MeetingInstance) -> MeetingInstance:
        await self._note_team(instance)
        stored = replace(instance, version=instance.version + 1)
        record = records.join(stored.version, encode(stored, without=TOLD_BY_KEY))
        held = await self._redis.run_once(
            _PUT,
            [
                self._keys.meeting(instance.tenant, instance.key),
                self._keys.newest_meeting(instance.tenant, instance.meeting_id),
            ],
            [instance.version, record, milliseconds(MEETING), instance.key],
        )
        if not held:
            raise Conflict("the meeting changed meanwhile")
        return stored

    async def note_asked(self, instance: MeetingInstance, people: Sequence[str], at: datetime) -> None:
        told = [instance.key, _ms(at), _ms(at - ASKED), milliseconds(ASKED)]
        keys = (self._keys.of_person("asked", instance.tenant, person) for person in people)
        await asyncio.gather(*(self._redis.run(_ASKED, [key], told) for key in keys))

    async def asked(self, tenant: str, person: str, now: datetime) -> Sequence[MeetingInstance]:
        index = self._keys.of_person("asked", tenant, person)
        keys = await self._redis.call("ZREVRANGEBYSCORE", index, "+inf", _ms(now - ASKED), "LIMIT", 0, MOST_ASKED)
        found = await asyncio.gather(*(self.get(tenant, key) for key in keys))
        return sorted((one for one in found if one), key=lambda one: one.start, reverse=True)

    async def of_team(self, tenant: str, team: str) -> Sequence[MeetingInstance]:
        index = self._keys.of_team("meetings-of", tenant, team)
        keys = await self._redis.call("ZRANGE", index, 0, MOST_OF_TEAM - 1, "REV")
        found = await asyncio.gather(*(self.get(tenant, key) for key in keys))
        return [instance for instance in found if instance and instance.team == team]

    async def _note_team(self, instance: MeetingInstance) -> None:
        """Before the record itself, since the two lie in different slots: an entry too many costs a look."""
        if instance.team:
            index = self._keys.of_team("meetings-of", instance.tenant, instance.team)
            await self._redis.call("ZADD", index, round(instance.start.timestamp() * 1000), instance.key)
            await self._redis.call("ZREMRANGEBYRANK", index, 0, -MOST_OF_TEAM - 1)
            await self._redis.call("PEXPIRE", index, milliseconds(MEETING))


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
