"""Real servers for tests: one embedded server and one cluster of three masters per session, and on them a fresh key
prefix per test, so that no test sees another's keys. Loaded as a pytest plugin by tests/conftest.py."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis

from bot.adapters.redis import RedisKit, open_redis
from bot.adapters.redis.embedded import EmbeddedServer, _die_with_parent, find_server
from bot.settings import Secret, Settings

MASTERS = 3
SLOTS = 16384
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


class HandClock:
    """The product's clock, moved by hand."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def forward(self, span: timedelta) -> None:
        self._now += span


async def until(condition: Callable[[], Awaitable[bool] | bool], *, within_s: float = 15) -> None:
    """Polls; fails the test where the condition does not come true in time."""
    deadline = time.monotonic() + within_s
    while True:
        told = condition()
        if told if isinstance(told, bool) else await told:
            return
        assert time.monotonic() < deadline, "the condition did not come true in time"
        await asyncio.sleep(0.01)


class Cluster:
    """Three masters without replicas, made by hand: no command-line client is needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> str:
        """The URL of one node."""
        ports = [_free_port() for _ in range(MASTERS)]
        buses = [_free_port() for _ in range(MASTERS)]
        for port, bus in zip(ports, buses, strict=True):
            self._launch(port, bus)
        clients = [redis.Redis(port=port, decode_responses=True) for port in ports]
        try:
            _join(clients, ports, buses)
        finally:
            for client in clients:
                client.close()
        return f"redis://127.0.0.1:{ports[0]}/0"

    def stop(self) -> None:
        for process in self._processes:
            process.kill()
            process.wait()

    def _launch(self, port: int, bus: int) -> None:
        home = self._folder / str(port)
        home.mkdir()
        options = {"port": port, "cluster-port": bus, "bind": "127.0.0.1", "cluster-enabled": "yes", "save": ""}
        flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        self._processes.append(
            subprocess.Popen(
                [str(find_server()), *flags],
                cwd=home,
                stdout=subprocess.DEVNULL,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - no other thread runs while fixtures start
            )
        )


def _join(clients: list[Any], ports: list[int], buses: list[int]) -> None:
    for number, client in enumerate(clients):
        _poll(_pings, client)
        client.execute_command("CLUSTER SET-CONFIG-EPOCH", number + 1)
        first, last = SLOTS * number // MASTERS, SLOTS * (number + 1) // MASTERS - 1
        client.execute_command("CLUSTER ADDSLOTS", *range(first, last + 1))
    for port, bus in zip(ports[1:], buses[1:], strict=True):
        clients[0].execute_command("CLUSTER MEET", "127.0.0.1", port, bus)
    for client in clients:
        _poll(_whole, client)


def _pings(client: Any) -> bool:
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False


def _whole(client: Any) -> bool:
    told = client.execute_command("CLUSTER INFO")
    return bool(told["cluster_state"] == "ok" and told["cluster_known_nodes"] == str(MASTERS))


def _poll(condition: Callable[[Any], bool], client: Any, *, within_s: float = 20) -> None:
    deadline = time.monotonic() + within_s
    while not condition(client):
        assert time.monotonic() < deadline, "the cluster did not form in time"
        time.sleep(0.01)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of an embedded server, as `potluck up` would start it."""
    server = EmbeddedServer(tmp_path_factory.mktemp("redis"))
    yield server.start()
    server.stop()


@pytest.fixture(scope="session")
def redis_cluster_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of one of three masters."""
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        yield cluster.start()
    finally:
        cluster.stop()


@pytest.fixture
def redis_settings(redis_server: str) -> Settings:
    """One server, keys of this test's own."""
    return Settings(redis_url=Secret(redis_server), key_prefix=f"{uuid.uuid4().hex[:8]}:")


@pytest.fixture(params=["single", "cluster"])
def each_redis(request: pytest.FixtureRequest) -> Settings:
    """One server, then a cluster: the test runs on both."""
    cluster = request.param == "cluster"
    url: str = request.getfixturevalue("redis_cluster_server" if cluster else "redis_server")
    return Settings(redis_url=Secret(url), redis_cluster=cluster, key_prefix=f"{uuid.uuid4().hex[:8]}:")


@pytest.fixture
def hand_clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def redis_kit(each_redis: Settings, hand_clock: HandClock) -> AsyncIterator[RedisKit]:
    """Everything of the Redis edge, on one server and on a cluster."""
    kit = await open_redis(each_redis, hand_clock, role="worker")
    yield kit
    await kit.close()
