"""Hearing of every invite: subscriptions kept alive, and delta as the safety net.

watch -> on_trouble -> catch_up -> (InviteChanged, heard by invite_nudge)
"""

from __future__ import annotations

from bot.domain.events import SubscriptionTroubled
from bot.domain.feature import Feature
from bot.domain.jobs import CatchUp, MendSubscription, WatchMailboxes
from bot.features.calendar_watch.catch_up import ReadChanges
from bot.features.calendar_watch.watch import Mend, OnTrouble, Watch

__all__ = ["Mend", "OnTrouble", "ReadChanges", "Watch", "feature"]


def feature(watch: Watch, on_trouble: OnTrouble, mend: Mend, read_changes: ReadChanges) -> Feature:
    return Feature(
        name="calendar_watch",
        events={SubscriptionTroubled: on_trouble},
        jobs={WatchMailboxes: watch, MendSubscription: mend, CatchUp: read_changes},
    )
