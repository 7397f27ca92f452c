"""One short post per team and working morning: who owns what. Nothing when there is nothing.

plan -> when -> (scheduler) -> send_digest -> gather -> digest_card -> refresh
"""

from __future__ import annotations

from bot.domain.feature import Feature
from bot.domain.jobs import PlanDigest, RefreshDigest, SendDigest
from bot.features.task_digest.plan import Plan
from bot.features.task_digest.send_digest import Gathering, Refresh, Send

__all__ = ["Gathering", "Plan", "Refresh", "Send", "feature"]


def feature(plan: Plan, send: Send, refresh: Refresh) -> Feature:
    return Feature(name="task_digest", jobs={PlanDigest: plan, SendDigest: send, RefreshDigest: refresh})
