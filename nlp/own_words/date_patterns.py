"""The patterns by which date phrases are recognised, per language. What they mean lives in `date_phrases.py`.

Every pattern marks the phrase itself as group `x`; what stands around it is only looked at.
"""

# ruff: noqa: ISC004, E501 - a pattern is broken where its meaning breaks

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from nlp.own_words.lexicon import date_words


@dataclass(frozen=True, slots=True)
class Rules:
    """The compiled patterns of one language (English is always understood too), with their look-up tables."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    weekdays: dict[str, int]
    months: dict[str, int]


# How a weekday is told to be of this week or the next, and what ends a day.
# fmt: off
THIS = frozenset({
    "this", "diesen", "dieser", "diese", "dieses", "ce", "este", "esta", "this week", "diese woche",
    "dieser woche", "of this week", "cette semaine", "esta semana", "de cette semaine", "de esta semana",
})
# fmt: on
# fmt: off
NEXT = frozenset({
    "next", "nxt", "nächsten", "nächster", "nächste", "naechsten", "prochain", "próximo", "proximo", "el próximo",
    "next week", "of next week", "nxt wk", "next wk", "nächste woche", "nächster woche", "kommende woche",
    "de la semaine prochaine", "la semaine prochaine", "de la próxima semana", "de la semana que viene",
    "que viene",
})
# fmt: on
# fmt: off
END_OF_DAY = frozenset({
    "eod", "e.o.d.", "cob", "c.o.b.", "close of business", "close of play", "cop", "end of day", "end of the day",
    "end of business", "feierabend", "tagesende",
})
# fmt: on


# Words after a bare ordinal or weekday that show it names the day itself, not the thing that follows it.
_AFTER_DAY = (
    r"(?=\s*(?:$|[^\w\s'’&]|\n|\d|['’]ish)|\s+(?:at|by|if|so|and|or|to|for|in|on|we|i|he|she|they|the|a|an|"
    r"not|instead|now|too|with|before|after|noon|midday|midi|mediod[ií]a|mittag|pls|plz|please|first|last|lunchtime|lunch|latest|sharp|morning|"
    r"afternoon|evening|night|eod|cob|onwards?|of|from|as|at|when|then|while|but|because|since|via|per|"
    r"um|an|und|oder|mit|bei|am|im|zur|zum|aus|vor|nach|spätestens|mittags|ist|"
    r"à|au|et|ou|pour|avec|de|du|des|midi|y|con|en|a|al|las|por|para)\b)"
)

_TEMPLATES: tuple[tuple[str, str], ...] = (
    ("iso", r"(?<![\w-])(?P<x>(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?:t00:00(?::00)?z?)?)(?![\w-])"),
    (
        "numeric",
        r"(?<![\w./,-])(?P<x>(?:{wd}[.,]?\s+)?(?P<a>\d{{1,2}})(?P<sep>\.)\s?(?P<b>\d{{1,2}})\."
        r"(?:\s?(?P<y>20\d\d|\d\d)(?![\d:.]))?)(?![\d])",
    ),
    (
        "numeric",
        r"(?<![\w./,-])(?P<x>(?:{wd}[.,]?\s+)?(?P<a>\d{{1,2}})(?P<sep>[./-])(?P<b>\d{{1,2}})(?P=sep)"
        r"(?P<y>20\d\d|\d\d))(?![\w/-])",
    ),
    (
        "numeric",
        r"(?<![\w./,£$€%-])(?P<x>(?:{wd}[.,]?\s+)?(?P<a>\d{{1,2}})(?P<sep>/)(?P<b>\d{{1,2}})"
        r"(?P<y>(?!))?)(?![\w/%-])",
    ),
    (
        "numeric",
        r"(?:(?<=\bon )|(?<=\bby )|(?<=\bam )|(?<=\bbis )|(?<=til )|(?<=due ))(?P<x>(?P<a>\d{{1,2}})(?P<sep>\.)(?P<b>0[1-9]|1[0-2])"
        r"(?P<y>(?!))?)(?![\w/%-]|\.\d)",
    ),
    (
        "day_month",
        r"(?<![\w/.,-])(?P<x>(?:{wd},?\s+)?(?:(?:the|den|le|el|día)\s+)?(?P<d>\d{{1,2}})"
        r"(?:st|nd|rd|th|\.|º|er|ste)?[\s-]*(?:(?:of|de)\s+)?(?P<mon>{mon})\b\.?"
        r"(?:,?\s+(?:de\s+)?(?P<y>20\d\d))?)(?![\w])",
    ),
    (
        "month_day",
        r"(?<![\w])(?P<x>(?:{wd},?\s+)?(?P<mon>{mon})\b\.?\s+(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?"
        r"(?:,?\s+(?P<y>20\d\d))?)(?![\w:%]|\s*(?:am|pm|a\.m|p\.m)\b|[.,]\d)",
    ),
    (
        "ordinal",
        r"(?<![\w/.-])(?P<x>(?:{wd},?\s+)?(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th))\b" + _AFTER_DAY,
    ),
    (
        "nth",
        r"\b(?P<x>(?:the\s+)?(?P<o>first|second|third|fourth|1st|2nd|3rd|4th|last)\s+(?P<wd>{wd})\s+(?:of|in)\s+"
        r"(?P<mon>{mon}))\b",
    ),
    ("week_from", r"\b(?P<x>a week (?:on|from|this)\s+(?P<wd>{wd}))\b"),
    ("next_week_weekday", r"\b(?P<x>(?:next|nxt) (?:week|wk)(?:['’]?s)?,?\s+(?:on\s+)?(?P<wd>{wd}))\b"),
    ("next_week_weekday", r"\b(?P<x>(?:nächste|kommende)[nr]? woche\s+(?:am\s+)?(?P<wd>{wd}))\b"),
    (
        "weekday",
        r"(?<![\w@'’&-])(?P<x>(?:(?P<which>next|nxt|this|this coming|coming|the coming|nächste[nr]?|diese[nr]?|"
        r"kommende[nr]?|le|el|ce|este|el próximo|próximo)\s+)?(?P<wd>{wd})\b\.?"
        r"(?P<after>\s+(?:next week|nxt wk|next wk|of next week|in a week|week|this week|of this week|"
        r"prochain|próximo|que viene|nächste[r]? woche|kommende[r]? woche|de la semaine prochaine|"
        r"de la próxima semana|de esta semana))?)(?![\w-]|['’]s\b)" + _AFTER_DAY,
    ),
    (
        "weekday",
        r"(?:(?<=\bon )|(?<=\bby )|(?<=\bbefore )|(?<=\buntil )|(?<=\btill )|(?<=\btil ))"
        r"(?P<x>(?P<which>(?!))?(?P<wd>{wd})(?P<after>(?!))?)\b(?![\w-]|['’]s\b)",
    ),
    ("ordinal", r"(?<=\bby )(?P<x>the (?P<d>\d{{1,2}})(?:st|nd|rd|th))\b"),
    ("day_word", r"(?<![\w-])(?P<x>(?P<w>{days}))(?![\w-]|['’]s\b)"),
    ("end", r"(?<![\w-])(?P<x>(?:the\s+)?(?P<w>{ends}))(?![\w-]|['’]s\b)"),
    (
        "end_named",
        r"\b(?P<x>(?:the\s+)?(?:very\s+)?(?:end|late end|last day|ende|fin|finales|final)\s+(?:of\s+|de\s+|d['’])?"
        r"(?P<mon>{mon}))\b",
    ),
    (
        "quarter",
        r"\b(?P<x>(?:(?:the\s+)?(?:end|close|ende|fin|final|finales)\s+(?:of\s+|de\s+|von\s+|del\s+)?)?q(?P<q>[1-4])"
        r"(?:[\s/]?(?P<y>20\d\d))?(?:\s+end)?)\b",
    ),
    (
        "week_number",
        r"(?<![\w.])(?P<x>(?:(?P<wd>{wd})\.?,?\s+(?:of\s+|in\s+|der\s+)?)?(?:(?:end|ende|fin)\s+(?:of\s+|de\s+)?)?"
        r"(?:week|wk|kw|kalenderwoche|cw|calendar week|uke|vecka|v(?=\.)|semaine|sem|semana|week no|week nr)"
        r"\.?\s?(?P<n>[1-5]?\d))(?![\w/%-]|[:.,]\d)",
    ),
    (
        "in_some",
        r"\b(?P<x>(?:in|within|binnen|innerhalb von|dans|d['’]ici|sous|en|dentro de)\s+(?:the\s+next\s+)?"
        r"(?P<n>\d{{1,3}}|{num})\s+(?P<u>(?:working|business|work)\s+days?|arbeitstagen?|werktagen?|days?|weeks?|"
        r"wks?|months?|tage?n?|wochen?|monate?n?|jours?|semaines?|mois|días?|dias?|semanas?|mes(?:es)?)"
        r"(?:['’]s?\s+time)?)\b",
    ),
    (
        "in_some",
        r"\b(?P<x>(?P<n>\d{{1,3}}|{num})\s+(?P<u>days?|weeks?|wks?|months?)\s+(?:from\s+(?:today|now)|time|out))\b",
    ),
    (
        "fortnight",
        r"\b(?P<x>(?:in|within)\s+a\s+fortnight(?:['’]s time)?|a fortnight(?:['’]s time|\s+from\s+(?:today|now))|"
        r"dans une quinzaine|in vierzehn tagen|en quince días)\b",
    ),
    (
        "middle",
        r"\b(?P<x>(?:mid|middle of|the middle of|mitte|mi|mediados de|a mediados de)[\s-]+(?P<mon>{mon}))\b",
    ),
    (
        "vague",
        r"\b(?P<x>(?:the\s+)?(?:early|late|beginning of|start of|first half of|second half of|anfang|ende?|début|"
        r"principios de|comienzos de|courant|sometime in|towards the end of)\s+(?:of\s+|in\s+|the\s+)?"
        r"(?:next\s+|this\s+|nächste[rn]?\s+)?(?:{mon}|week|month|year|woche|monats?|jahr|quarter|q[1-4]|"
        r"spring|summer|autumn|fall|winter))\b",
    ),
    ("vague", r"\b(?P<x>(?P<w>{vague}))(?!\w)"),
    (
        "relative",
        r"\b(?P<x>the\s+(?:day|night|evening|morning|(?P<wd>{wd}))\s+(?P<w>before|after))(?=\s*(?:$|[^\w\s]|\n|\s(?:if|so|and)\b))",
    ),
    (
        "relative",
        r"\b(?P<x>(?:the\s+|am\s+|le\s+|el\s+)?(?P<w>same|selben|gleichen|même|mismo)\s+(?:day|tag|jour|día)"
        r"(?P<wd>(?!))?)\b",
    ),
    (
        "clock",
        r"(?<![\w.:/£$€])(?P<x>(?P<h>[01]?\d|2[0-4])(?:[:.](?P<min>[0-5]\d))?\s?(?P<ap>am|pm|a\.m\.?|p\.m\.?|uhr))(?![\w])",
    ),
    (
        "clock",
        r"(?<![\w.:/£$€])(?P<x>(?:las )?(?P<h>[01]?\d|2[0-4])(?::|h\s?)(?P<min>[0-5]\d)(?:\s?h\b)?(?:\s?uhr)?(?P<ap>(?!))?)(?![\w:])",
    ),
    ("clock", r"(?<![\w.:/£$€-])(?P<x>(?P<h>[01]?\d|2[0-4])\s?h(?P<min>(?!))?(?P<ap>(?!))?)(?!\w)"),
    ("clock", r"(?<![\w.:/£$€-])(?P<x>(?P<h>\d|1[0-2])\s?o['’]?clock(?P<min>(?!))?(?P<ap>(?!))?)(?!\w)"),
    ("bare_hour", r"(?<=\bat )(?P<x>(?P<h>[1-9]|1\d))(?=\s*(?:$|[,;.!?)\n](?!\d)|\s(?:on|so|and|sharp)\b))"),
    *(
        ("bare_hour", rf"(?<=\b{word} )(?P<x>(?P<h>[1-9]|1\d))(?=\s(?:on\s)?(?:{{days}}|{{wd}})\b)")
        for word in ("by", "before", "until", "til", "till", "at")
    ),
    ("bare_hour", r"(?<=\ba )(?P<x>las (?P<h>[1-9]|1\d))(?![\w:])"),
    ("hour_word", r"(?<![\w-])(?P<x>(?P<w>{hours}))(?![\w-])"),
    (
        "part_of_day",
        r"(?<![\w-])(?P<x>(?:first thing|last thing|morning|mornin|afternoon|arvo|evening|night|lunch|"
        r"at lunch|early|nachmittag|vormittag|abend|früh|matin|après-midi|soir))(?![\w-]|['’]s)",
    ),
)

_GERMAN: tuple[tuple[str, str], ...] = (
    (
        "ordinal",
        r"(?<![\w/.])(?:am|bis|zum|ab|den|der)\s+(?:zum\s+)?(?P<x>(?P<d>\d{{1,2}})\.)(?!\s?\d|\s*(?:{mon}|stock|og|etage|kw)\b)",
    ),
    ("morning_word", r"(?<!guten )(?<!am )(?<![\w-])(?P<x>morgen)(?![\w-])"),
    (
        "weekday",
        r"\b(?P<x>(?P<which>(?!))?(?P<wd>{longwd})(?P<after>(?!))?(?:vor|nach)?(?:morgen|mittag|abend|früh|mittags))\b",
    ),
)
_FRENCH: tuple[tuple[str, str], ...] = (
    ("ordinal", r"\b(?P<x>(?:{wd}\s+)?le\s+(?P<d>\d{{1,2}})(?:er)?)\b(?!\s*(?:h\b|%|€|{mon}|[./:]\d))"),
    ("ordinal", r"\b(?P<x>(?:le\s+)?{wd}\s+(?P<d>\d{{1,2}})(?:er)?)\b(?!\s*(?:h\b|h\d|%|€|{mon}|[./:]\d))"),
)
_SPANISH: tuple[tuple[str, str], ...] = (
    (
        "ordinal",
        r"\b(?P<x>(?:el\s+)?(?:día\s+|{wd}\s+|el\s+)(?P<d>\d{{1,2}}))\b(?!\s*(?:%|€|h\b|de\s+(?:{mon})|[./:]\d))",
    ),
    ("morning_word", r"(?<!la )(?<!pasado )(?<!esta )(?<![\w-])(?P<x>mañana)(?![\w-])"),
)
_FULL_NAME: tuple[tuple[str, str], ...] = (
    ("weekday", r"(?<![\w-])(?P<x>(?P<which>(?!))?(?P<wd>{own})(?P<after>(?!))?)(?![\w-])"),
)
_EXTRA = {"de": _GERMAN + _FULL_NAME, "fr": _FRENCH + _FULL_NAME, "es": _SPANISH + _FULL_NAME, "en": ()}

# Short German day names are words or names elsewhere ("Mo", "do", "so"): asked for only in a dated place.
_SHORT_GERMAN = r"(?P<x>(?P<which>(?!))?(?P<wd>mo|di|mi|do|fr|sa|so)(?P<after>(?!))?)\b\.?(?=\s*(?:$|[,;.!?)\n]|\d|um\b|früh\b|mittag\b|abend\b|eod\b))"
_SHORT_PLACES = (
    r"(?<=\bbis )",
    r"(?<=\bam )",
    r"(?<=, )",
    r"(?<=\()",
    r"(?<=- )",
    r"(?<=– )",
    r"(?<=\bab )",
    r"(?<=: )",
)


@lru_cache(maxsize=8)
def rules_for(lang: str) -> Rules:
    """The patterns of `lang` ("en", "de", "fr", "es"); English phrases are understood in each."""
    words = date_words()
    weekdays = dict(words.weekdays["en"])
    months = dict(words.months["en"])
    if lang != "en":
        weekdays.update({w: n for w, n in words.weekdays[lang].items() if len(w) > 2})
        months.update(words.months[lang])
    fill = {
        "wd": _group(weekdays),
        "mon": _group(months),
        "num": _group(words.numbers),
        "days": _group(words.days),
        "ends": _group(words.ends),
        "hours": _group(words.hours),
        "vague": _group(words.vague),
        "own": _group(w for w in words.weekdays[lang] if len(w) > 2),
        "longwd": _group(w for w in words.weekdays["de"] if len(w) > 2),
    }
    compiled = [
        (name, re.compile(re.sub(r"\\s(?=[+*?])", r"[^\\S\n]", template.format_map(fill))))
        for name, template in _TEMPLATES + _EXTRA[lang]
    ]
    if lang == "de":
        compiled += [("weekday", re.compile(place + _SHORT_GERMAN)) for place in _SHORT_PLACES]
        weekdays.update(words.weekdays["de"])
    return Rules(tuple(compiled), weekdays, months)


def _group(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in longest_first) + ")"
