"""POST /agendas:assess: what Potluck would make of an invite. Nothing of it is kept.

Judging is the one thing that a gateway computes for long, one agenda after another. Each caller has one judged at a
time and the others of theirs wait, so that whoever asks for one waits for one of each other caller at most.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass, field
from typing import Annotated, Literal
from weakref import WeakValueDictionary

from pydantic import Field

from bot.domain.judgement import Judgement
from bot.domain.meeting import AgendaText, Recurrence, Sensitivity
from bot.features.invite_nudge import Assess
from bot.gateway.api.operation import Answer, Call, Operation, Taken, Told


class AgendaIn(Taken):
    """An invite as it is written; all but the subject may be left out."""

    id: Annotated[str | None, Field(max_length=200, description="told back as it is")] = None
    subject: Annotated[str, Field(max_length=1000)]
    body: Annotated[str, Field(max_length=100_000)] = ""
    body_type: Literal["text", "html"] = "text"
    duration_min: Annotated[int | None, Field(ge=0, le=100_000)] = None
    required: Annotated[int | None, Field(ge=0, le=100_000, description="required people with the organizer")] = None
    optional: Annotated[int | None, Field(ge=0, le=100_000)] = None
    recurring: Recurrence = "none"
    external: bool = False
    sensitivity: Sensitivity = "normal"


class ItemTold(Told):
    """One agenda item; `start` and `end` are offsets into the plain text of the body."""

    text: str
    start: int
    end: int
    mode: Literal["cooperation", "collaboration", "neutral"]
    clarity: str
    drive: str
    dependence: str


class EvidenceTold(Told):
    """The words behind one answer, verbatim."""

    text: str
    start: int
    end: int
    question: str
    answer: str


class Assessment(Told):
    """`verdict` and `p` judge the content alone; `would_nudge` applies the threshold and the rules of restraint."""

    id: str | None
    verdict: Literal["async", "meet", "mixed", "unclear"]
    p: Annotated[float, Field(ge=0, le=1)]
    would_nudge: bool
    why_not: str | None
    items: list[ItemTold]
    evidence: list[EvidenceTold]


@dataclass(frozen=True, slots=True)
class Agendas:
    judge: Assess
    _turns: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    def operations(self) -> list[Operation]:
        return [Operation("POST", "/agendas:assess", "agendas", self.assess, "Judge an agenda", pure=True)]

    async def assess(self, call: Call, body: AgendaIn) -> Answer[Assessment]:
        agenda = AgendaText(
            subject=body.subject,
            body=body.body,
            body_type=body.body_type,
            duration_min=body.duration_min,
            required=body.required,
            optional=body.optional,
            recurring=body.recurring,
        )
        turn = self._turns.setdefault(call.caller.id, asyncio.Lock())
        async with turn:
            judgement, why_not = await self.judge(agenda, sensitivity=body.sensitivity, external=body.external)
        return Answer(_told(body.id, judgement, why_not))


def _told(invite_id: str | None, judgement: Judgement, why_not: str | None) -> Assessment:
    return Assessment(
        id=invite_id,
        verdict=judgement.verdict,
        p=round(judgement.p, 4),
        would_nudge=why_not is None,
        why_not=why_not,
        items=[ItemTold(**asdict(item)) for item in judgement.items],
        evidence=[EvidenceTold(**asdict(span)) for span in judgement.evidence],
    )
