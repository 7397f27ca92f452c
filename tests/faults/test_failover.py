"""Sentinel makes a replica the master while jobs are kept and done: nothing is lost, nothing has its effect twice.

    pytest tests/faults/test_failover.py -m long

Clients reach the master by one address that follows it, as a service of Kubernetes or a managed Redis has it, or ask
the sentinels where it is (`redis+sentinel://`), the first of which is dead; the latter also in TLS, where there is a
`redis-server` on PATH that speaks it (Debian's does). Servers and sentinels have passwords.
A killed process still hands on what it has written; a machine that dies may take the last moments of it along, since
replicas follow behind.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import redis

from bot.adapters.redis import open_redis
from bot.adapters.redis.embedded import _die_with_parent, find_server
from bot.domain.jobs import CatchUp, Job
from bot.settings import Secret, Settings
from tests.contracts.test_task_store import a_task
from tests.contracts.working import produce, working
from tests.infra.authority import Authority
from tests.redis_fixtures import HandClock, _free_port, until

SENTINELS = 3
NAME = "potluck"
SERVERS, WATCHERS = "of-the-servers", "of-the-sentinels"


@dataclass
class Watched:
    """A master, a replica and three sentinels; with an `authority` they speak TLS alone."""

    folder: Path
    authority: Authority | None = None
    processes: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)
    sentinels: list[int] = field(default_factory=list)

    def start(self) -> None:
        master, replica = _free_port(), _free_port()
        for port in (master, replica):
            passwords = f"requirepass {SERVERS}\nmasterauth {SERVERS}\n"
            durable = "appendonly yes\nappendfsync always\nrepl-diskless-sync-delay 0\n"
            self._launch(port, f"{passwords}{durable}{_of(port, master)}")
        for _ in range(SENTINELS):
            port = _free_port()
            watch = f"sentinel monitor {NAME} 127.0.0.1 {master} 2\nsentinel down-after-milliseconds {NAME} 500\n"
            passwords = (
                f"requirepass {WATCHERS}\nsentinel sentinel-pass {WATCHERS}\nsentinel auth-pass {NAME} {SERVERS}\n"
            )
            self._launch(port, f"{watch}{passwords}sentinel failover-timeout {NAME} 3000\n", "--sentinel")
            self.sentinels.append(port)

    def _launch(self, port: int, more: str, *flags: str) -> None:
        home = self.folder / str(port)
        home.mkdir()
        (home / "server.conf").write_text(f'{self._listening(port)}bind 127.0.0.1\nsave ""\nlogfile server.log\n{more}')
        server = shutil.which("redis-server") if self.authority else find_server()
        self.processes[port] = subprocess.Popen(
            [str(server), "server.conf", *flags],
            cwd=home,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - no other thread runs while it starts
        )

    def _listening(self, port: int) -> str:
        if self.authority is None:
            return f"port {port}\n"
        ours = self.authority.sign(str(port))
        files = f"tls-cert-file {ours.certificate}\ntls-key-file {ours.key}\n"
        trust = f"tls-ca-cert-file {self.authority.certificate}\ntls-auth-clients no\ntls-replication yes\n"
        return f"port 0\ntls-port {port}\n{files}{trust}"

    def _client(self, port: int, password: str) -> redis.Redis:
        tls: dict[str, Any] = {"ssl": True, "ssl_ca_certs": str(self.authority.certificate)} if self.authority else {}
        return redis.Redis("127.0.0.1", port, password=password, decode_responses=True, **tls)

    def master(self) -> int | None:
        """As most sentinels see it."""
        for port in self.sentinels:
            with suppress(redis.RedisError), self._client(port, WATCHERS) as client:
                told: Any = client.execute_command("SENTINEL GET-MASTER-ADDR-BY-NAME", NAME)
                return int(told[1]) if told else None
        return None

    def ready(self) -> bool:
        """Every sentinel knows the replica and the other sentinels, and the replica has everything."""
        with suppress(redis.RedisError, KeyError):
            for port in self.sentinels:
                with self._client(port, WATCHERS) as client:
                    told: Any = client.sentinel_master(NAME)
                    if told["num-slaves"] != 1 or told["num-other-sentinels"] != SENTINELS - 1:
                        return False
            master = self.master()
            with self._client(master or 0, SERVERS) as client:
                replication: Any = client.info("replication")
                return bool(replication["slave0"]["state"] == "online")
        return False

    def stop(self) -> None:
        for process in self.processes.values():
            process.kill()
            process.wait()


def _of(port: int, master: int) -> str:
    return "" if port == master else f"replicaof 127.0.0.1 {master}\n"


Way = Callable[[Watched], AbstractAsyncContextManager[str]]


@asynccontextmanager
async def following(watched: Watched) -> AsyncIterator[str]:
    """One address that leads to whoever is master now."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        port = await asyncio.to_thread(watched.master)
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            writer.transport.abort()
            return
        pumps = [asyncio.create_task(_pump(reader, far_writer)), asyncio.create_task(_pump(far_reader, writer))]
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        for pump in pumps:
            pump.cancel()
        for one in (writer, far_writer):
            one.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield f"redis://:{SERVERS}@127.0.0.1:{server.sockets[0].getsockname()[1]}/0"
    server.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()


@asynccontextmanager
async def asking(watched: Watched) -> AsyncIterator[str]:
    """All sentinels, and one that died long ago."""
    hosts = ",".join(f"127.0.0.1:{port}" for port in (_free_port(), *watched.sentinels))
    where = f"+sentinel://:{SERVERS}@{hosts}/{NAME}/0?sentinel_password={WATCHERS}"
    if watched.authority:
        yield f"rediss{where}&ssl_ca_certs={watched.authority.certificate}"
    else:
        yield f"redis{where}"


@pytest.mark.long
@pytest.mark.parametrize(("way", "tls"), [(following, False), (asking, False), (asking, True)])
async def test_a_killed_masters_work_goes_on_with_its_replica(way: Way, tls: bool, tmp_path: Path) -> None:
    if tls and not shutil.which("redis-server"):
        pytest.skip("the embedded server speaks no TLS, and there is no redis-server")
    watched = Watched(tmp_path, Authority(tmp_path, "authority") if tls else None)
    kept, done, enough = set[str](), set[str](), asyncio.Event()
    watched.start()
    try:
        await until(watched.ready, within_s=30)
        async with way(watched) as url:
            kit = await open_redis(Settings(redis_url=Secret(url)), HandClock(), role="worker")

            async def do(job: Job) -> None:
                assert isinstance(job, CatchUp)
                await kit.tasks.add(a_task(job.mailbox), once=job.mailbox)
                done.add(job.mailbox)

            async with working(kit, do, concurrency=8):
                producers = [asyncio.create_task(produce(kit, number, kept=kept, enough=enough)) for number in range(4)]
                await until(lambda: len(kept) > 300, within_s=30)
                before = watched.master()
                assert before
                watched.processes[before].kill()
                await until(lambda: watched.master() not in (None, before), within_s=30)
                least = len(kept) + 300
                await until(lambda: len(kept) > least, within_s=60)
                enough.set()
                await asyncio.gather(*producers)
                await until(lambda: kept <= done, within_s=60)
            tasks = [task.what async for task in kit.tasks.open_of_team("contoso", "team-a")]
            assert sorted(tasks) == sorted(done)
            assert await kit.stats.dead() == 0
            await kit.close()
    finally:
        watched.stop()
