"""The playground's clock: starts at the real time and can be moved forward, never back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

FARTHEST = timedelta(days=400)  # in one move: more is a slip of the hand
ZONE = "Europe/Berlin"


class MovableClock:
    def __init__(self) -> None:
        self._shift = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._shift

    def advance(self, by: timedelta) -> datetime:
        """Returns the new time. Raises ValueError for a move back or too far."""
        if not timedelta() <= by <= FARTHEST:
            raise ValueError("The clock only moves forward, and at most 400 days at a time.")
        self._shift += by
        return self.now()

    def move_to(self, moment: datetime) -> datetime:
        """Raises ValueError like `advance`."""
        return self.advance(moment - self.now())


def stamp(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds, as the page and the services write times."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
