"""What is to be done about a round in writing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.domain.conversation import MessageRef
from bot.domain.jobs.job import Job


@dataclass(frozen=True, slots=True)
class PreviewRound(Job):
    """Show the organizer, in the nudge's own message, what a round in writing would be. `about` is what the nudge's
    card says of the meeting."""

    nudge: str
    organizer: str
    about: dict[str, Any]
    message: MessageRef


@dataclass(frozen=True, slots=True)
class StartRound(Job):
    """Post a round in writing where its people are."""

    round_id: str


@dataclass(frozen=True, slots=True)
class ApplyRound(Job):
    """The time for undoing is over: do with the event what its organizer chose."""

    round_id: str


@dataclass(frozen=True, slots=True)
class CloseRound(Job):
    """The deadline is there: sum up."""

    round_id: str
