"""Older data is brought forward online, also in two runs; newer data is refused."""

from __future__ import annotations

import pytest

from bot.adapters.redis import RedisKit, open_redis
from bot.adapters.redis.connect import WORKER, Connection, connect
from bot.adapters.redis.keys import Keys
from bot.adapters.redis.schema import Migration, Schema
from bot.domain.person import Person
from bot.errors import ConfigError
from bot.settings import Settings
from tests.redis_fixtures import HandClock

PEOPLE = [f"p{number}" for number in range(7)]


class Renaming:
    """A migration that adds a field, killed after a number of keys the first time."""

    def __init__(self, killed_after: int) -> None:
        self.left = killed_after

    async def __call__(self, redis: Connection, key: str) -> None:
        if self.left == 0:
            self.left = -1
            raise ConnectionError("killed")
        self.left -= 1
        await redis.call("HSETNX", key, "greeting", "hello")


async def test_a_killed_migration_is_started_again_and_reaches_every_key(
    each_redis: Settings, redis_kit: RedisKit
) -> None:
    for name in PEOPLE:
        await redis_kit.people.remember(Person("contoso", name, name.title()))
    redis, keys = await connect(each_redis, WORKER), Keys(each_redis.key_prefix)
    schema = Schema(redis, keys, [Migration(2, "person:", Renaming(3))])
    with pytest.raises(ConnectionError):
        await schema.migrate()
    assert await schema.migrate() >= len(PEOPLE)
    greeted = [await redis.call("HGET", keys.of_person("person", "contoso", name), "greeting") for name in PEOPLE]
    assert greeted == ["hello"] * len(PEOPLE)
    assert await schema.migrate() == 0
    assert await redis_kit.people.get("contoso", "p3") == Person("contoso", "p3", "P3"), "readers go on meanwhile"
    await redis.close()


async def test_an_older_release_refuses_the_data_of_a_newer_one(each_redis: Settings, redis_kit: RedisKit) -> None:
    redis, keys = await connect(each_redis, WORKER), Keys(each_redis.key_prefix)

    async def nothing(_redis: Connection, _key: str) -> None: ...

    await Schema(redis, keys, [Migration(7, "person:", nothing)]).migrate()
    with pytest.raises(ConfigError, match="newer release"):
        await open_redis(each_redis, HandClock(), role="worker")
    await redis.close()
