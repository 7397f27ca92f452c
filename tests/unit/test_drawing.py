"""Whoever draws last has drawn what stands, however many draw at once."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from bot.domain.cards import Card, card, text
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.drawing import Drawing, draw
from bot.domain.ports import Messenger
from bot.errors import TryLater
from tests.redis_fixtures import until

MESSAGE = MessageRef(Conversation("t", "19:c", "https://smba.example/", "group"), "1")


class Wall:
    """Takes a drawing only when it is let."""

    def __init__(self) -> None:
        self.face: Card | None = None
        self.waiting: list[asyncio.Event] = []

    async def update(self, _message: MessageRef, face: Card, **_more: Any) -> None:
        self.waiting.append(free := asyncio.Event())
        await free.wait()
        self.face = face

    async def until_waiting(self, count: int) -> list[asyncio.Event]:
        await until(lambda: len(self.waiting) >= count)
        return self.waiting


def drawing(state: int) -> Drawing:
    return Drawing(MESSAGE, card([text(str(state))]), "s")


async def test_an_old_drawing_that_arrives_last_is_drawn_over() -> None:
    wall, state = Wall(), [1]

    async def look() -> Drawing:
        return drawing(state[0])

    slow = asyncio.create_task(draw(cast("Messenger", wall), look))
    await wall.until_waiting(1)  # has looked, and is on its way with 1
    state[0] = 2
    quick = asyncio.create_task(draw(cast("Messenger", wall), look))
    (await wall.until_waiting(2))[1].set()
    await quick
    assert wall.face == drawing(2).face
    wall.waiting[0].set()  # the old one arrives now
    (await wall.until_waiting(3))[2].set()
    await slow
    assert wall.face == drawing(2).face


async def test_what_never_rests_is_tried_later() -> None:
    count = iter(range(1000))

    class Free(Wall):
        async def update(self, _message: MessageRef, face: Card, **_more: Any) -> None:
            self.face = face

    async def look() -> Drawing:
        return drawing(next(count))

    with pytest.raises(TryLater):
        await draw(cast("Messenger", Free()), look)
