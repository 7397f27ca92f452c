"""Whose invites are read: who is named, who is in the group, who asks for it; and nobody who says no."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.bootstrap import scheduler
from bot.domain.jobs import CatchUp, JudgeInvite
from tests.redis_fixtures import until
from tests.tenant_fixtures import ANA, MAREN, READ_OUT, TARO, ZOE, Tenant, open_tenant, quoted

GROUP = "1d2e3f40-0000-4000-8000-00000000abcd"


def watched(tenant: Tenant, *people: str) -> Callable[[], bool]:
    return lambda: set(tenant.playground.outlook.watched()) == set(people)


@pytest.fixture
async def guild(tmp_path: Path, redis_server: str) -> AsyncIterator[Tenant]:
    """Nobody is named; Maren and Ana are in the group, Ana through a group within it."""
    async with open_tenant(tmp_path, redis_server, POTLUCK_MAILBOXES="", POTLUCK_GROUP=GROUP) as tenant:
        yield tenant


async def test_joiners_are_watched_and_leavers_are_not_from_the_next_night_on(guild: Tenant) -> None:
    groups = guild.playground.graph.groups
    assert watched(guild)()
    groups.put(GROUP, [MAREN, "inner"])
    groups.put("inner", [ANA])
    await next_day(guild)
    await until(watched(guild, MAREN, ANA))
    groups.put("inner", [TARO])
    await next_day(guild)
    await until(watched(guild, MAREN, TARO))
    groups.closed = True  # a group that cannot be read changes nothing
    await next_day(guild)
    await guild.quiet()
    assert watched(guild, MAREN, TARO)()


async def test_who_asks_for_it_is_watched_and_who_says_no_is_not_whatever_the_group_says(guild: Tenant) -> None:
    guild.playground.graph.groups.put(GROUP, [MAREN])
    await next_day(guild)
    await until(watched(guild, MAREN))
    await guild.page.say(guild.private(ZOE), ZOE, "Watch my invites!")
    await guild.sees(guild.private(ZOE), "I look at the invites you send")
    await until(watched(guild, MAREN, ZOE))
    await guild.page.say(guild.private(MAREN), MAREN, "stop watching")
    await guild.sees(guild.private(MAREN), "I leave your invites alone")
    await until(watched(guild, ZOE))
    await next_day(guild)
    await guild.quiet()
    assert watched(guild, ZOE)()


async def test_the_same_is_chosen_in_the_settings(guild: Tenant) -> None:
    chat = guild.private(ZOE)
    await guild.page.say(chat, ZOE, "settings")
    card = await guild.card(chat, "Save")
    path = f"chats/{quoted(chat)}/messages/{card['id']}/invoke"
    await guild.page.post(path, {"as": ZOE, "verb": "settings.save", "data": {"read_invites": "yes"}})
    await until(watched(guild, ZOE))
    await guild.page.post(path, {"as": ZOE, "verb": "settings.save", "data": {"read_invites": ""}})
    await until(watched(guild))


async def test_who_is_forgotten_is_read_no_more_and_the_group_does_not_name_them(guild: Tenant) -> None:
    guild.playground.graph.groups.put(GROUP, [MAREN, ZOE])
    await next_day(guild)
    await until(watched(guild, MAREN, ZOE))
    chat = guild.private(ZOE)
    await guild.page.say(chat, ZOE, "delete my data")
    card = await guild.card(chat, "Delete my data", "Keep it")
    await guild.press(chat, card, ZOE, "Delete my data")
    await until(watched(guild, MAREN))
    await next_day(guild)
    await guild.quiet()
    assert watched(guild, MAREN)()
    house = guild.gateway
    assert await house.redis.watching.of_group(house.settings.tenant_id) == [MAREN]


async def test_who_opts_out_is_read_no_more_and_who_comes_back_is_at_once(guild: Tenant) -> None:
    """By a word or by taking Potluck out of the private chat, though the group names them still."""
    guild.playground.graph.groups.put(GROUP, [MAREN, ANA])
    client, ana, private = guild.playground.teams.client, guild.playground.world.people[ANA], guild.private(ANA)
    await next_day(guild)
    await until(watched(guild, MAREN, ANA))
    await until(lambda: len(reads_of(guild, ANA)) > 0)
    await guild.page.say(private, ANA, "stop")
    await guild.sees(private, "read no invite of yours")
    await until(watched(guild, MAREN))
    await next_day(guild)
    await guild.quiet()
    assert watched(guild, MAREN)()
    before = len(reads_of(guild, ANA))
    tenant, queue = guild.gateway.settings.tenant_id, guild.gateway.redis.queue
    for job in (CatchUp(tenant, ANA), JudgeInvite(tenant, ANA, await guild.invite("Status", READ_OUT, organizer=ANA))):
        await queue.enqueue(job)  # such as were on their way when the word came
    await guild.quiet()
    assert len(reads_of(guild, ANA)) == before
    await guild.page.say(private, ANA, "resume")
    await until(watched(guild, MAREN, ANA))
    client.remove(private, ana)
    await until(watched(guild, MAREN))
    client.install(private, ana)
    await until(watched(guild, MAREN, ANA))


def reads_of(tenant: Tenant, person: str) -> list[str]:
    return [one for one in tenant.playground.graph.requests if f"/users/{person}/" in one]


async def test_what_was_lost_while_potluck_was_down_is_found_when_it_starts_again(tenant: Tenant) -> None:
    """Graph sends again for four hours at most; here it says nothing at all."""
    await tenant.page.post("physics", {"id": "graph_lose_notifications", "on": True})
    await tenant.invite("Weekly status round", READ_OUT)
    await tenant.quiet()
    chat = tenant.private(MAREN)
    assert await tenant.cards(chat, "Make it async") == []
    asked = tenant.gateway.clock.now()
    await tenant.page.post("clock", {"advance_s": 3600})
    await until(lambda: tenant.gateway.clock.now() - asked > timedelta(minutes=59))
    await scheduler(tenant.gateway).tick()
    await tenant.card(chat, "Make it async", "Keep")


async def next_day(tenant: Tenant) -> None:
    await tenant.page.post("clock", {"advance_s": 24 * 3600})
