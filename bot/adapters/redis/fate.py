"""What becomes of a job after a try. Pure."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import BadInput, Conflict, GiveUp, MaybeDelivered, TryLater


@dataclass(frozen=True, slots=True)
class Done:
    """Acknowledge it. `as_what` is counted: done, or given_up."""

    as_what: str = "done"


@dataclass(frozen=True, slots=True)
class Again:
    after_ms: int


@dataclass(frozen=True, slots=True)
class Dead:
    """`reason` is a code: no text of an error, which might hold somebody's words."""

    reason: str


Fate = Done | Again | Dead


@dataclass(frozen=True, slots=True)
class Retries:
    """An outage may last for hours; a defect does not mend itself. `deaths`: so many workers died on the job."""

    tries: int = 6
    outage_tries: int = 60
    conflict_tries: int = 20
    first_s: float = 1.0
    longest_s: float = 600.0
    deaths: int = 4


def fate_of(
    failure: BaseException | None, tries: int, retries: Retries, jitter: Callable[[], float] = random.random
) -> Fate:
    """`tries` counts this one."""
    named = 0.0  # seconds that a service asked for: never less, but more where it goes on asking for hours
    match failure:
        case None:
            return Done()
        case GiveUp() | MaybeDelivered():
            return Done("given_up")
        case BadInput():
            return Dead("bad_input")
        case TryLater(after_s=after_s):
            most, named = retries.outage_tries, after_s or 0.0
        case Conflict():
            most = retries.conflict_tries
        case _:
            most = retries.tries
    if tries >= most:
        return Dead(type(failure).__name__)
    wait_s = min(retries.longest_s, retries.first_s * 2 ** min(tries - 1, 20))
    return Again(round(1000 * max(wait_s * (0.5 + 0.5 * jitter()), named * (1 + 0.1 * jitter()))))
