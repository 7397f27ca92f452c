"""A round in writing: what a meeting becomes when its organizer makes it async."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.conversation import MessageRef
from bot.domain.meeting import Attendee
from bot.domain.tongue import DEFAULT


@dataclass(frozen=True, slots=True)
class Ask:
    """One agenda item as a question to one person of the invite."""

    question: str
    to: Attendee


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody wrote about an item (by its number in `asks`)."""

    item: int
    person: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Round:
    """`event_id` is kept to act on the event when the time for undoing is over. `panel` is the organizer's own card,
    `thread` the one where everybody answers."""

    id: str
    tenant: str
    organizer: str
    event_id: str
    subject: str
    asks: tuple[Ask, ...]
    deadline: datetime
    event: Literal["cancel", "keep"]
    started: datetime
    panel: MessageRef
    state: Literal["open", "undone", "closed"] = "open"
    thread: MessageRef | None = None
    replies: tuple[Reply, ...] = ()
    locale: str = DEFAULT  # what is read where everybody answers
    version: int = 0

    @property
    def message(self) -> MessageRef | None:
        """The card in the thread, once its id is known: where a post's answer was lost, the first click tells it."""
        return self.thread if self.thread and self.thread.activity_id else None

    def open_items(self) -> list[int]:
        answered = {reply.item for reply in self.replies}
        return [number for number in range(len(self.asks)) if number not in answered]
