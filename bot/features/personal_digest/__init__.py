"""A person's own digest, for who wants one: what waits on them, and what they wait on.

(preferences) -> plan -> (scheduler) -> send -> gather -> digest_card
"""

from __future__ import annotations

from bot.domain.feature import Feature
from bot.domain.jobs import PlanMyDigest, SendMyDigest
from bot.features.personal_digest.plan import Plan
from bot.features.personal_digest.send import Send

__all__ = ["Plan", "Send", "feature"]


def feature(plan: Plan, send: Send) -> Feature:
    return Feature(name="personal_digest", jobs={PlanMyDigest: plan, SendMyDigest: send})
