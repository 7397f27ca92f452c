"""/ledger: what Potluck said by itself or left unsaid on one day, as counts. For administrators; names nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from bot.domain.ports import Clock, Ledger
from bot.gateway.api.operation import Answer, Asked, Call, Operation, Told
from bot.gateway.api.words import Day


class LedgerQuery(Asked):
    day: Annotated[Day | None, Field(description="a UTC day of the last year; today where left out")] = None


class Counted(Told):
    """`kind` as nudge, digest, reminder; `outcome` is "delivered" or the code of why not."""

    kind: str
    outcome: str
    count: int


class DayTold(Told):
    day: Day
    items: list[Counted]


@dataclass(frozen=True, slots=True)
class LedgerDays:
    ledger: Ledger
    clock: Clock

    def operations(self) -> list[Operation]:
        return [Operation("GET", "/ledger", "ledger", self.read, "Count what was said and left unsaid on a day")]

    async def read(self, call: Call, query: LedgerQuery) -> Answer[DayTold]:
        day = query.day or self.clock.now().date()
        counts = await self.ledger.counts(call.caller.tenant, day)
        items = [Counted(kind=kind, outcome=came, count=count) for (kind, came), count in sorted(counts.items())]
        return Answer(DayTold(day=day, items=items))
