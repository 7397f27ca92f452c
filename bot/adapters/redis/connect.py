"""The connection to Redis, and the one place where its failures become ours.

redis-py's own retries are off: it would send a command again whose answer was lost, and an INCR would count twice.
Here a command is repeated only where its caller says that repeating it changes nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.cluster import RedisCluster
from redis.asyncio.connection import BlockingConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import (
    AuthenticationError,
    AuthorizationError,
    ClusterDownError,
    ClusterError,
    NoPermissionError,
    NoScriptError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisClusterException,
    RedisError,
    ResponseError,
    TryAgainError,
)
from redis.exceptions import ConnectionError as NoConnectionError
from redis.exceptions import TimeoutError as NoAnswerError

from bot.adapters.redis.sentinel import follow_master, is_watched
from bot.adapters.redis.together import Together
from bot.errors import ConfigError, TryLater
from bot.settings import Settings

HEALTH_CHECK_S = 20
LOWEST_VERSION = (6, 2)
REPEAT_AFTER_S = (0.05, 0.3)
# Refusals that pass by themselves: the server loads, fails over, moves a slot, or is full until somebody acts.
PASSING = (OutOfMemoryError, ReadOnlyError, ClusterDownError, TryAgainError)
PASSING_WORDS = ("MISCONF", "NOREPLICAS", "BUSY ", "UNBLOCKED")
FAILURES = (RedisError, RedisClusterException, OSError, AttributeError)
Send = Callable[[], Awaitable[Any]]
Master = Any  # a node of a cluster; None is the one server there is


@dataclass(frozen=True, slots=True)
class Limits:
    """How many commands run at once, and how long one may take in all (seconds)."""

    at_once: int
    answer_s: float


GATEWAY = Limits(at_once=64, answer_s=1.0)  # Teams and Graph wait three seconds for us
WORKER = Limits(at_once=32, answer_s=5.0)


@dataclass(frozen=True, slots=True)
class Lua:
    """A script, sent by its hash and in full only where a server does not know it yet."""

    source: str
    sha: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha", hashlib.sha1(self.source.encode(), usedforsecurity=False).hexdigest())


def pattern(prefix: str) -> str:
    """What SCAN is asked for, so that it tells the keys that begin with `prefix`."""
    return "".join(f"\\{sign}" if sign in "*?[]\\^-" else sign for sign in prefix) + "*"


class Connection:
    """Commands by name, answers as redis-py decodes them; every outage is a TryLater.

    `call` and `run` may send again where an answer was lost: they are for reads, and for writes that change nothing
    when they happen twice. `call_once` and `run_once` never send again.
    """

    def __init__(self, client: Redis | RedisCluster, limits: Limits) -> None:
        self._client: Any = client  # the two share the methods used here, but no common type
        self._limits = limits
        self._slots = asyncio.Semaphore(limits.at_once)  # a cluster client has no pool that waits
        self._together = None if isinstance(client, RedisCluster) else Together(client, limits.answer_s)
        self._script = self._together.execute if self._together else client.execute_command

    @property
    def is_cluster(self) -> bool:
        return isinstance(self._client, RedisCluster)

    async def call(self, *command: Any, **options: Any) -> Any:
        return await self._patiently(_repeat, lambda: self._client.execute_command(*command, **options))

    async def call_once(self, *command: Any, **options: Any) -> Any:
        return await self._patiently(_once, lambda: self._client.execute_command(*command, **options))

    async def run(self, script: Lua, keys: Sequence[str], args: Sequence[Any]) -> Any:
        began = time.monotonic()
        if self._together:  # which keeps the time by itself, for all that travel
            try:
                return await self._eval(script, keys, args)
            except FAILURES as failure:
                if not _is_outage(failure):
                    raise
        spent_s = time.monotonic() - began
        return await self._patiently(_repeat, lambda: self._eval(script, keys, args), spent_s=spent_s)

    async def run_once(self, script: Lua, keys: Sequence[str], args: Sequence[Any]) -> Any:
        return await self._patiently(_once, lambda: self._eval(script, keys, args))

    async def scan(self, prefix: str) -> AsyncIterator[str]:
        """All keys under a prefix, over all masters; one may be told twice. For an operator's commands alone."""
        async for key in self._client.scan_iter(match=pattern(prefix), count=1000):
            yield key

    async def masters(self) -> Mapping[str, Master]:
        """The servers that hold keys, each by the id of its process and, in a cluster, of who holds what. As long as
        the ids are the same, their cursors mean the same. TryLater where a cluster has masters not known here yet."""
        if not self.is_cluster:
            return {str((await self.call("INFO", "server"))["run_id"]): None}
        nodes = self._client.get_primaries()
        slots = await self.call("CLUSTER SLOTS", target_nodes=nodes[0])
        held = sorted((held["primary"][:2], *span) for span, held in slots.items())
        if len({primary for primary, *_ in held}) != len(nodes):
            raise TryLater("redis: masters changed")
        return {f"{(await self.call('INFO', 'server', target_nodes=node))['run_id']} {held}": node for node in nodes}

    async def scan_at(self, master: Master, cursor: str, match: str, count: int) -> tuple[str, list[str]]:
        """One page of a server's keys, and the cursor of the next: "0" at the end."""
        where = {"target_nodes": master} if master else {}
        told, keys = await self.call("SCAN", cursor, "MATCH", match, "COUNT", count, **where)
        return str(next(iter(told.values())) if isinstance(told, dict) else told), keys

    async def close(self) -> None:
        if self._together:
            await self._together.close()
        await self._client.aclose()

    async def _eval(self, script: Lua, keys: Sequence[str], args: Sequence[Any]) -> Any:
        try:
            return await self._script("EVALSHA", script.sha, len(keys), *keys, *args)
        except NoScriptError:
            return await self._script("EVAL", script.source, len(keys), *keys, *args)

    async def _patiently(self, how: Callable[[Send], Awaitable[Any]], send: Send, *, spent_s: float = 0) -> Any:
        """One budget of time for waiting, sending and sending again, less what was spent before."""
        try:
            async with asyncio.timeout(self._limits.answer_s * 2 - spent_s), self._slots:
                return await how(send)
        except FAILURES as failure:
            if not _is_outage(failure):
                raise
            raise TryLater(f"redis: {type(failure).__name__}") from failure


