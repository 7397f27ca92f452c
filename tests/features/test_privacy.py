"""What people wrote is in no log, and in Redis only as long as it is needed."""

from __future__ import annotations

import redis
import structlog

from bot.playground.card_hand import Entries
from tests.tenant_fixtures import MAREN, READ_OUT, Tenant

AGENDA_WORD, SAID_WORD = "quizzaciously", "zwitterblume"


def everything_in(url: str, prefix: str) -> str:
    """All keys of one installation with all they hold, as text."""
    client = redis.Redis.from_url(url, decode_responses=True)
    held: list[str] = []
    try:
        for key in client.scan_iter(f"*{prefix}*", count=1000):
            held += [key, str(_value(client, key))]
    finally:
        client.close()
    return "\n".join(held)


def _value(client: redis.Redis, key: str) -> object:
    kind = client.type(key)
    if kind == "hash":
        return client.hgetall(key)
    if kind == "zset":
        return client.zrange(key, 0, -1)
    if kind == "set":
        return client.smembers(key)
    if kind == "stream":
        return client.xrange(key)
    return client.get(key)


async def test_words_are_in_no_log_and_are_dropped_when_they_were_read(tenant: Tenant) -> None:
    settings = tenant.gateway.settings
    with structlog.testing.capture_logs() as logs:
        await tenant.invite("Weekly status round", f"Hello {AGENDA_WORD},\n\n{READ_OUT}")
        await tenant.card(tenant.private(MAREN), "Make it async", "Keep")
        chat = await tenant.hold_meeting()
        card = await tenant.card(chat, "Add", "Nothing to do")
        said = f"Thanks, {SAID_WORD} everybody! Ana checks the numbers by Friday."
        await tenant.press(chat, card, MAREN, "Add", Entries(text=said))
        await tenant.sees(chat, "check the numbers")
        await tenant.quiet()
    assert len(logs) > 5
    for word in (AGENDA_WORD, SAID_WORD, "renewals", "numbers", "Maren", "Souza", "status round"):
        assert word not in str(logs)
    held = everything_in(settings.redis_url.reveal(), settings.key_prefix)
    assert "check the numbers" in held  # the task is kept: the detector works
    assert AGENDA_WORD not in held
    assert SAID_WORD not in held
