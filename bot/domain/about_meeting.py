"""What somebody writes in private about a meeting: "for yesterday's planning: I send the minutes by Friday".

Only how such a message is told from others, and what its first part says: a day, a few words of the title. Which
meeting that is, is looked up elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

_OPENINGS = "for from after about für zu zum zur nach aus pour après para después"
_OPENING = re.compile(r"(?:@?potluck[,:]?\s+)?(?:" + "|".join(_OPENINGS.split()) + r")\s+", re.IGNORECASE)
_COLON = re.compile(r"：|:(?=\s)")
_OTHER_COLON = re.compile(r"(?<!\d):|:(?!\d)|\n")  # but a time of day may be told
LONGEST_OPENING = 40
LONGEST_SAID = 120
_DAYS_BACK = (  # the longer ones first
    ("day before yesterday", 2),
    ("avant hier", 2),
    ("vorgestern", 2),
    ("anteayer", 2),
    ("this morning", 0),
    ("this afternoon", 0),
    ("aujourd hui", 0),
    ("today", 0),
    ("heute", 0),
    ("heutigen", 0),
    ("hoy", 0),
    ("yesterday", 1),
    ("gestern", 1),
    ("gestrigen", 1),
    ("hier", 1),
    ("ayer", 1),
)
_WEEKDAYS = (
    "monday mon montag lundi lunes",
    "tuesday tue dienstag mardi martes",
    "wednesday wed mittwoch mercredi miercoles",
    "thursday thu donnerstag jeudi jueves",
    "friday fri freitag vendredi viernes",
    "saturday sat samstag samedi sabado",
    "sunday sun sonntag dimanche domingo",
)
_WEEKDAY = {word: number for number, words in enumerate(_WEEKDAYS) for word in words.split()}
_FILLING = """the a our my s this last latest week weeks meeting meetings call session
    morning afternoon evening on of in from at
    das der die dem den des unser unsere unserer unserem letzte letzten letzter besprechung termin vom am von
    le la les l un notre derniere dernier reunion de du d
    el los las nuestra nuestro ultima ultimo del"""
_FILLERS = frozenset(_FILLING.split())
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class AboutMeeting:
    """`said` is which meeting, `words` what was taken away from it; both as written."""

    said: str
    words: str


@dataclass(frozen=True, slots=True)
class Clue:
    """`back` days before today, or a `weekday` (Monday is 0); neither where no day is named. `title` are words of the
    title in plain letters."""

    title: tuple[str, ...]
    back: int | None = None
    weekday: int | None = None

    def fits_day(self, day: date, today: date) -> bool:
        if self.back is not None:
            return (today - day).days == self.back
        return self.weekday is None or day.weekday() == self.weekday


def about_meeting(text: str) -> AboutMeeting | None:
    """None where the message is not of this form."""
    text = text.strip()
    opening = _OPENING.match(text[:LONGEST_OPENING])
    rest = text[opening.end() :] if opening else ""
    colon = _COLON.search(rest[: LONGEST_SAID + 2])
    if colon is None:
        return None
    said, words = rest[: colon.start()].strip(), rest[colon.end() :].strip()
    return AboutMeeting(said, words) if said and words and not _OTHER_COLON.search(said) else None


def clue_of(said: str) -> Clue:
    plain = f" {' '.join(plain_words(said))} "
    phrase, back = next(((phrase, back) for phrase, back in _DAYS_BACK if f" {phrase} " in plain), ("", None))
    words = plain.replace(f" {phrase} ", " ").split() if phrase else plain.split()
    weekday = next((_WEEKDAY[word] for word in words if word in _WEEKDAY), None) if back is None else None
    title = (word for word in words if not (word in _FILLERS or word in _WEEKDAY or word.isdigit()))
    return Clue(tuple(title), back, weekday)


def plain_words(said: str) -> list[str]:
    """In small letters and without accents, so that "Reunión" is "reunion"."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", said) if not unicodedata.combining(sign))
    return _WORD.findall(bare.casefold())
