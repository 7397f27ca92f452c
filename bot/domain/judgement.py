"""What the language room says of an agenda and of people's own words. Mirrors `nlp.results` on purpose:
the domain must not import spaCy's world, and adapters/language.py translates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["async", "meet", "mixed", "unclear"]
Mode = Literal["cooperation", "collaboration", "neutral"]


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One agenda item; `start` and `end` are offsets into `Judgement.text`."""

    text: str
    start: int
    end: int
    mode: Mode
    clarity: str
    drive: str
    dependence: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words behind one answer, verbatim. `question` is clarity, drive or dependence."""

    text: str
    start: int
    end: int
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Split:
    """How a mixed meeting could get shorter: indices of the items that could move to writing and of those that stay,
    and the minutes left then (None where unknown)."""

    move: tuple[int, ...]
    stay: tuple[int, ...]
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Verdict on the content alone; `p` is the calibrated probability (0..1) that it is clear-cut cooperation.

    `split` is there for mixed meetings alone."""

    text: str
    verdict: Verdict
    p: float
    items: tuple[AgendaItem, ...]
    evidence: tuple[Evidence, ...]
    split: Split | None = None


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An action item in somebody's own words; `anchor`, `owner_text` and `due_text` are verbatim.

    `owner` is a person id of the given list or None; `due` is "YYYY-MM-DD", "YYYY-MM-DDTHH:MM" or None.
    """

    what: str
    anchor: str
    owner: str | None
    owner_text: str | None
    due: str | None
    due_text: str | None
