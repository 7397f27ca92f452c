"""Walking over all keys in pieces: each bounded, none left out, whoever goes on and whatever was started again."""

from __future__ import annotations

from pathlib import Path

from bot.adapters.redis import RedisKit, open_redis
from bot.adapters.redis.embedded import EmbeddedServer
from bot.adapters.redis.walk import Walk
from bot.settings import Secret, Settings
from tests.redis_fixtures import HandClock

PEOPLE = 400
PIECE = 50
MOST = 2 * PIECE  # the server may tell a few more than it was asked for


async def fill(kit: RedisKit) -> set[str]:
    for number in range(PEOPLE):
        await kit.people.block("contoso", f"p-{number}", blocked=True)
    return {kit._keys.of_person("person", "contoso", f"p-{number}") for number in range(PEOPLE)}


async def walk_on(kit: RedisKit, position: str = "") -> tuple[list[list[str]], set[str]]:
    """From there to the end, each piece by somebody who knows nothing but the position."""
    pieces: list[list[str]] = []
    while not pieces or position:
        keys, position = await Walk(kit._redis, kit._keys.prefix, piece=PIECE).keys(position)
        pieces.append(keys)
    return pieces, {key for piece in pieces for key in piece}


async def test_pieces_are_bounded_and_meet_every_key(redis_kit: RedisKit) -> None:
    filled = await fill(redis_kit)
    pieces, met = await walk_on(redis_kit)
    assert filled <= met
    assert max(len(piece) for piece in pieces) <= MOST
    assert len(pieces) >= PEOPLE / MOST


async def test_where_the_server_was_started_again_the_walk_begins_anew(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path)
    kit = await open_redis(Settings(redis_url=Secret(server.start())), HandClock(), role="worker")
    filled = await fill(kit)
    _, position = await Walk(kit._redis, "", piece=PIECE).keys("")
    _, rest = await walk_on(kit, position)
    assert not filled <= rest, "where nothing happened, it goes on from where it was"
    server.kill()
    server.start()
    _, again = await walk_on(kit, position)
    assert filled <= again
    await kit.close()
    server.stop()
