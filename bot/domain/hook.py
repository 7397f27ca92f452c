"""Webhooks: where another system is told what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

HookEvent = Literal["task.proposed", "task.accepted", "task.declined", "task.done", "task.dropped", "nudge.answered"]
HOOK_EVENTS: Final[tuple[HookEvent, ...]] = get_args(HookEvent)


@dataclass(frozen=True, slots=True)
class Hook:
    """`secret` signs what is sent to `url`."""

    id: str
    tenant: str
    url: str
    events: tuple[HookEvent, ...]
    secret: str
    created: datetime
