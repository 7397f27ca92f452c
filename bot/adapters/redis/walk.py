"""Over all keys of an installation piece by piece, so that no walk holds a worker for long: a position tells where the
next piece begins, to whoever takes it, in this process or another.

A cursor of SCAN means something to one process of a server alone: what is started again, and a replica that took over,
keep their keys in another order. So a position names the servers it was made with, and where others have come in their
place, or hold other slots than before, the walk begins anew.
"""

from __future__ import annotations

from bot.adapters.redis.connect import Connection, pattern
from bot.domain.ids import content_hash

AT_A_TIME = 1000  # keys that the server looks at in one command


class Walk:
    """`piece` is about how many keys are looked at in one go."""

    def __init__(self, redis: Connection, prefix: str, *, piece: int) -> None:
        self._redis = redis
        self._pattern = pattern(prefix)
        self._count = min(AT_A_TIME, piece)
        self._commands = max(1, piece // AT_A_TIME)

    async def keys(self, position: str) -> tuple[list[str], str]:
        """The keys of a piece, one perhaps twice, and where the next begins. "" is the beginning, and the end."""
        masters = await self._redis.masters()
        ids = sorted(masters)
        servers = content_hash(*ids)[:12]
        told = position.split(".")
        number, cursor = (int(told[1]), told[2]) if told[0] == servers else (0, "0")
        found: list[str] = []
        for _ in range(self._commands):
            cursor, page = await self._redis.scan_at(masters[ids[number]], cursor, self._pattern, self._count)
            found += page
            if cursor == "0":
                number += 1
                if number == len(ids):
                    return found, ""
        return found, f"{servers}.{number}.{cursor}"