async def _once(send: Send) -> Any:
    return await send()


async def _repeat(send: Send) -> Any:
    for pause in REPEAT_AFTER_S:
        try:
            return await send()
        except FAILURES as failure:
            if not _is_outage(failure):
                raise
        await asyncio.sleep(pause)
    return await send()


def _is_outage(failure: Exception) -> bool:
    if isinstance(failure, AttributeError):  # redis-py's cluster client, on a connection that a failover took away
        return "NoneType" in str(failure)
    if isinstance(failure, ResponseError):
        return isinstance(failure, PASSING) or str(failure).startswith(PASSING_WORDS)
    if isinstance(failure, ClusterError):  # sent from one node to the other until redis-py gave up: a slot moves
        return True
    return isinstance(failure, (NoConnectionError, NoAnswerError, OSError, RedisClusterException))


async def check_server(redis: Connection) -> None:
    """Refuses, with a ConfigError, a password that is wrong and a server that is too old. A server that is away, or
    that does not let us ask, is taken as it comes."""
    try:
        told = await redis.call_once("INFO", "server")
    except TryLater as outage:
        _refuse_wrong_password(outage)
        return
    except NoPermissionError:
        return
    version = str(told.get("redis_version", "")) if isinstance(told, dict) else ""
    if version and tuple(int(part) for part in version.split(".")[:2]) < LOWEST_VERSION:
        raise ConfigError("REDIS_URL", f"version {version} is too old: 6.2 or later is needed")


async def connect(settings: Settings, limits: Limits, *, blocks_s: float = 0) -> Connection:
    """`blocks_s`: the longest that a command of this connection waits in the server. Raises TryLater where a cluster
    does not answer, ConfigError where the URL does not read as one or the password is refused."""
    options: dict[str, Any] = {
        "decode_responses": True,
        "socket_timeout": limits.answer_s + blocks_s,
        "socket_connect_timeout": limits.answer_s,
        "health_check_interval": HEALTH_CHECK_S,
        "max_connections": limits.at_once + 4,
        "retry": Retry(NoBackoff(), 0),
    }
    client = await _client(settings, options)
    return Connection(client, Limits(limits.at_once, limits.answer_s + blocks_s))


async def _client(settings: Settings, options: dict[str, Any]) -> Redis | RedisCluster:
    url = settings.redis_url.reveal()
    try:
        if is_watched(url):
            return follow_master(url, options)
        if not settings.redis_cluster:
            return Redis.from_pool(BlockingConnectionPool.from_url(url, timeout=options["socket_timeout"], **options))
        # Awaited, that is initialized, before anybody uses it: thirty commands on a cold client break one another.
        return await RedisCluster.from_url(url, **options)
    except ValueError as wrong:
        raise ConfigError("REDIS_URL", "does not read as redis://, rediss://, redis+sentinel:// or unix://") from wrong
    except FAILURES as failure:
        _refuse_wrong_password(failure)
        raise TryLater(f"redis: {type(failure).__name__}") from failure


def _refuse_wrong_password(failure: BaseException) -> None:
    """redis-py tells a refused password as a broken connection, with the refusal beneath it."""
    beneath: BaseException | None = failure
    while beneath is not None:
        if isinstance(beneath, (AuthenticationError, AuthorizationError)):
            raise ConfigError("REDIS_URL", "the server refuses the user or password") from failure
        beneath = beneath.__cause__ or beneath.__context__
