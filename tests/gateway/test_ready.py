"""/readyz: unready without Redis alone; whatever else ails is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.adapters.graph import Outage, SubscriptionRecord
from bot.adapters.redis.embedded import EmbeddedServer
from tests.gateway.door import APP, TENANT, Door, open_door
from tests.redis_fixtures import HandClock


async def told(door: Door) -> tuple[int, dict[str, Any]]:
    async with door.http.get(f"{door.url}/readyz") as answer:
        return answer.status, await answer.json()


async def watch(door: Door) -> None:
    now = door.clock.now()
    await door.house.redis.subscriptions(SubscriptionRecord).put(
        SubscriptionRecord("s-1", TENANT, "ann-object-id", now, now)
    )


async def test_each_thing_that_ails_is_named_and_the_door_stays_open(
    tmp_path: Path, redis_server: str, hand_clock: HandClock
) -> None:
    async with open_door(
        tmp_path, redis_server, hand_clock, POTLUCK_APP_SECRET="secret", POTLUCK_MAILBOXES="ann-object-id"
    ) as door:
        assert await named(door) == ("impaired", {"subscriptions": "none"})
        await watch(door)
        assert await named(door) == ("ready", {})
        redis, now = door.house.redis, hand_clock.now()
        await redis.outages(Outage).begin_outage(TENANT, Outage(now, now))
        assert await named(door) == ("impaired", {"graph": f"out since {now.isoformat(timespec='seconds')}"})
        await redis.outages(Outage).end_outage(TENANT)
        jobs = redis._keys.of_partition("p00pp", "jobs")
        await redis._redis.call_once("XADD", jobs, "1000-0", "job", "{}")  # from long ago
        assert await named(door) == ("impaired", {"lag": "lags"})


async def named(door: Door) -> tuple[str, dict[str, str]]:
    status, state = await told(door)
    assert (status, state["redis"]) == (200, "ok")
    checks = ("graph", "token", "subscriptions", "lag")
    return state["status"], {name: state[name] for name in checks if state[name] != "ok"}


@pytest.mark.parametrize(
    ("secret", "outage", "says"),
    [("wrong", False, "refused"), ("secret", True, "no answer"), ("", False, "no credentials")],
)
async def test_a_token_that_cannot_be_had_is_named(
    tmp_path: Path, redis_server: str, hand_clock: HandClock, secret: str, outage: bool, says: str
) -> None:
    async with open_door(tmp_path, redis_server, hand_clock, POTLUCK_APP_SECRET=secret) as door:
        door.login.outage = outage
        assert await named(door) == ("impaired", {"token": says})
        assert APP not in str(await told(door))


async def test_without_redis_the_door_is_unready(tmp_path: Path, hand_clock: HandClock) -> None:
    server = EmbeddedServer(tmp_path / "redis")
    async with open_door(tmp_path, server.start(), hand_clock) as door:
        server.kill()
        assert await told(door) == (503, {"status": "not ready", "redis": "no answer"})
    server.stop()
