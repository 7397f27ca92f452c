"""What a date phrase means: one reader for each pattern. They are found in `find_dates.py`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from nlp.own_words import dates
from nlp.own_words.date_patterns import END_OF_DAY, NEXT, THIS, Rules
from nlp.own_words.lexicon import date_words


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A stretch of text that names a time: `day` and `clock` ("HH:MM") are None where they stay open."""

    start: int
    end: int
    day: date | None
    clock: str | None = None
    relative: int | None = None
    part_of_day: bool = False
    bare_ordinal: bool = False
    zone: str | None = None

    def due(self, when: date) -> str | None:
        """As in "YYYY-MM-DD" or "YYYY-MM-DDTHH:MM"; a time without a day is on the meeting's date."""
        if self.clock:
            return f"{(self.day or when).isoformat()}T{self.clock}"
        return self.day.isoformat() if self.day else None


@dataclass(frozen=True, slots=True)
class Context:
    """What a phrase is read against: the meeting's date, the language's tables, and whether 3/4 is March."""

    when: date
    rules: Rules
    month_first: bool


Reader = Callable[[re.Match[str], Context], DatePhrase | None]


def _phrase(match: re.Match[str], day: date | None, clock: str | None = None) -> DatePhrase | None:
    end = match.end("x")
    if match["x"].endswith(".") and match["x"][-2:-1].isalpha():
        end -= 1  # the sentence's full stop, not an abbreviation's
    return DatePhrase(match.start("x"), end, day, clock) if day or clock else None


def _iso(m: re.Match[str], _at: Context) -> DatePhrase | None:
    return _phrase(m, dates.safe_date(int(m["y"]), int(m["m"]), int(m["d"])))


def _numeric(m: re.Match[str], at: Context) -> DatePhrase | None:
    first, second = int(m["a"]), int(m["b"])
    year = int(m["y"]) if m["y"] else None
    day, month = (second, first) if at.month_first and m["sep"] != "." else (first, second)
    found = dates.day_and_month(at.when, day, month, year) or dates.day_and_month(at.when, month, day, year)
    return _phrase(m, found)


def _day_month(m: re.Match[str], at: Context) -> DatePhrase | None:
    return _phrase(
        m,
        dates.day_and_month(at.when, int(m["d"]), at.rules.months[m["mon"]], int(m["y"]) if m["y"] else None),
    )


def _ordinal(m: re.Match[str], at: Context) -> DatePhrase | None:
    found = _phrase(m, dates.day_of_month_after(at.when, int(m["d"])) if 1 <= int(m["d"]) <= 31 else None)
    return replace(found, bare_ordinal=True) if found else None


def _weekday(m: re.Match[str], at: Context) -> DatePhrase | None:
    weekday = at.rules.weekdays[m["wd"]]
    which = (m["which"] or "").strip()
    after = (m["after"] or "").strip()
    if after and ("week" in after or "wk" in after) and not which and after in ("week", "in a week"):
        day = dates.weekday_after(at.when, weekday)
        return _phrase(m, dates.plus_days(day, 7) if day else None)
    if which in THIS or after in THIS:
        return _phrase(m, dates.weekday_this_week(at.when, weekday))
    if which in NEXT or after in NEXT:
        return _phrase(m, dates.weekday_next_week(at.when, weekday))
    return _phrase(m, dates.weekday_after(at.when, weekday))


def _next_week_weekday(m: re.Match[str], at: Context) -> DatePhrase | None:
    return _phrase(m, dates.weekday_next_week(at.when, at.rules.weekdays[m["wd"]]))


def _week_from(m: re.Match[str], at: Context) -> DatePhrase | None:
    day = dates.weekday_after(at.when, at.rules.weekdays[m["wd"]])
    return _phrase(m, dates.plus_days(day, 7) if day else None)


def _day_word(m: re.Match[str], at: Context) -> DatePhrase | None:
    words = m["w"]
    found = _phrase(m, dates.plus_days(at.when, date_words().days[words]))
    return replace(found, part_of_day=True) if found and words in END_OF_DAY else found


def _morning_word(m: re.Match[str], at: Context) -> DatePhrase | None:
    return _phrase(m, dates.plus_days(at.when, 1))


def _end(m: re.Match[str], at: Context) -> DatePhrase | None:
    stretch = date_words().ends[m["w"]]
    if stretch == "weekend":
        return DatePhrase(m.start("x"), m.end("x"), None)
    return _phrase(m, END_RULES[stretch](at.when))


def _end_named(m: re.Match[str], at: Context) -> DatePhrase | None:
    return _phrase(m, dates.end_of_named_month(at.when, at.rules.months[m["mon"]]))


def _quarter(m: re.Match[str], at: Context) -> DatePhrase | None:
    quarter = int(m["q"])
    if m["y"]:
        year = int(m["y"]) + (2000 if len(m["y"]) == 2 else 0)
        return _phrase(m, dates.end_of_quarter(date(year, quarter * 3, 1)) if 1 <= year <= 9998 else None)
    return _phrase(m, dates.end_of_quarter(at.when, quarter))


