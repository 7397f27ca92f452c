"""What Potluck would make of an agenda, for whoever asks. Nothing is kept and nobody is nudged."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.judgement import Judgement
from bot.domain.meeting import AgendaText, Sensitivity
from bot.domain.ports import TextJudge
from bot.features.invite_nudge import decide, never_touch


def why_silent(
    agenda: AgendaText, judgement: Judgement, *, sensitivity: Sensitivity, external: bool, threshold: float
) -> str | None:
    """Why such an invite would get no nudge, or None where it would. Pure."""
    kind = never_touch.reason_by_kind(
        subject=agenda.subject, sensitivity=sensitivity, external=external, people=agenda.people
    )
    return kind or decide.why_not(judgement, threshold=threshold)


@dataclass(frozen=True, slots=True)
class Assess:
    judge: TextJudge
    lowest_threshold: float  # a tenant can only raise the judge's own

    async def __call__(
        self, agenda: AgendaText, *, sensitivity: Sensitivity, external: bool
    ) -> tuple[Judgement, str | None]:
        judgement = await self.judge.judge_text(agenda)
        threshold = max(self.judge.threshold, self.lowest_threshold)
        return judgement, why_silent(agenda, judgement, sensitivity=sensitivity, external=external, threshold=threshold)
