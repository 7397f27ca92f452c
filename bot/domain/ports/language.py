"""What is asked of the part that understands text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.domain.judgement import FoundItem, Judgement
from bot.domain.meeting import AgendaText, Invite
from bot.domain.person import Person


class AgendaJudge(Protocol):
    @property
    def threshold(self) -> float:
        """The lowest probability that deserves a nudge, as measured for the judge that is shipped."""
        ...

    async def judge(self, invite: Invite) -> Judgement: ...


class TextJudge(Protocol):
    @property
    def threshold(self) -> float:
        """As that of an AgendaJudge."""
        ...

    async def judge_text(self, agenda: AgendaText) -> Judgement: ...


class ItemFinder(Protocol):
    async def find(
        self, text: str, people: Sequence[Person], author: str, when: date, zone: str, locale: str
    ) -> Sequence[FoundItem]: ...
