"""One question a working day ahead of a date, "still right?", and only where nothing has moved.

(task store) -> decide -> remind -> reminder_card
"""

from __future__ import annotations

from bot.domain.feature import Feature
from bot.domain.jobs import RemindOwner
from bot.features.reminders.remind import Remind

__all__ = ["Remind", "feature"]


def feature(remind: Remind) -> Feature:
    return Feature(name="reminders", jobs={RemindOwner: remind})
