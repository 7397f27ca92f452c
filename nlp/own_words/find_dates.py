"""Finds dates and times in text as people write them, and joins those that belong together."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from nlp.own_words import dates
from nlp.own_words.clock_zones import in_zone, with_named_zone
from nlp.own_words.date_patterns import rules_for
from nlp.own_words.date_phrases import READERS, Context, DatePhrase
from nlp.own_words.lexicon import LANGUAGES


def find_dates(
    text: str, when: date, locale: str, lang: str | None = None, zone: str = "UTC"
) -> tuple[DatePhrase, ...]:
    """Every date phrase in `text`, in order, not overlapping; days and hours that belong together are one.

    Times are wall-clock times in `zone`, whichever zone they are written in.
    """
    rules = rules_for(lang if lang in LANGUAGES else "en")
    context = Context(when, rules, dates.month_comes_first(locale))
    lowered = text.lower()
    if len(lowered) != len(text):  # some capitals grow when lowered ("İ"): offsets must not move
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    found: list[DatePhrase] = []
    for name, pattern in rules.patterns:
        reader = READERS[name]
        for match in pattern.finditer(lowered):
            phrase = reader(match, context)
            if phrase:
                found.append(phrase)
    kept = [with_named_zone(text, phrase) for phrase in _longest_first(found)]
    return tuple(in_zone(phrase, when, zone) for phrase in _join(text, kept))


def _longest_first(found: list[DatePhrase]) -> list[DatePhrase]:
    """Drop phrases that overlap a longer one (of equal ones the earlier rule wins); linear after sorting."""
    kept: list[DatePhrase] = []
    for phrase in sorted(found, key=lambda p: (p.start, -p.end)):
        if kept and phrase.start < kept[-1].end:
            if phrase.end - phrase.start > kept[-1].end - kept[-1].start:
                kept[-1] = phrase
            continue
        kept.append(phrase)
    return kept


_GAP = re.compile(
    r"\s*[,;(–-]?\s*(?:(?:at|by|@|a|um|gegen|bis|à|a|pour|on|of|le|el|this|the|early|late|antes de|sharp)\s+)?"
    r"@?\s*\(?",
    re.IGNORECASE,
)


def _join(text: str, found: list[DatePhrase]) -> tuple[DatePhrase, ...]:
    """Merge "Friday" + "3pm", "EOD" + "Tuesday"; resolve "the day before" against the date named earlier."""
    joined: list[DatePhrase] = []
    anchor: date | None = None
    for current in found:
        phrase = current
        if phrase.relative is not None:
            if anchor is None:
                continue  # "the same day" as what?
            base = anchor
            day = (
                dates.plus_days(base, phrase.relative)
                if phrase.relative > -100
                else dates.plus_days(base, -((base.weekday() - (-phrase.relative - 100) - 1) % 7 + 1))
            )
            phrase = replace(phrase, day=day, relative=None)
        previous = joined[-1] if joined else None
        if previous and _GAP.fullmatch(text, previous.end, phrase.start) and _fits(previous, phrase):
            joined[-1] = _merged(previous, phrase)
        else:
            joined.append(phrase)
        anchor = joined[-1].day or anchor
    return tuple(p for p in joined if p.day or p.clock or not p.part_of_day)


def _fits(first: DatePhrase, second: DatePhrase) -> bool:
    if first.part_of_day or second.part_of_day:
        return True
    return (first.clock is None) != (second.clock is None) and (first.day is None) != (second.day is None)


def _merged(first: DatePhrase, second: DatePhrase) -> DatePhrase:
    if first.part_of_day and first.day and second.day:
        return replace(second, start=first.start)
    return DatePhrase(
        first.start,
        second.end,
        first.day or second.day,
        first.clock or second.clock,
        part_of_day=first.part_of_day and second.part_of_day,
        zone=first.zone or second.zone,
    )
