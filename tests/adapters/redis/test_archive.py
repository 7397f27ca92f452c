"""A backup is everything of an installation but what is on its way, and restores into an empty server of any kind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.redis import RedisKit, open_redis
from bot.adapters.redis.embedded import EmbeddedServer
from bot.domain.jobs import CatchUp
from bot.domain.team import DigestTime
from bot.errors import BadInput, Conflict
from bot.settings import Secret, Settings
from tests.adapters.redis.test_commands import fill_stores
from tests.redis_fixtures import MONDAY, HandClock


def potluck(command: str, file: Path, settings: Settings) -> int:
    mine = {
        "POTLUCK_REDIS_URL": settings.redis_url.reveal(),
        "POTLUCK_KEY_PREFIX": settings.key_prefix,
        "POTLUCK_TENANT_ID": "contoso",
        "POTLUCK_SECRET_KEY": "s" * 32,
        "POTLUCK_APP_ID": "app",
        "POTLUCK_APP_SECRET": "secret",
        "POTLUCK_PUBLIC_URL": "https://potluck.example",
    }
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("POTLUCK_", "REDIS_URL"))}
    command_line = [sys.executable, "-m", "bot", command, str(file)]
    return subprocess.run(command_line, capture_output=True, check=False, env={**environ, **mine}).returncode


TENANT = {"tenant_id": "contoso", "secret_key": Secret("s" * 32)}


async def kit_of(settings: Settings, clock: HandClock, **more: Any) -> RedisKit:
    return await open_redis(replace(settings, **{**TENANT, **more}), clock, role="worker")


async def lines_of(kit: RedisKit) -> list[dict[str, Any]]:
    return [json.loads(line) async for line in kit.archive().dump()]


def keys_of(lines: list[dict[str, Any]]) -> list[tuple[str, str, Any]]:
    return sorted((line["key"], line["type"], json.dumps(line["value"], sort_keys=True)) for line in lines[1:])


async def test_what_was_on_one_server_stands_on_a_cluster_afterwards(
    redis_settings: Settings, redis_cluster_server: str, hand_clock: HandClock
) -> None:
    source = await kit_of(redis_settings, hand_clock)
    await fill_stores(source)
    await source.schedule.plan("contoso", "a", DigestTime(), MONDAY + timedelta(days=1))
    await source.queue.enqueue(CatchUp("contoso", "later"), at=MONDAY + timedelta(hours=2))
    await source.queue.enqueue(CatchUp("contoso", "now"))
    dumped = [line async for line in source.archive().dump()]
    await source.close()

    elsewhere = Settings(
        redis_url=Secret(redis_cluster_server), redis_cluster=True, key_prefix=f"{uuid.uuid4().hex[:8]}:"
    )
    target = await kit_of(elsewhere, hand_clock)
    restored = await target.archive().load(dumped)
    assert restored == len(dumped) - 1 > 15
    assert keys_of(await lines_of(target)) == keys_of([json.loads(line) for line in dumped])
    assert await target.stats.depth() == 0, "jobs that were on their way are not repeated"
    assert await target.stats.later() == 1
    assert await target.teams.teams_of("contoso", "bob")
    with pytest.raises(Conflict):
        await target.archive().load(dumped)
    await target.close()


async def test_what_was_on_a_cluster_stands_on_an_empty_server_of_its_own_afterwards(
    redis_cluster_server: str, hand_clock: HandClock, tmp_path: Path
) -> None:
    cluster = Settings(
        redis_url=Secret(redis_cluster_server), redis_cluster=True, key_prefix=f"{uuid.uuid4().hex[:8]}:"
    )
    source = await kit_of(cluster, hand_clock)
    await fill_stores(source)
    dumped = [line async for line in source.archive().dump()]
    people = await source.teams.teams_of("contoso", "bob")
    await source.close()

    server = EmbeddedServer(tmp_path / "fresh")
    target = await kit_of(Settings(redis_url=Secret(server.start())), hand_clock)
    try:
        assert await target.archive().load(dumped) == len(dumped) - 1 > 15
        assert keys_of(await lines_of(target)) == keys_of([json.loads(line) for line in dumped])
        assert await target.teams.teams_of("contoso", "bob") == people != []
    finally:
        await target.close()
        server.stop()


async def test_lives_go_on_and_what_should_have_run_meanwhile_does_not(
    redis_settings: Settings, hand_clock: HandClock
) -> None:
    source = await kit_of(redis_settings, hand_clock)
    await source.queue.enqueue(CatchUp("contoso", "soon"), at=MONDAY + timedelta(minutes=5), once="soon")
    dumped = [line async for line in source.archive().dump()]
    await source.close()
    hand_clock.forward(timedelta(hours=1))
    target = await kit_of(replace(redis_settings, key_prefix=f"{uuid.uuid4().hex[:8]}:"), hand_clock)
    await target.archive().load(dumped)
    assert await target.stats.later() == 0
    lives = [line.get("ms", 0) for line in await lines_of(target) if ":once:" in line.get("key", "")]
    assert lives
    assert all(timedelta(days=6) / timedelta(milliseconds=1) < ms for ms in lives)
    await target.close()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"tenant_id": "fabrikam"}, "tenant"),
        ({"secret_key": Secret("t" * 32)}, "POTLUCK_SECRET_KEY"),
    ],
)
async def test_the_backup_of_another_tenant_or_key_is_refused(
    redis_settings: Settings, hand_clock: HandClock, change: dict[str, Any], why: str
) -> None:
    source = await kit_of(redis_settings, hand_clock)
    dumped = [line async for line in source.archive().dump()]
    await source.close()
    other = await kit_of(redis_settings, hand_clock, **change)
    with pytest.raises(BadInput, match=why):
        await other.archive().load(dumped)
    await other.close()


@pytest.mark.parametrize("lines", [[], ["nonsense"], ["[]"], ["{}"]])
async def test_what_is_no_backup_is_refused(redis_settings: Settings, hand_clock: HandClock, lines: list[str]) -> None:
    kit = await kit_of(redis_settings, hand_clock)
    with pytest.raises(BadInput):
        await kit.archive().load(lines)
    await kit.close()


async def test_the_command_writes_a_private_file_and_restores_it(redis_settings: Settings, tmp_path: Path) -> None:
    kit = await kit_of(redis_settings, HandClock())
    await fill_stores(kit)
    await kit.close()
    file = tmp_path / "potluck.jsonl"
    assert potluck("backup", file, redis_settings) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert potluck("restore", file, redis_settings) == 1
    assert potluck("restore", file, replace(redis_settings, key_prefix=f"{uuid.uuid4().hex[:8]}:")) == 0
