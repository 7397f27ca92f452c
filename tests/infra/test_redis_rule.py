"""The access rule of infra/redis/potluck.acl: what Potluck needs of Redis, and nothing else."""

from __future__ import annotations

import asyncio
import hashlib
import socket
import subprocess
from collections.abc import Iterator

import pytest
import redis
from redis.exceptions import AuthenticationError, NoPermissionError

from bot.adapters.redis import RedisKit, open_redis
from bot.adapters.redis.embedded import _die_with_parent, find_server
from bot.domain.jobs import CatchUp
from bot.errors import ConfigError
from bot.settings import Secret, Settings
from tests.adapters.redis.test_commands import CONNECTING, USED, live_a_little
from tests.manifest.package import REPOSITORY
from tests.redis_fixtures import HandClock, until

RULE = (REPOSITORY / "infra" / "redis" / "potluck.acl").read_text("utf-8")
PASSWORD = "a long password"
OF_A_CLUSTER = {"cluster|slots", "cluster|shards", "cluster|nodes", "command", "asking", "readonly"}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Of a server that serves nobody but the rule's user."""
    folder = tmp_path_factory.mktemp("acl")
    digest = hashlib.sha256(PASSWORD.encode()).hexdigest()
    operator = f"user operator on #{digest} +acl\n"
    (folder / "users.acl").write_text(RULE.replace("PASSWORD_SHA256", digest) + operator)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        free: int = probe.getsockname()[1]
    command = [str(find_server()), "--port", str(free), "--bind", "127.0.0.1", "--aclfile", str(folder / "users.acl")]
    server = subprocess.Popen(
        [*command, "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
        preexec_fn=_die_with_parent,  # noqa: PLW1509 - started from the main thread, before others exist
    )
    asyncio.run(until(lambda: answers(free)))
    yield free
    server.terminate()
    server.wait()


def answers(port: int) -> bool:
    try:
        with client(port) as opened:
            return bool(opened.ping())
    except redis.exceptions.ConnectionError:
        return False


def client(port: int) -> redis.Redis:
    return redis.Redis(port=port, username="potluck", password=PASSWORD)


def test_the_rule_allows_what_a_day_of_work_uses_and_nothing_beyond() -> None:
    allowed = {word[1:] for word in RULE.split() if word.startswith("+")}
    assert allowed == USED | CONNECTING | OF_A_CLUSTER


async def test_a_day_of_work_is_done_under_the_rule(port: int) -> None:
    url = f"redis://potluck:{PASSWORD.replace(' ', '%20')}@127.0.0.1:{port}/0"
    clock = HandClock()
    kit = await open_redis(Settings(redis_url=Secret(url)), clock, role="worker")
    try:
        await asyncio.wait_for(live_a_little(kit, clock), 30)
    finally:
        await kit.close()


async def opened_with(port: int, password: str) -> RedisKit:
    url = f"redis://potluck:{password.replace(' ', '%20')}@127.0.0.1:{port}/0"
    return await open_redis(Settings(redis_url=Secret(url), key_prefix="change:"), HandClock(), role="worker")


async def test_the_password_is_changed_while_potluck_works(port: int) -> None:
    with redis.Redis(port=port, username="operator", password=PASSWORD) as operator:
        old = await opened_with(port, PASSWORD)
        operator.execute_command("ACL SETUSER", "potluck", ">another")
        new = await opened_with(port, "another")
        try:
            for number, kit in enumerate((old, new)):
                assert await kit.queue.enqueue(CatchUp("contoso", str(number)))
            operator.execute_command("ACL SETUSER", "potluck", f"<{PASSWORD}")
            assert await new.stats.depth() == 2
            with pytest.raises(ConfigError):
                await opened_with(port, PASSWORD)
        finally:
            operator.execute_command("ACL SETUSER", "potluck", f">{PASSWORD}", "<another")
            await old.close()
            await new.close()


def test_nobody_else_is_let_in(port: int) -> None:
    with redis.Redis(port=port) as stranger, pytest.raises(AuthenticationError):
        stranger.ping()


@pytest.mark.parametrize(
    "words",
    [
        "FLUSHALL",
        "KEYS *",
        "CONFIG SET dir /tmp",
        "SCRIPT FLUSH",
        "REPLICAOF NO ONE",
        "SHUTDOWN",
        "SUBSCRIBE x",
        "GET other",
    ],
)
def test_what_could_harm_is_refused(port: int, words: str) -> None:
    with client(port) as opened, pytest.raises(NoPermissionError):
        opened.execute_command(*words.split())