def _week_number(m: re.Match[str], at: Context) -> DatePhrase | None:
    weekday = at.rules.weekdays[m["wd"]] if m["wd"] else dates.FRIDAY
    return _phrase(m, dates.iso_week_friday(at.when, int(m["n"]), weekday))


def _in_some(m: re.Match[str], at: Context) -> DatePhrase | None:
    count = int(m["n"]) if m["n"].isdigit() else date_words().numbers.get(re.sub(r"\s+", " ", m["n"]), 0)
    unit = m["u"]
    if not count:
        return DatePhrase(m.start("x"), m.end("x"), None)
    if unit[:2] in ("mo", "me") and unit[:3] != "mom":
        month = dates.end_of_month(at.when, count)
        return _phrase(m, month.replace(day=min(at.when.day, month.day)) if month else None)
    if unit.startswith(("working", "business", "work", "arbeits", "werk")):
        return _phrase(m, _working_days(at.when, count))
    return _phrase(
        m,
        dates.plus_days(
            at.when,
            count * (7 if unit[:2] in ("we", "wk", "wo", "se") and not unit.startswith("werk") else 1),
        ),
    )


def _working_days(when: date, count: int) -> date | None:
    """`count` working days ahead, Monday to Friday; more than a year of them is left open."""
    day: date | None = when
    for _ in range(count if count <= 260 else 0):
        day = dates.plus_days(day, 1 if day.weekday() < 4 else 7 - day.weekday()) if day else None
    return day if count <= 260 else None


def _fortnight(m: re.Match[str], at: Context) -> DatePhrase | None:
    return _phrase(m, dates.plus_days(at.when, 14))


def _middle(m: re.Match[str], at: Context) -> DatePhrase | None:
    return _phrase(m, dates.middle_of_month(at.when, at.rules.months[m["mon"]]))


def _nth(m: re.Match[str], at: Context) -> DatePhrase | None:
    ordinal = {
        "first": 1,
        "1st": 1,
        "second": 2,
        "2nd": 2,
        "third": 3,
        "3rd": 3,
        "fourth": 4,
        "4th": 4,
        "last": -1,
    }
    return _phrase(
        m, dates.nth_weekday(at.when, ordinal[m["o"]], at.rules.weekdays[m["wd"]], at.rules.months[m["mon"]])
    )


def _vague(m: re.Match[str], _at: Context) -> DatePhrase | None:
    return DatePhrase(m.start("x"), m.end("x"), None)


def _relative(m: re.Match[str], at: Context) -> DatePhrase | None:
    words = m["w"]
    if m["wd"]:
        step = -100 - at.rules.weekdays[m["wd"]]
    else:
        step = -1 if words in ("before", "vorher", "davor", "la veille") else 1 if words in ("after", "danach") else 0
    return DatePhrase(m.start("x"), m.end("x"), None, relative=step)


def _clock(m: re.Match[str], _at: Context) -> DatePhrase | None:
    hour, minute = int(m["h"]), int(m["min"] or 0)
    half = (m["ap"] or "").replace(".", "").strip()
    if half.startswith("p") and hour < 12:
        hour += 12
    if half.startswith("a") and hour == 12:
        hour = 0
    return _phrase(m, None, f"{hour:02d}:{minute:02d}") if hour < 24 and minute < 60 else None


def _bare_hour(m: re.Match[str], _at: Context) -> DatePhrase | None:
    hour = int(m["h"])
    hour += 12 if 1 <= hour <= 6 else 0  # nobody means four in the morning
    return _phrase(m, None, f"{hour:02d}:00") if hour < 24 else None


def _hour_word(m: re.Match[str], _at: Context) -> DatePhrase | None:
    clock = date_words().hours[m["w"]]
    return _phrase(m, None, clock) if clock else replace(DatePhrase(m.start("x"), m.end("x"), None), part_of_day=True)


def _part_of_day(m: re.Match[str], _at: Context) -> DatePhrase | None:
    return DatePhrase(m.start("x"), m.end("x"), None, part_of_day=True)


END_RULES: dict[str, Callable[[date], date | None]] = {
    "week": dates.end_of_week,
    "next week": lambda when: dates.weekday_next_week(when, dates.FRIDAY),
    "week after next": lambda when: dates.plus_days(when, 18 - when.weekday()),
    "month": dates.end_of_month,
    "next month": lambda when: dates.end_of_month(when, 1),
    "quarter": dates.end_of_quarter,
    "next quarter": lambda when: dates.end_of_quarter(when, None, 1),
    "year": dates.end_of_year,
}
READERS: dict[str, Reader] = {
    "iso": _iso,
    "numeric": _numeric,
    "day_month": _day_month,
    "month_day": _day_month,
    "ordinal": _ordinal,
    "weekday": _weekday,
    "next_week_weekday": _next_week_weekday,
    "week_from": _week_from,
    "day_word": _day_word,
    "morning_word": _morning_word,
    "end": _end,
    "end_named": _end_named,
    "quarter": _quarter,
    "week_number": _week_number,
    "in_some": _in_some,
    "fortnight": _fortnight,
    "middle": _middle,
    "nth": _nth,
    "vague": _vague,
    "relative": _relative,
    "clock": _clock,
    "bare_hour": _bare_hour,
    "hour_word": _hour_word,
    "part_of_day": _part_of_day,
}
