"""Only commands of Redis 6.2: a managed service or a distribution's package must serve."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import redis

from bot.adapters.graph import SubscriptionRecord
from bot.adapters.redis import RedisKit, open_redis
from bot.adapters.redis.embedded import EmbeddedServer
from bot.domain.jobs import CatchUp, Job, ReadOutcome
from bot.domain.ledger import Entry
from bot.domain.person import Person
from bot.domain.task import Outcome
from bot.domain.team import DigestTime
from bot.errors import BadInput, TryLater
from bot.settings import Secret, Settings
from tests.contracts.test_meeting_store import an_instance
from tests.contracts.test_nudge_store import a_nudge
from tests.contracts.test_people_and_team_stores import CHAT, TEAM
from tests.contracts.test_send_once import SENT
from tests.contracts.test_task_store import a_task
from tests.contracts.working import working
from tests.redis_fixtures import MONDAY, HandClock, until

CONNECTING = {"auth", "hello", "client|setinfo", "ping", "select", "info", "config|get"}
USED = {
    *("evalsha", "eval", "time", "exists", "get", "set", "del", "incr", "pexpire"),
    *(
        "hget",
        "hmget",
        "hset",
        "hsetnx",
        "hdel",
        "hscan",
        "hlen",
        "sadd",
        "scard",
        "srem",
        "sismember",
        "smembers",
        "sscan",
    ),
    *("zadd", "zrem", "zcard", "zcount", "zscore", "zrangebylex", "zrangebyscore", "zremrangebyscore"),
    *("xadd", "xdel", "xlen", "xrange", "xack", "xclaim", "xpending", "xreadgroup"),
    *("xgroup|create", "xgroup|delconsumer", "xinfo|consumers"),
    *("zrevrangebyscore", "zremrangebyrank", "hincrby"),
    *("scan", "type", "pttl", "hgetall", "zrange"),  # walks: forgetting a person, a backup
}


async def live_a_little(kit: RedisKit, clock: HandClock) -> None:
    await fill_stores(kit)
    for n in range(4):
        await kit.queue.enqueue(CatchUp("t", str(n)), once=str(n), at=clock.now() + timedelta(minutes=n))
    await kit.schedule.plan("t", "a", DigestTime(), MONDAY)
    for due in await kit.schedule.claim():
        await kit.schedule.fire(due, CatchUp("t", "digest"), once="x", next_at=None)
    clock.forward(timedelta(hours=1))
    failures: list[Exception] = [TryLater("busy", after_s=0.01), BadInput("?")]

    async def do(_job: Job) -> None:
        if failures:
            raise failures.pop()

    async with working(kit, do) as worker:
        await until(lambda: worker.tally["done"] >= 5)
    for letter in await kit.queue.dead_letters():
        await kit.queue.requeue(letter.id)
    await kit.stats.depth()
    await kit.stats.oldest_age_s()
    await kit.stats.later()
    await kit.unreached.count("t")
    await kit.subscriptions(SubscriptionRecord).count("t")


async def fill_stores(kit: RedisKit) -> None:
    task = await kit.tasks.add(a_task(owner="ann", meeting="m@1"), once="x")
    await kit.tasks.replace(replace(task, state="done"))
    await kit.tasks.of_owner("contoso", "ann")
    nudge = a_nudge()
    await kit.nudges.add(nudge)
    await kit.nudges.replace(nudge)
    await kit.nudges.sent_since("contoso", "ann", MONDAY)
    await kit.nudges.mute_series("contoso", "ann", "s")
    await kit.nudges.is_muted("contoso", "ann", "s")
    await kit.meetings.put(an_instance())
    await kit.meetings.latest("contoso", an_instance().meeting_id)
    await kit.meetings.note_asked(an_instance(), ["ann"], MONDAY)
    await kit.meetings.asked("contoso", "ann", MONDAY)
    await kit.meetings.of_team("contoso", "team")
    outcome = Outcome("o", "t", None, "a", "ann", "words", MONDAY)
    await kit.outcomes.keep(outcome, ReadOutcome("t", "o"))
    await kit.outcomes.change(outcome, ReadOutcome("t", "o"))
    async with kit.outcomes.reading("t", "o"):
        pass
    await kit.outcomes.drop_words(outcome, team="team")
    await kit.people.remember(Person("t", "ann", "Ann"), CHAT)
    await kit.people.get("t", "ann")
    await kit.people.forget_chat("t", "ann")
    team = await kit.teams.put(TEAM, ["ann"])
    await kit.teams.put(team, ["bob"])
    await kit.teams.teams_of("contoso", "bob")
    await kit.once.begin("x")
    await kit.once.done("x", SENT)
    await kit.once.forget("x")
    await kit.ledger.write("t", "chat", Entry(MONDAY, "nudge", "delivered"), once="x")
    await kit.ledger.latest("t", "chat", limit=1)
    await kit.ledger.counts("t", MONDAY.date())
    await kit.tasks.naming("contoso", "ann")
    await kit.tasks.drop_closed("contoso", "team", MONDAY)
    await kit.people.stay_silent("t", "zoe")
    await kit.erasure().forget(Person("t", "zoe", "Zoe"), chat="a:1")
    await kit.erasure().erase_team("t", "gone")
    assert [line async for line in kit.archive().dump()]


async def test_a_day_in_the_life_uses_only_commands_that_redis_6_2_has(tmp_path: Path) -> None:
    server, clock = EmbeddedServer(tmp_path), HandClock()
    url = server.start()
    kit = await open_redis(Settings(redis_url=Secret(url)), clock, role="worker")
    await asyncio.wait_for(live_a_little(kit, clock), 30)
    with redis.Redis.from_url(url) as client:
        used = {name.removeprefix("cmdstat_") for name in client.info("commandstats")}
    await kit.close()
    server.stop()
    assert {"xreadgroup", "xadd", "hset"} <= used
    assert used - CONNECTING - USED == set()
