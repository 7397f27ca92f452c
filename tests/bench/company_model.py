"""A company's working day, by the minute: how much of what arrives when. Pure; every figure here is an assumption,
stated so that an operator can put in their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

MINUTES = 24 * 60
# Offset from UTC in hours -> share of the people. Three in America, three around Europe, two in Asia.
ZONES: Mapping[int, float] = MappingProxyType(
    {-8: 0.08, -6: 0.10, -5: 0.12, 0: 0.12, 1: 0.28, 2: 0.05, 5: 0.15, 9: 0.10}
)
# Local hour -> share of what people do in a day.
HOURS: Mapping[int, float] = MappingProxyType(
    {
        7: 0.02,
        8: 0.08,
        9: 0.18,
        10: 0.14,
        11: 0.12,
        12: 0.06,
        13: 0.10,
        14: 0.10,
        15: 0.09,
        16: 0.06,
        17: 0.04,
        18: 0.01,
    }
)
NINE, RUSH_MINUTES, RUSH = 9, 10, 3.0  # between 9:00 and 9:10 three times as much as in the rest of that hour
END_MINUTES = 3  # meetings end around the hour and the half hour, within so many minutes
DIGEST_MINUTES = 10  # the digests of one zone's nine o'clock may take so long


@dataclass(frozen=True, slots=True)
class Habits:
    """What one person does on a working day, on average."""

    invites: float = 1.5  # written, changed or called off by them
    meetings: float = 0.7  # ended, per head: five people share one
    own_words: float = 0.3  # submissions after a meeting
    clicks: float = 0.5  # on a card
    asked: float = 0.2  # "my tasks" and other words to Potluck
    of_a_team: int = 10  # people that share one digest

    def a_day(self, people: int) -> dict[str, float]:
        return {
            "invite": self.invites * people,
            "meeting": self.meetings * people,
            "own words": self.own_words * people,
            "click": self.clicks * people,
            "my tasks": self.asked * people,
            "digest": people / self.of_a_team,
        }


@dataclass(frozen=True, slots=True)
class Company:
    people: int
    habits: Habits = field(default_factory=Habits)

    def peak(self, kind: str) -> float:
        """The highest rate of a minute, in events a second."""
        return max(self.by_minute(kind)) / 60

    def by_minute(self, kind: str) -> list[float]:
        """Events in each minute of a day in UTC."""
        a_day, minutes = self.habits.a_day(self.people)[kind], [0.0] * MINUTES
        for offset, share in ZONES.items():
            for local, part in _local_day(kind):
                minutes[(local - offset * 60) % MINUTES] += a_day * share * part
        return minutes


def _local_day(kind: str) -> list[tuple[int, float]]:
    """Minute of the local day, and which part of the day's events falls into it."""
    if kind == "digest":
        return [(NINE * 60 + minute, 1 / DIGEST_MINUTES) for minute in range(DIGEST_MINUTES)]
    weights = _ends if kind == "meeting" else _rush
    return [
        (hour * 60 + minute, share * weight)
        for hour, share in HOURS.items()
        for minute, weight in enumerate(weights(hour))
    ]


def _rush(hour: int) -> list[float]:
    weights = [RUSH if hour == NINE and minute < RUSH_MINUTES else 1.0 for minute in range(60)]
    return [weight / sum(weights) for weight in weights]


def _ends(_hour: int) -> list[float]:
    return [1 / (2 * END_MINUTES) if minute % 30 < END_MINUTES else 0.0 for minute in range(60)]
