"""What enters and leaves the judgement of an agenda: plain, frozen results, no spaCy type."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invite:
    """An invite as written. Only the words are judged; head counts and recurrence are carried for reports."""

    subject: str
    body: str = ""
    body_type: str = "text"
    duration_min: int | None = None
    required: int | None = None
    optional: int | None = None
    recurring: str = "none"


@dataclass(frozen=True, slots=True)
class Item:
    """One agenda item: `text == Judgement.text[start:end]`, always verbatim.

    `mode` is cooperation, collaboration or neutral; `clarity` clear, ambiguous or unknown; `drive` speed,
    buy_in or unknown; `dependence` independent, interdependent or unknown.
    """

    text: str
    start: int
    end: int
    mode: str
    clarity: str
    drive: str
    dependence: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of the agenda behind one answer: `question` is clarity, drive or dependence."""

    text: str
    start: int
    end: int
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Split:
    """How a mixed meeting could get shorter: indices into `Judgement.items` of those that could move to writing and
    of those that stay, and the minutes that then are left (None where nobody says how long the meeting is)."""

    move: tuple[int, ...]
    stay: tuple[int, ...]
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an agenda seems to be.

    `text` is the plain text that all offsets refer to: the body as written (rendered, if it was HTML), or the
    subject where the body holds no agenda. `verdict` is async, meet, mixed or unclear; `p` the calibrated
    probability of async, 0..1. `why_unclear` is no_agenda, language or None. `split` is
    there for mixed meetings alone.
    """

    text: str
    verdict: str
    p: float
    items: tuple[Item, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    why_unclear: str | None = None
    split: Split | None = None
