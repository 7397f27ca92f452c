"""Every error that Potluck raises on purpose; each says what to do next.

    PotluckError
    |-- ConfigError        a setting is missing or wrong: refuse to start, say how to mend it
    |-- BadInput           the caller sent something malformed: 4xx, never stored
    |-- NotAllowed         the caller may not do this: 401 or 403
    |-- Conflict           the record changed meanwhile: read it again, decide again
    |-- TryLater           an outage or a throttle: the same call may succeed after `after_s`
    |   `-- NewerJob       a job of a newer release: leave it to a worker of that release
    |-- MaybeDelivered     a send whose answer was lost: it may have arrived, so never repeat it blindly
    `-- GiveUp             will never succeed: record it and stop
        |-- Unreachable    nobody can be written to there (blocked, uninstalled, left)
        |-- Gone           the message, event or conversation no longer exists
        `-- TooBig         the service will not take a message of this size

Adapters translate what their libraries raise into these at the seam, `from` the original. No message of these
errors may carry a person's words, a name, a token or a card.
"""

from __future__ import annotations


class PotluckError(Exception):
    """Root of the tree."""


class ConfigError(PotluckError):
    """A setting is missing or wrong. `name` is the environment variable, `mend` what to do about it."""

    def __init__(self, name: str, mend: str) -> None:
        super().__init__(f"{name}: {mend}")
        self.name = name
        self.mend = mend


class BadInput(PotluckError):
    """The caller sent something malformed. `status` is the HTTP status to answer (400, 411, 413, 415 ...)."""

    def __init__(self, detail: str, *, status: int = 400) -> None:
        super().__init__(detail)
        self.detail = detail
        self.status = status


class NotAllowed(PotluckError):
    """The caller may not do this. `status` is 401 (who are you?) or 403 (not you)."""

    def __init__(self, reason: str, *, status: int = 403, told: str = "") -> None:
        """`told` is the reason in the language of whoever is refused."""
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.told = told


class Conflict(PotluckError):
    """A record changed between reading and writing it."""


class TryLater(PotluckError):
    """The same call may succeed later; `after_s` where the service named a wait."""

    def __init__(self, reason: str, *, after_s: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after_s = after_s


class NewerJob(TryLater):
    """A job that a newer release wrote, during an upgrade: a worker of that release will understand it."""


class MaybeDelivered(PotluckError):
    """A send whose answer was lost on the way back."""


class GiveUp(PotluckError):
    """Will never succeed. `reason` is a short stable code, fit for a log or a metric label."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.told = ""  # as that of NotAllowed


class Unreachable(GiveUp):
    """Nobody can be written to there."""


class Gone(GiveUp):
    """The message, event or conversation no longer exists."""


class TooBig(GiveUp):
    """The service will not take a message of this size."""
