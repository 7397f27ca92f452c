"""Hearing of every invite: subscriptions kept alive, and delta as the safety net.

whom -> watch -> on_trouble -> catch_up -> (InviteChanged, heard by invite_nudge)
"""

from __future__ import annotations

from bot.domain.events import SubscriptionTroubled
from bot.domain.feature import Feature
from bot.domain.jobs import CatchUp, FollowChoice, MendSubscription, ReadGroup, WatchMailboxes, WatchStretch
from bot.features.calendar_watch.catch_up import ReadChanges
from bot.features.calendar_watch.watch import Mend, OnTrouble, Watch
from bot.features.calendar_watch.whom import Follow, LearnGroup, Whom

__all__ = ["Follow", "LearnGroup", "Mend", "OnTrouble", "ReadChanges", "Watch", "Whom", "feature"]


def feature(
    watch: Watch, learn_group: LearnGroup, follow: Follow, on_trouble: OnTrouble, mend: Mend, read_changes: ReadChanges
) -> Feature:
    return Feature(
        name="calendar_watch",
        events={SubscriptionTroubled: on_trouble},
        jobs={
            WatchMailboxes: watch.look,
            WatchStretch: watch.stretch,
            ReadGroup: learn_group,
            FollowChoice: follow,
            MendSubscription: mend,
            CatchUp: read_changes,
        },
    )
