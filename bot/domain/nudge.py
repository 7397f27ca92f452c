"""A nudge: one private "could this be async?" and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.conversation import MessageRef
from bot.domain.judgement import Evidence

Answer = Literal["async", "shorten", "keep", "wrong", "not_series"]


@dataclass(frozen=True, slots=True)
class Nudge:
    """What stays of an invite after judging it: a keyed hash of its id, the judgement, up to three evidence spans.

    The record expires with `meeting_ends`; the answer is kept by hash alone.
    """

    id: str  # keyed hash of tenant, mailbox and event id
    tenant: str
    organizer: str
    series: str | None  # keyed hash of the series id
    p: float
    evidence: tuple[Evidence, ...]
    meeting_ends: datetime
    sent_at: datetime
    message: MessageRef | None = None
    answer: Answer | None = None
    answered_at: datetime | None = None
    withdrawn: bool = False  # the meeting is no more, and the card says so
    version: int = 0
