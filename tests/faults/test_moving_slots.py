"""A cluster moves slots while jobs are kept and done: none is lost, and none has its effect twice.

pytest tests/faults/test_moving_slots.py -m long
"""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path
from typing import Any

import pytest
import redis

from bot.adapters.redis import open_redis
from bot.domain.jobs import CatchUp, Job
from bot.settings import Secret, Settings
from tests.contracts.test_task_store import a_task
from tests.contracts.working import produce, working
from tests.redis_fixtures import Cluster, HandClock, until

MOVES = 6


@pytest.mark.long
async def test_every_job_has_its_effect_once_while_its_slot_moves(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path)
    settings = Settings(redis_url=Secret(cluster.start()), redis_cluster=True, key_prefix=f"{uuid.uuid4().hex[:8]}:")
    kit = await open_redis(settings, HandClock(), role="worker")
    kept, done, enough = set[str](), set[str](), asyncio.Event()

    async def do(job: Job) -> None:
        assert isinstance(job, CatchUp)
        await kit.tasks.add(a_task(job.mailbox, team=f"team-{job.mailbox[0]}"), once=job.mailbox)
        done.add(job.mailbox)

    try:
        async with working(kit, do, concurrency=8):
            producers = [asyncio.create_task(produce(kit, number, kept=kept, enough=enough)) for number in range(4)]
            for move in range(1, MOVES + 1):
                await until(lambda least=move * 100: len(kept) >= least, within_s=30)  # type: ignore[misc] # early binding
                await asyncio.to_thread(move_busiest_slot, settings.redis_url.reveal())
            enough.set()
            await asyncio.gather(*producers)
            await until(lambda: kept <= done, within_s=60)
        tasks = [task.what for team in range(4) async for task in kit.tasks.open_of_team("contoso", f"team-{team}")]
        assert sorted(tasks) == sorted(done)
        assert await kit.stats.dead() == 0
    finally:
        await kit.close()
        cluster.stop()


def move_busiest_slot(url: str) -> None:
    """One slot with keys goes from its master to the next one, key by key, as an operator's tool does it."""
    with redis.Redis.from_url(url, decode_responses=True) as first:
        nodes = _masters(first)
    source, slot = next((node, slot) for node in nodes for slot in node["slots"] if _count(node, slot) > 0)
    target = nodes[(nodes.index(source) + 1) % len(nodes)]
    _tell(target, "CLUSTER SETSLOT", slot, "IMPORTING", source["id"])
    _tell(source, "CLUSTER SETSLOT", slot, "MIGRATING", target["id"])
    while keys := _tell(source, "CLUSTER GETKEYSINSLOT", slot, 5):
        _tell(source, "MIGRATE", "127.0.0.1", target["port"], "", 0, 5000, "KEYS", *keys)
    for node in (target, source, *nodes):
        _tell(node, "CLUSTER SETSLOT", slot, "NODE", target["id"])


def _masters(client: Any) -> list[dict[str, Any]]:
    """Of each: id, port, and those of the product's slots that it holds."""
    from bot.adapters.redis.keys import PARTITIONS

    ours = {client.execute_command("CLUSTER KEYSLOT", f"{{{partition}}}") for partition in PARTITIONS}
    found: list[dict[str, Any]] = []
    for start, end, (_host, port, node_id, *_more), *_replicas in _raw(client, "CLUSTER", "SLOTS"):
        held = sorted(slot for slot in ours if start <= slot <= end)
        known = next((node for node in found if node["id"] == node_id), None)
        if known is None:
            found.append({"id": node_id, "port": port, "slots": held})
        else:
            known["slots"] += held
    return found


def _raw(client: Any, *command: str) -> list[Any]:
    connection = client.connection_pool.get_connection()
    try:
        connection.send_command(*command)
        told: list[Any] = connection.read_response()
        return told
    finally:
        client.connection_pool.release(connection)


def _count(node: dict[str, Any], slot: int) -> int:
    return int(_tell(node, "CLUSTER COUNTKEYSINSLOT", slot))


def _tell(node: dict[str, Any], *command: Any) -> Any:
    with redis.Redis(port=node["port"], decode_responses=True) as client:
        return client.execute_command(*command)
