"""What a feature offers to the house: one line of the table in bot/bootstrap/features.py."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.cards import Reply
from bot.domain.events import CardAnswered
from bot.domain.jobs import Job

OnEvent = Callable[[Any], Awaitable[None]]
OnAnswer = Callable[[CardAnswered], Awaitable[Reply]]
DoJob = Callable[[Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Feature:
    """`events` and `answers` run in the gateway and must return at once; `jobs` run in workers, perhaps twice.

    The values take exactly the type that their key names; the tables are keyed by that type, so no handler is ever
    called with another.
    """

    name: str
    events: Mapping[type, OnEvent] = field(default_factory=dict)
    answers: Mapping[str, OnAnswer] = field(default_factory=dict)
    jobs: Mapping[type[Job], DoJob] = field(default_factory=dict)
