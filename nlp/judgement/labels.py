"""The words of the label guide, in the order in which models number them. Changing an order breaks every model."""

from __future__ import annotations

VERDICTS = ("async", "meet", "mixed", "unclear")
MODES = ("none", "neutral", "cooperation", "collaboration")
"""`none`: a segment that is no agenda item at all (greeting, place, signature)."""

QUESTIONS: dict[str, tuple[str, ...]] = {
    "clarity": ("unknown", "clear", "ambiguous"),
    "drive": ("unknown", "speed", "buy_in"),
    "dependence": ("unknown", "independent", "interdependent"),
}
TOKEN_OUTPUTS = len(MODES) + sum(len(answers) for answers in QUESTIONS.values())
