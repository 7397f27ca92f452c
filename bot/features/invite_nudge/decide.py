"""Whether a judged invite deserves a nudge. Pure, and biased towards silence."""

from __future__ import annotations

from bot.domain.judgement import Judgement


def why_not(
    judgement: Judgement, *, threshold: float, sent_this_week: int = 0, per_week: int | None = None
) -> str | None:
    """None where the nudge is right, else a short stable code. `per_week` None means no budget applies."""
    if judgement.verdict == "unclear":
        return "unclear"
    if judgement.verdict != "async":
        return "needs_a_room"
    if judgement.p < threshold:
        return "below_threshold"
    if per_week is not None and sent_this_week >= per_week:
        return "budget"
    return None
