"""What is to be done about meetings and what was said after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.conversation import Conversation
from bot.domain.jobs.job import Job


@dataclass(frozen=True, slots=True)
class AskOutcomes(Job):
    """Post the outcome card in the chat of a meeting that ended. Times are ISO 8601 UTC."""

    meeting_id: str
    title: str
    end: str
    chat: Conversation


@dataclass(frozen=True, slots=True)
class AskUnlessEnded(Job):
    """Ask about an instance (by key) whose end nobody told, a good while after it should have ended. Times are ISO
    8601 UTC."""

    meeting: str
    meeting_id: str
    end: str


@dataclass(frozen=True, slots=True)
class OpenSealed(Job):
    """Prove and open what Graph told encrypted; it lies here as it came."""

    content: str
    tokens: Sequence[str]


@dataclass(frozen=True, slots=True)
class NoteStart(Job):
    """Remember that an instance of a meeting began."""

    meeting_id: str
    title: str
    start: str
    chat: Conversation


@dataclass(frozen=True, slots=True)
class NotePrivateMeeting(Job):
    """Remember that the meeting with this chat is marked private, personal or confidential."""

    chat_id: str


@dataclass(frozen=True, slots=True)
class ReadOutcome(Job):
    """Read a submitted outcome into tasks."""

    outcome_id: str


@dataclass(frozen=True, slots=True)
class PlaceOutcome(Job):
    """Find the meeting that words said in private are about; ask where several fit."""

    outcome_id: str


@dataclass(frozen=True, slots=True)
class RefreshOutcomeCard(Job):
    """Bring the outcome card of a meeting instance (by key) up to date. `settled`: for the last time."""

    meeting: str
    settled: bool = False
