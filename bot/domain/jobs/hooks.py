"""What other systems are to be told."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.jobs.job import Job


@dataclass(frozen=True, slots=True)
class TellHooks(Job):
    """Something happened that other systems may want to hear of: one delivery for each that does. `at` is ISO; what
    it is about are ids alone, or the code of an answer."""

    event: str
    at: str
    team: str | None = None
    task_id: str | None = None
    nudge: str | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class DeliverHook(Job):
    """Tell one webhook one event. `body` is the JSON text that is signed; it holds ids alone."""

    hook: str
    event_id: str
    body: str
