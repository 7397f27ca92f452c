"""Calendar rules for due dates: pure arithmetic on days. How dates are written lives in `date_phrases.py`."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

MONTH_FIRST_LOCALES = frozenset({"en-us", "ja-jp", "ko-kr"})
FRIDAY = 4


def month_comes_first(locale: str) -> bool:
    """Whether 03/04 is March 4 in this locale; everywhere else it is 3 April."""
    return locale.replace("_", "-").lower() in MONTH_FIRST_LOCALES


def safe_date(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    if not 1 <= year <= 9998 or not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def plus_days(when: date, days: int) -> date | None:
    """`when` moved by `days`, or None beyond the calendar."""
    try:
        return when + timedelta(days=days)
    except OverflowError:
        return None


def weekday_after(when: date, weekday: int) -> date | None:
    """A bare weekday name: the next such day strictly after the meeting."""
    return plus_days(when, (weekday - when.weekday() - 1) % 7 + 1)


def weekday_this_week(when: date, weekday: int) -> date | None:
    """As in "this Friday": of the calendar week (Monday to Sunday) of the meeting."""
    return plus_days(when, weekday - when.weekday())


def weekday_next_week(when: date, weekday: int) -> date | None:
    """As in "next Friday": of the calendar week after the meeting's."""
    return plus_days(when, weekday - when.weekday() + 7)


def end_of_week(when: date) -> date | None:
    """Friday of this week; the following one where it has passed."""
    friday = weekday_this_week(when, FRIDAY)
    return weekday_next_week(when, FRIDAY) if friday and friday < when else friday


def end_of_month(when: date, months_ahead: int = 0) -> date | None:
    """The last calendar day of this month, or of a later one."""
    index = when.year * 12 + when.month - 1 + months_ahead
    year, month = index // 12, index % 12 + 1
    if not 1 <= year <= 9998:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def end_of_named_month(when: date, month: int) -> date | None:
    """As in "end of July": its last day, of the first such month not yet over."""
    return end_of_month(when, (month - when.month) % 12)


def day_of_month_after(when: date, day: int) -> date | None:
    """As in "the 5th": the next 5th strictly after the meeting; months too short for it are skipped."""
    for ahead in range(13):
        last = end_of_month(when, ahead)
        found = safe_date(last.year, last.month, day) if last else None
        if found and found > when:
            return found
    return None


def day_and_month(when: date, day: int, month: int, year: int | None = None) -> date | None:
    """A day and a month; without a year, the occurrence nearest ahead, a recent past one being kept.

    A day up to sixty days back is taken as past (people note what slipped), an older one as next year's.
    """
    if year is not None:
        return safe_date(year + 2000 if year < 100 else year, month, day)
    for candidate_year in (when.year, when.year + 1, when.year + 2, when.year + 3):
        found = safe_date(candidate_year, month, day)
        if found and (found - when).days > -60:
            return found
    return None


def iso_week_friday(when: date, week: int, weekday: int = FRIDAY) -> date | None:
    """Friday of that ISO week, the next one not yet past."""
    for year in (when.year - 1, when.year, when.year + 1, when.year + 2):
        try:
            found = date.fromisocalendar(year, week, weekday + 1)
        except ValueError:
            continue
        if found >= when:
            return found
    return None


def end_of_quarter(when: date, quarter: int | None = None, quarters_ahead: int = 0) -> date | None:
    """The last day of the named quarter (not yet past), or of this one, or of a later one."""
    current = (when.month - 1) // 3 + 1
    ahead = (quarter - current) % 4 if quarter is not None else quarters_ahead
    return end_of_month(when, (current + ahead) * 3 - when.month)


def end_of_year(when: date) -> date | None:
    """31 December of the meeting's year."""
    return safe_date(when.year, 12, 31)


def middle_of_month(when: date, month: int) -> date | None:
    """As in "mid-March": the 15th, the next one not yet past."""
    for year in (when.year, when.year + 1):
        found = safe_date(year, month, 15)
        if found and found >= when:
            return found
    return None


def nth_weekday(when: date, ordinal: int, weekday: int, month: int) -> date | None:
    """As in "first Monday of December": ordinal 1 to 4, or -1 for the last; the next not yet past."""
    for year in (when.year, when.year + 1):
        days = (
            [
                day
                for day in range(1, calendar.monthrange(year, month)[1] + 1)
                if date(year, month, day).weekday() == weekday
            ]
            if year <= 9998
            else []
        )
        if not days:
            return None
        found = date(year, month, days[ordinal - 1 if ordinal > 0 else ordinal])
        if found >= when:
            return found
    return None
