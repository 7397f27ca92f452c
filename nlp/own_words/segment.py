"""Text as pasted, cut into lines with their bullets, boxes and quotes, and lines into sentences.

Everything keeps its place: markup is blanked out character by character, never removed, so that anchors stay true.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

# What is not said by anybody: markup, code, addresses, marks of no width.
_BLANKED = re.compile(
    r"<(?:style|script)\b[^<]{0,4000}</(?:style|script)>|</?[a-zA-Z][^<>\n]{0,300}>|&nbsp;|&[a-z]{2,6};"
    r"|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]",
)
_CODE = re.compile(r"```.{0,8000}?```|`[^`\n]{1,400}`", re.DOTALL)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,500}|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,64}")
_EMPHASIS = re.compile(r"(?<![\w*])\*([^*\n]{1,80})\*(?![\w*])")
_BREAK_TAG = re.compile(r"<(?:br|/p|/li|/div|/tr|p|li|tr|div)\b[^<>\n]{0,200}>", re.IGNORECASE)
_MARKER = re.compile(
    r"[ \t/]*(?P<quote>(?:>[ \t]?)+)?[ \t]*"
    r"(?P<bullet>(?:[-*•–—·▪◦‣●○■➢➤►»§+][ \t]+|o[ \t]{2,}|\(?\d{1,2}[.)\]][ \t]+|\d{1,2}[-–][ \t]+|"
    r"\d{1,2}[ \t]+(?=[A-Z@ÄÖÜÉÍ]|[a-z]+ ?[:–])|\(?[a-h][.)][ \t]+|"
    r"\(?(?:ii|iii|iv|vi|i|v)\)[ \t]+|#{1,4}[ \t]+)?)"
    r"(?P<box>(?:[☐☑☒⬜✓✔✅🔲🗹]\ufe0f?|\[[ xX✓✔_]?\]|\([ xX]\)[ \t])?)[ \t]*",
)
_ENUMERATED = re.compile(r"(?:(?<=\s)|^)\(?(?P<n>\d{1,2}|[a-h])[.)][ \t]+(?=\S)")
_DONE_BOXES = ("☑", "☒", "✓", "✔", "✅", "🗹", "[x", "[X", "[✓", "[✔", "(x", "(X")


@dataclass(frozen=True, slots=True)
class Line:
    """One line (or one point of an enumeration within a line), its content being `start` to `end`.

    `box` is True for a ticked box, False for an empty one, None where there is no box.
    """

    outer: int
    start: int
    end: int
    bullet: bool
    quoted: bool
    box: bool | None
    indent: int


_SPOKEN = re.compile(r"(?<=\w) (?:(?P<stop>full stop|new line|new paragraph)|comma)(?=\s|$)", re.IGNORECASE)


def _written(spoken: re.Match[str]) -> str:
    """A mark as it is dictated ("full stop"), written, in the same room."""
    return (". " if spoken["stop"] else ", ").ljust(len(spoken.group()))


def blank_markup(text: str) -> str:
    """The text with markup, code and addresses blanked, every remaining character in its place."""
    text = _SPOKEN.sub(_written, text)
    text = _BREAK_TAG.sub(lambda m: "\n" + " " * (len(m.group()) - 1), text)
    text = _CODE.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)
    text = _EMPHASIS.sub(lambda m: " " + m[1] + " ", text)
    text = _ADDRESS.sub(lambda m: "u" * len(m.group()), text)
    text = _BLANKED.sub(lambda m: " " * len(m.group()), text)
    return (
        text.replace("\u00a0", " ")
        .replace("\u2028", "\n")
        .replace("\r", "\n")
        .replace("\u202f", " ")
        .replace("**", "  ")
        .replace(" -- ", " –  ")
        .replace("~~", "✓ ")
    )


def lines(text: str) -> Iterator[Line]:
    """The lines of blanked text, empty ones left out."""
    start = 0
    for raw in text.split("\n"):
        end = start + len(raw)
        if raw.strip():
            yield from _points(text, start, end)
        start = end + 1


def _points(text: str, start: int, end: int) -> Iterator[Line]:
    cuts = _enumeration(text, start, end)
    bounds = [start, *(c for c in cuts if c > start), end]
    for begin, stop in itertools.pairwise(bounds):
        line = _line(text, begin, stop)
        if cuts and begin in cuts:
            line = replace(line, bullet=True)
        if line.start < line.end:
            yield line


def _enumeration(text: str, start: int, end: int) -> list[int]:
    """Where "1) ... 2) ...", "a) ... b) ..." or "this / that / the other" within one line begins anew."""
    found = [(m.start(), m["n"]) for m in _ENUMERATED.finditer(text, start, end)]
    if len(found) < 2:
        return _slashes(text, start, end)
    values = [int(n) if n.isdigit() else ord(n) - ord("a") + 1 for _, n in found]
    return [place for place, _ in found] if values == list(range(1, len(values) + 1)) else []


def _slashes(text: str, start: int, end: int) -> list[int]:
    """Where a list run together with " / " goes on; not "who / what / when", whose parts are no tasks by themselves."""
    places = [m.start() for m in re.finditer(r"(?<=\s)/(?=\s)", text[start:end])]
    parts = text[start:end].split(" / ")
    if not places or "|" in text[start:end] or min(len(part.split()) for part in parts) < 2:
        return []
    if len(places) == 1 and not all(":" in part for part in parts):
        return []
    if len(places) == 2 and ":" in parts[0] and not any(":" in part for part in parts[1:]):
        return []
    return [start + place for place in places]


def _line(text: str, start: int, end: int) -> Line:
    match = _MARKER.match(text, start, end)
    if match is None:
        return Line(start, start, end, False, False, None, 0)
    content = match.end()
    while end > content and (text[end - 1].isspace() or (text[end - 1] == "/" and text[end - 2 : end - 1].isspace())):
        end -= 1
    box = match["box"].strip()
    state = None if not box else box.startswith(_DONE_BOXES)
    outer = match.start("bullet") if match["bullet"] else match.start("box") if box else content
    return Line(
        outer,
        content,
        end,
        bool(match["bullet"].strip(" #") or box),
        bool(match["quote"]),
        state,
        content - start,
    )


# ------------------------------------------------------------------ sentences

# fmt: off
# fmt: off
_ABBREVIATIONS = frozenset({
    "mr", "mrs", "ms", "dr", "prof", "st", "no", "nr", "approx", "fa", "ca", "ltd", "inc", "e.g", "i.e", "vs",
    "etc", "dept", "bzw", "z.b", "d.h", "inkl", "ggf", "evtl", "tel", "min", "max", "str", "abt", "art", "cf",
    "p.ej", "sra", "sr", "mme", "fig", "resp", "incl", "excl", "u.a", "v", "w", "wk", "ext", "rm", "ref", "jan",
    "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
})
# fmt: on
# fmt: on
_STOP = re.compile(
    r"(?P<stop>[.!?…;؟。！？]+[\"'”’)»]*)(?=\s|$|[A-ZÄÖÜ¿¡])"
    r"|(?<![\U0001f300-\U0001faff☀-➿])(?P<emoji>[\U0001f300-\U0001faff☀-➿]{1,20})(?=\s{1,9}[A-Z@])"
    r"|(?P<joke>[🙄😂🤣])(?=\s+\w)"
)


def sentences(text: str, start: int, end: int, solid: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences within `start` to `end`; stops inside a `solid` stretch (dates, names) do not count."""
    begin = start
    index = 0
    for match in _STOP.finditer(text, start, end):
        place = match.start()
        while index < len(solid) and solid[index][1] <= place:
            index += 1
        if (
            index < len(solid) and solid[index][0] <= place < solid[index][1] and match.group().rstrip("\"'”’)»") == "."
        ) and (
            (match.end() < end and text[match.end() : end].lstrip()[:1].islower())
            or (match.end() <= solid[index][1] and not _last_of(text, solid[index][1], end))
        ):
            continue
        if text[match.end() : match.end() + 1] == ")" or (
            match.group().endswith(")")
            and text.rfind("(", begin, place) > begin
            and not text[match.end() : match.end() + 2].strip()[:1].isupper()
        ):
            continue
        if match.group() == "." and not _closes(text, begin, place, end):
            continue
        yield begin, match.end()
        begin = match.end()
    if begin < end:
        yield begin, end


def _last_of(text: str, place: int, end: int) -> bool:
    """Whether a new sentence plainly begins at `place`: "by 30.1. Ursula" does not tell, "J.K. He" does not either."""
    return not text[place:end].strip()


def _closes(text: str, begin: int, dot: int, end: int) -> bool:
    """Whether a single full stop closes the sentence rather than an abbreviation or a number."""
    word_start = dot
    while word_start > begin and (text[word_start - 1].isalnum() or text[word_start - 1] == "."):
        word_start -= 1
    word = text[word_start:dot].lower()
    after = text[dot + 1 : end].lstrip()[:1]
    if not after:
        return True
    if (
        text[dot + 1 : dot + 2]
        and not text[dot + 1].isspace()
        and not (text[dot - 1].islower() and text[dot + 1].isupper())
    ):
        return False
    owned = text[word_start - 1 : word_start] in ("'", "’")
    if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word != "i" and not owned):
        return False
    return not (word.isdigit() and len(word) < 3 and after.islower())
