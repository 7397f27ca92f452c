"""A card that several workers may bring up to date at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.cards import Card
from bot.domain.conversation import MessageRef
from bot.domain.ports import Messenger
from bot.errors import TryLater

MOST_DRAWINGS = 10


@dataclass(frozen=True, slots=True)
class Drawing:
    message: MessageRef
    face: Card
    summary: str


async def draw(messenger: Messenger, look: Callable[[], Awaitable[Drawing | None]]) -> None:
    """Looks again after each drawing: another worker may have drawn something newer between our look and our drawing,
    and the last to draw must have drawn what stands. Raises as `Messenger.update`, and TryLater where it never rests.
    """
    drawn: Drawing | None = None
    for _ in range(MOST_DRAWINGS):
        now = await look()
        if now is None or now == drawn:
            return
        await messenger.update(now.message, now.face, summary=now.summary)
        drawn = now
    raise TryLater("a card keeps changing", after_s=1)
