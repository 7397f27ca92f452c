"""A task: an outcome with a what, an owner who says yes, a date and a state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from bot.domain.conversation import Conversation
from bot.domain.person import Person

TaskState = Literal["proposed", "accepted", "done", "declined", "dropped"]
OPEN_STATES: frozenset[TaskState] = frozenset({"proposed", "accepted", "declined"})


@dataclass(frozen=True, slots=True)
class Step:
    """One step in a task's life: who did what, when. `by` is a person id, or "potluck"."""

    at: datetime
    by: str
    action: str


@dataclass(frozen=True, slots=True)
class Task:
    """`id` is short and human ("T-12"), unique in its team. `owner` is set only to somebody known; until that
    person accepts, the task is merely proposed to them. `owner_words` and `due_words` keep what was written where
    it could not be resolved."""

    id: str
    tenant: str
    team: str
    what: str
    state: TaskState
    proposer: str
    created: datetime
    owner: str | None = None
    owner_name: str | None = None  # as shown; refreshed when the owner acts
    owner_words: str | None = None
    due: date | None = None
    due_time: time | None = None
    due_words: str | None = None
    meeting: str | None = None  # key of the meeting instance
    meeting_title: str | None = None
    outcome: str | None = None  # id of the outcome it was read from
    history: tuple[Step, ...] = ()
    heard_by: int | None = None  # how many people could read the words it comes from; None: the whole team
    for_guest: str | None = None  # name of the guest who does it; the owner is the colleague who answers for it
    also_proposed: tuple[str, ...] = ()  # people who wrote the same thing; it was merged into this one
    version: int = 0  # of the stored record; 0 before it is stored

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def authors(self) -> tuple[str, ...]:
        return (self.proposer, *self.also_proposed)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one person submitted after a meeting, until it has been read into tasks; then the words are dropped.

    `at` orders the words of a message that is edited. No words at all: the message was taken back."""

    id: str
    tenant: str
    meeting: str | None
    team: str
    author: str
    text: str
    at: datetime
    owner: str | None = None  # from the card's people picker
    due: date | None = None  # from the card's date field
    conversation: Conversation | None = None  # where a message was written, when not through a card
    spoken_by: str | None = None  # who wrote the words, where somebody else submitted them; "" where unknown
    placed: str | None = None  # the team whose tasks earlier words of the same message became
    whole: bool = False  # its author says that the words as they stand are one item
    about: str | None = None  # what was said in private of which meeting is meant
    mentioned: tuple[Person, ...] = ()  # by the id that Teams told, under the name that stands in the words
