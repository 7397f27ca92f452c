"""The embedded server's disk: full, and then free again; its death with what it has acknowledged."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.adapters.redis import RedisKit, open_redis
from bot.adapters.redis.embedded import EmbeddedServer
from bot.domain.jobs import CatchUp
from bot.errors import ConfigError, TryLater
from bot.settings import Secret, Settings
from tests.redis_fixtures import HandClock

LONG = "x" * 50_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)],  # noqa: S607 - where the machine has it
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small disk here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)  # noqa: S607 - as above


async def fill(kit: RedisKit) -> list[str]:
    """What was acknowledged until the first refusal."""
    kept: list[str] = []
    while len(kept) < 1000:
        name = f"{len(kept)}-{LONG}"
        try:
            await kit.queue.enqueue(CatchUp("contoso", name), once=name)
        except TryLater:
            return kept
        kept.append(name)
    raise AssertionError("the disk never filled")


@pytest.mark.long
async def test_a_full_disk_refuses_and_what_was_acknowledged_is_there_when_it_is_free_again(small_disk: Path) -> None:
    filler = small_disk / "something-else"
    filler.write_bytes(b"0" * 1_000_000)
    server = EmbeddedServer(small_disk / "redis")
    kit = await open_redis(Settings(redis_url=Secret(server.start())), HandClock(), role="worker")
    kept = await fill(kit)
    assert kept
    for _ in range(3):  # a supervisor that starts it again meanwhile makes nothing worse
        try:
            server.start(timeout_s=5)
        except ConfigError:
            continue
    filler.unlink()
    server.start()
    depth = await kit.stats.depth()
    assert len(kept) <= depth <= len(kept) + 1  # the refused one may have been written whole
    assert await kit.queue.enqueue(CatchUp("contoso", "ann"), once="afterwards")
    await kit.close()
    server.stop()


@pytest.mark.long
@pytest.mark.parametrize("fsync", ["always", "everysec"])
async def test_a_killed_server_keeps_what_it_acknowledged_as_its_fsync_promises(tmp_path: Path, fsync: str) -> None:
    """The last second may go with `everysec`, nothing with `always`."""
    server = EmbeddedServer(tmp_path)
    kit = await open_redis(Settings(redis_url=Secret(server.start())), HandClock(), role="worker")
    await kit._redis.call("CONFIG SET", "appendfsync", fsync)
    kept = 0
    for _ in range(3):
        for _ in range(400):
            kept += await kit.queue.enqueue(CatchUp("contoso", str(kept)))
        server.kill()
        server.start()
        await kit._redis.call("CONFIG SET", "appendfsync", fsync)
    depth = await kit.stats.depth()
    assert depth == kept if fsync == "always" else depth <= kept
    await kit.close()
    server.stop()
