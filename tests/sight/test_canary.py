"""A whole day with marked words in subject, agenda, notes and names. Afterwards they are in no log, trace or figure, in
Redis only under keys whose place in the table of keys allows it, and there with the life that is told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import redis
import structlog

from bot.adapters.redis import keys
from bot.playground.card_hand import Entries
from tests.features.test_privacy import _value
from tests.sight_fixtures import figures, recorded_traces
from tests.tenant_fixtures import ANA, MAREN, READ_OUT, Tenant

SUBJECT, AGENDA, ITEM, NAME = "Quokkasubject", "quokkaagenda", "quokkaitem", "Quokkaname"
SAID, TASK = "quokkasaid", "quokkatask"
CANARY = re.compile("quokka[a-z]+", re.IGNORECASE)

# Where each may lie, by the name of the key. A queue's job is text only until it is done.
MAY_HOLD = {
    SUBJECT: {"meeting", "tasks", "round"},
    AGENDA: set[str](),
    ITEM: {"nudge"},
    SAID: set[str](),
    TASK: {"tasks"},
    NAME: {"person", "tasks", "outcome", "meeting", "round"},
}


def held_words(url: str, prefix: str) -> dict[str, dict[str, int]]:
    """Per canary the names of keys that hold it, and the shortest life in ms of those keys (-1: no end)."""
    client, found = redis.Redis.from_url(url, decode_responses=True), dict[str, dict[str, int]]()
    try:
        for key in client.scan_iter(f"*{prefix}*", count=1000):
            for word in CANARY.findall(f"{key} {_value(client, key)}"):
                name = key.partition("}:")[2].partition(":")[0]
                found.setdefault(word, {})[name] = int(client.pttl(key))
    finally:
        client.close()
    return found


def lives() -> dict[str, str]:
    """What the table of keys says, by name."""
    rows = re.findall(r"^\| ([a-z, -]+)[:\w/@.]* *\|[^|]*\|[^|]*\| ([^|]+?) *\|$", str(keys.__doc__), re.MULTILINE)
    return {name.strip(): life for names, life in rows for name in names.split(",")}


async def a_day(tenant: Tenant) -> None:
    await tenant.invite(f"{SUBJECT} status round", f"Hello {AGENDA},\n\n{READ_OUT.replace('renewals', ITEM)}")
    await tenant.card(tenant.private(MAREN), "Make it async", "Keep")
    chat = await tenant.hold_meeting(f"{SUBJECT} planning")
    card = await tenant.card(chat, "Add", "Nothing to do")
    said = f"Thanks, {SAID} everybody! Ana checks the {TASK} by Friday."
    await tenant.press(chat, card, MAREN, "Add", Entries(text=said))
    offer = await tenant.card(tenant.private(ANA), "Accept", "Not mine")
    await tenant.press(tenant.private(ANA), offer, ANA, "Accept")
    await tenant.page.post("clock", {"advance_s": timedelta(days=1).total_seconds()})
    await tenant.sees(tenant.channel, TASK)
    await tenant.quiet()


@pytest.fixture
def renamed(tenant: Tenant) -> Tenant:
    world: Any = tenant.playground.world
    world.people[ANA] = replace(world.people[ANA], name=f"Ana {NAME}")
    return tenant


async def test_marked_words_are_found_nowhere_but_where_the_table_of_keys_allows_them(renamed: Tenant) -> None:
    settings = renamed.gateway.settings
    with structlog.testing.capture_logs() as logs, recorded_traces() as kept:
        await a_day(renamed)
        spans = [one.to_json() for one in kept.get_finished_spans()]
    assert len(logs) > 10
    assert len(spans) > 10
    for place in (str(logs), "\n".join(spans), figures()):
        assert not CANARY.findall(place)
    found = held_words(settings.redis_url.reveal(), settings.key_prefix)
    assert "tasks" in found[TASK]  # the detector works
    for word, places in found.items():
        assert places.keys() <= MAY_HOLD[word], word
        for name, left_ms in places.items():
            assert (left_ms > 0) == bool(re.match(r"\d|deadline|meeting's", lives()[name])), (word, name, left_ms)
