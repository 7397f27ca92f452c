"""Versioned records: `version|json`, replaced only by who has seen the newest version."""

from __future__ import annotations

from typing import Final

from bot.adapters.redis.connect import Connection, Lua
from bot.errors import Conflict

# Lua: is `held` (a record or false) the version that the caller has seen? What is not there yet is version 0.
HOLDS: Final = """
local function holds(held, seen)
  return (held and string.match(held, '^%d+') or '0') == seen
end
"""

# KEYS record. ARGV seen version, new record, life in ms ('' is for ever).
_REPLACE = Lua(
    HOLDS
    + """
if not holds(redis.call('GET', KEYS[1]), ARGV[1]) then return 0 end
if ARGV[3] == '' then redis.call('SET', KEYS[1], ARGV[2])
else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return 1
"""
)


def join(version: int, body: str) -> str:
    return f"{version}|{body}"


def split(record: str) -> tuple[int, str]:
    version, _, body = record.partition("|")
    return int(version), body


async def replace(redis: Connection, key: str, seen: int, body: str, *, life_ms: int | None = None) -> int:
    """Stores the record for ever, or for `life_ms`, and tells its new version. Conflict where `seen` is not the
    stored version (0: where there is one already)."""
    stored = await redis.run_once(_REPLACE, [key], [seen, join(seen + 1, body), "" if life_ms is None else life_ms])
    if not stored:
        raise Conflict("the record changed meanwhile")
    return seen + 1
