"""The version of what lies in Redis, and how an older one is brought forward while the roles run.

Most changes need nothing of this: a record may gain a field with a default (`codec`), a job likewise. What does need
it (a key renamed, an index added) becomes a `Migration`: one change per key that may happen twice, so that a run that
was killed is simply started again, and any number of roles may work on old and new keys meanwhile. A release reads what
its migrations have not reached yet, and refuses data of a newer release, which it would misread.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import Keys
from bot.errors import ConfigError

# KEYS schema. ARGV version. Never backwards.
_RAISE = Lua(
    """
local held = tonumber(redis.call('GET', KEYS[1]) or '0')
if held < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1]) end
return 1
"""
)


@dataclass(frozen=True, slots=True)
class Migration:
    """Brings keys whose name (after its partition) begins with `name` to version `to`. `change` is told the key; it
    may be called again for a key that it changed before."""

    to: int
    name: str
    change: Callable[[Connection, str], Awaitable[None]]


MIGRATIONS: tuple[Migration, ...] = ()
FIRST = 1


class Schema:
    """What lies in Redis beside what this release writes."""

    def __init__(self, redis: Connection, keys: Keys, migrations: Sequence[Migration] = MIGRATIONS) -> None:
        self._redis = redis
        self._keys = keys
        self._migrations = sorted(migrations, key=lambda migration: migration.to)
        self.ours = max((migration.to for migration in migrations), default=FIRST)

    async def check(self) -> None:
        """Raises ConfigError for data of a newer release. An empty server becomes one of ours."""
        held = int(await self._redis.call("GET", self._keys.schema()) or 0)
        if held > self.ours:
            raise ConfigError("POTLUCK_REDIS_URL", f"its data is of a newer release (schema {held}, ours {self.ours})")
        if held == 0:
            await self._redis.run(_RAISE, [self._keys.schema()], [self.ours])

    async def migrate(self) -> int:
        """The number of keys that were changed or looked at again. Killed, it is started again."""
        await self.check()
        held = int(await self._redis.call("GET", self._keys.schema()))
        changed = 0
        for migration in self._migrations:
            if migration.to <= held:
                continue
            async for key in self._redis.scan(self._keys.prefix):
                if key.removeprefix(self._keys.prefix).partition(":")[2].startswith(migration.name):
                    await migration.change(self._redis, key)
                    changed += 1
            await self._redis.run(_RAISE, [self._keys.schema()], [migration.to])
        return changed
