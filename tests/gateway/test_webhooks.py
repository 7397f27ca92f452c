"""Webhooks: signed, repeated until heard, and never sent into the house's own network."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from redis.asyncio import Redis

from bot.adapters.hook_sender import WebhookSender
from bot.features.webhooks.sign import HEADER, signed_headers
from tests.gateway.door import Door

INSIDE = [
    "http://hooks.example.com/x",
    "https://localhost/x",
    "https://127.0.0.1/x",
    "https://10.0.0.8/x",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/x",
    "https://[::ffff:10.0.0.1]/x",
    "https://2130706433/x",
    "https://intranet/x",
    "https://user:pass@hooks.example.com/x",
    "https://printer.local/x",
    "https://hooks.example.com:99999/x",
]


@pytest.mark.parametrize("url", INSIDE)
def test_an_address_inside_the_house_is_refused(url: str) -> None:
    assert not WebhookSender(rehearsal=False).is_allowed(url)


def test_loopback_is_for_rehearsals() -> None:
    assert WebhookSender(rehearsal=True).is_allowed("http://127.0.0.1:8080/x")
    assert WebhookSender(rehearsal=False).is_allowed("https://hooks.example.com/x")


def test_a_receiver_can_check_the_signature() -> None:
    headers = signed_headers(b'{"id":"e"}', secret="s", event_id="e", now_s=1700000000)
    expected = hmac.new(b"s", b'1700000000.{"id":"e"}', hashlib.sha256).hexdigest()
    assert headers[HEADER] == f"t=1700000000,v1={expected}"


async def test_an_answer_that_is_kept_for_a_repetition_holds_no_readable_secret(door: Door) -> None:
    body = {"url": "https://hooks.example.com/x", "events": ["task.done"]}
    first = await door.ask("POST", "/webhooks", door.app("Admin"), key="k-1", json=body)
    settings = door.house.settings
    async with Redis.from_url(settings.redis_url.reveal(), decode_responses=True) as redis:
        kept = [key async for key in redis.scan_iter(f"{settings.key_prefix}*answer*")]
        assert len(kept) == 1
        assert first.body["secret"] not in str(await redis.get(kept[0]))
    again = await door.ask("POST", "/webhooks", door.app("Admin"), key="k-1", json=body)
    assert (again.status, again.body) == (201, first.body)
    assert again.headers["Location"] == first.headers["Location"]
