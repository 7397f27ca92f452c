"""What somebody reads in their own digest. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.person import HowOften
from bot.domain.task import Task
from bot.domain.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Mine:
    """`asked`: named for it, and no yes yet. `others` are tasks they wrote that somebody else has, or nobody."""

    day: date
    asked: tuple[Task, ...]
    late: tuple[Task, ...]
    soon: tuple[Task, ...]
    later: int
    others: tuple[Task, ...]


def gather(own: Sequence[Task], written: Sequence[Task], day: date, how_often: HowOften) -> Mine:
    """A day looks at today, a week at its seven days."""
    last = day + timedelta(days=6 if how_often == "weekly" else 0)
    yes = [task for task in own if task.state == "accepted"]
    late = [task for task in yes if task.due and task.due < day]
    soon = [task for task in yes if task.due and day <= task.due <= last]
    return Mine(
        day=day,
        asked=tuple(task for task in own if task.state == "proposed"),
        late=tuple(late),
        soon=tuple(soon),
        later=len(yes) - len(late) - len(soon),
        others=tuple(task for task in written if how_often == "weekly" or (task.due and task.due <= day)),
    )


def is_worth_it(mine: Mine, how_often: HowOften) -> bool:
    """Daily, only what presses; weekly, whatever there is."""
    return bool(mine.asked or mine.late or mine.soon or mine.others or (how_often == "weekly" and mine.later))


def is_its_day(how_often: HowOften, works: Workdays, day: date) -> bool:
    """A weekly digest comes on the first working day of its week."""
    if how_often != "weekly":
        return how_often == "daily"
    before = works.before(day)
    return before is None or before.isocalendar()[:2] != day.isocalendar()[:2]
