"""When a person may be disturbed: not in quiet hours, not on days off, not while paused. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.person import Preferences
from bot.domain.team import DigestTime
from bot.domain.workdays import Workdays

USUAL_HOUR = time(9, 0)


@dataclass(frozen=True, slots=True)
class Days:
    """A person's days as they live them. Moments are aware UTC."""

    zone: ZoneInfo
    works: Workdays
    wishes: Preferences

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def may_disturb(self, now: datetime) -> bool:
        wall = now.astimezone(self.zone)
        return wall.date() in self.works and not self.wishes.is_quiet(wall.time()) and not self.wishes.paused(now)

    @property
    def usual_hour(self) -> time:
        """Nine o'clock, or the end of quiet hours where those last longer."""
        return self.wishes.quiet_until if self.wishes.is_quiet(USUAL_HOUR) else USUAL_HOUR

    def first_hour(self, day: date) -> datetime:
        return self._moment(day, self.usual_hour)

    def next_calm_moment(self, now: datetime) -> datetime | None:
        """The first moment from `now` on when they may be disturbed; None where there is none."""
        start = max(now, self.wishes.paused_until or now)
        if self.may_disturb(start):
            return start
        today = self.today(start)
        for day in (today, self.works.first_from(today + timedelta(days=1))):
            calm = [at for at in self._mornings(day) if at >= start and self.may_disturb(at)] if day else []
            if calm:
                return min(calm)
        return None

    def _mornings(self, day: date) -> tuple[datetime, datetime]:
        return self.first_hour(day), self._moment(day, self.wishes.quiet_until)

    def _moment(self, day: date, at: time) -> datetime:
        """Where clocks jump over that time it comes that much later; of two equal times, the first."""
        return datetime.combine(day, at, tzinfo=self.zone).astimezone(UTC)


def days_of(wishes: Preferences, team: DigestTime) -> Days:
    """Where the person's settings name no zone or country, their team's count."""
    return Days(ZoneInfo(wishes.zone or team.zone), Workdays(wishes.days, wishes.country or team.country), wishes)
