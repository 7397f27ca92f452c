"""A backup of an installation as JSON lines, and back: for a lost server, and for moving to another kind of one.

Kept is everything under the installation's prefix but what is on its way: jobs to do now, to retry, and dead ones. They
are not kept because a restored job might be one that was done after the backup, and a card is rather lost than shown
twice. Jobs for later are kept, and restored where their moment has not passed. The format is ours, not that of the
server's DUMP, so that a Valkey's backup can be restored into a Redis Cluster.

The first line tells tenant, format and the fingerprint of the secret key, under which hashed ids were made.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any

from bot.adapters.redis.connect import Connection
from bot.adapters.redis.keys import ON_THEIR_WAY, Keys
from bot.domain.ports import Clock
from bot.errors import BadInput, Conflict
from bot.settings import Settings

FORMAT = 1
CHUNK = 500
_READ = {
    "string": ("GET",),
    "hash": ("HGETALL",),
    "set": ("SMEMBERS",),
    "zset": ("ZRANGE", 0, -1, "WITHSCORES"),
}


class RedisArchive:
    """An operator's view on all keys of an installation; walks through them, so it is for no hot path."""

    def __init__(self, redis: Connection, keys: Keys, settings: Settings, clock: Clock) -> None:
        self._redis = redis
        self._keys = keys
        self._clock = clock
        self._head = {
            "potluck": FORMAT,
            "tenant": settings.tenant_id,
            "secret_key": _fingerprint(settings.hashing_key),
        }

    async def dump(self) -> AsyncIterator[str]:
        """Lines without their end. A key that changes meanwhile is told as it was when it was read."""
        yield json.dumps({**self._head, "at": self._clock.now().isoformat()})
        async for key in self._redis.scan(self._keys.prefix):
            line = None if self._on_its_way(key) else await self._line(key)
            if line:
                yield line

    async def load(self, lines: Iterable[str]) -> int:
        """The number of keys restored. Raises Conflict where the server holds keys of this installation already,
        BadInput where the lines are no backup of this tenant and secret key."""
        told = iter(lines)
        self._check(_object(next(told, "")))
        async for key in self._redis.scan(self._keys.prefix):
            if key != self._keys.schema():
                raise Conflict("the server is not empty")
        restored = 0
        for line in told:
            if line.strip():
                restored += await self._restore(_object(line))
        return restored

    def _check(self, head: Mapping[str, Any]) -> None:
        for name, meaning in (("potluck", "format"), ("tenant", "tenant"), ("secret_key", "POTLUCK_SECRET_KEY")):
            if not hmac.compare_digest(str(head.get(name)), str(self._head[name])):
                raise BadInput(f"not a backup of this {meaning}")

    def _on_its_way(self, key: str) -> bool:
        return key.rpartition(":")[2] in ON_THEIR_WAY

    async def _line(self, key: str) -> str | None:
        kind = await self._redis.call("TYPE", key)
        command, *rest = _READ.get(kind, ("",))
        if not command:
            return None  # gone meanwhile
        value = await self._redis.call(command, key, *rest)
        life = await self._redis.call("PTTL", key)
        line: dict[str, Any] = {"key": key.removeprefix(self._keys.prefix), "type": kind, "value": _plain(kind, value)}
        if life > 0:
            line["ms"] = life
        return json.dumps(line, ensure_ascii=False, separators=(",", ":"))

    async def _restore(self, line: Mapping[str, Any]) -> int:
        try:
            key, kind, value = self._keys.prefix + line["key"], line["type"], line["value"]
            if key.endswith(":later"):
                now = self._clock.now().timestamp() * 1000
                value = {job: due for job, due in value.items() if due > now}
            commands = list(_writes(key, kind, value))
        except (KeyError, TypeError, AttributeError) as wrong:
            raise BadInput("a line does not read as a key of a backup") from wrong
        for command in commands:
            await self._redis.call(*command)
        if commands and line.get("ms"):
            await self._redis.call("PEXPIRE", key, int(line["ms"]))
        return 1 if commands else 0


def _plain(kind: str, value: Any) -> Any:
    if kind == "set":
        return sorted(value)
    if kind == "zset":
        pairs = (
            value if value and isinstance(value[0], list | tuple) else list(zip(value[::2], value[1::2], strict=True))
        )
        return {member: float(score) for member, score in pairs}
    return value


def _writes(key: str, kind: str, value: Any) -> Iterable[tuple[Any, ...]]:
    if kind == "string":
        yield ("SET", key, value)
        return
    command, pieces = _pieces(kind, value)
    for start in range(0, len(pieces), CHUNK):
        yield (command, key, *(part for piece in pieces[start : start + CHUNK] for part in piece))


def _pieces(kind: str, value: Any) -> tuple[str, list[tuple[Any, ...]]]:
    match kind:
        case "hash":
            return "HSET", list(value.items())
        case "set":
            return "SADD", [(member,) for member in value]
        case "zset":
            return "ZADD", [(score, member) for member, score in value.items()]
    raise KeyError(kind)


def _object(line: str) -> Mapping[str, Any]:
    try:
        told = json.loads(line)
    except ValueError as wrong:
        raise BadInput("not a backup: a line is no JSON") from wrong
    if not isinstance(told, dict):
        raise BadInput("not a backup: a line is no object")
    return told


def _fingerprint(secret: str) -> str:
    return hmac.new(secret.encode(), b"potluck backup", hashlib.sha256).hexdigest()[:16]
