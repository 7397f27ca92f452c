"""One short post per team and working morning: who owns what. Nothing when there is nothing.

plan -> (scheduler) -> send_digest -> gathering -> gather -> digest_card -> refresh_digest
"""

from __future__ import annotations

from bot.domain.feature import Feature
from bot.domain.jobs import NoteMissedDigest, PlanDigest, RefreshDigest, SendDigest
from bot.features.task_digest.gathering import Gathering, WhoToCall
from bot.features.task_digest.plan import Plan
from bot.features.task_digest.refresh_digest import Refresh
from bot.features.task_digest.send_digest import NoteMissed, Send

__all__ = ["Gathering", "NoteMissed", "Plan", "Refresh", "Send", "WhoToCall", "feature"]


def feature(plan: Plan, send: Send, refresh: Refresh, note_missed: NoteMissed) -> Feature:
    return Feature(
        name="task_digest",
        jobs={PlanDigest: plan, SendDigest: send, RefreshDigest: refresh, NoteMissedDigest: note_missed},
    )
