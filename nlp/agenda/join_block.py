"""Where the join block of a meeting service stands, told by structure alone: rules of underscores and anchors.

No phrase list: the block looks the same in every language and is reworded every other year.
"""

from __future__ import annotations

import re

from nlp.agenda.spans import Stretch, lines_of

_RULE = re.compile(r"_{20,}|(?:-::~|~:~:){3,}[-:~]*|(?:\.{3,}|[─═━]{20,})")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_BRAND = re.compile(r"teams|zoom|webex|google meet|skype", re.IGNORECASE)
_LISTED = re.compile(r"^[ \t]*(?:[-*•·▪]|\d{1,2}[.)])[ \t]+[^\W\d_]", re.MULTILINE)
_FEW_WORDS = 2


def outside_join_block(text: str, anchors: tuple[int, ...]) -> list[Stretch]:
    """The stretches of `text` that lie outside the join block; all of it where there is none."""
    if not anchors:
        return [Stretch(0, len(text))]
    block = _ruled_block(text, anchors) or _bare_block(text, anchors)
    before, after = Stretch(0, block.start), Stretch(block.end, len(text))
    # What follows the block is logo and disclaimer, unless it is a list or the organizer wrote nothing above the block.
    if not _says_something(before.of(text)):
        return [after]
    return [before, after] if len(_LISTED.findall(after.of(text))) >= _FEW_WORDS else [before]


def _says_something(text: str) -> bool:
    return len(_LETTERS.findall(text[:4000])) >= _FEW_WORDS


def _ruled_block(text: str, anchors: tuple[int, ...]) -> Stretch | None:
    """From the rule above the first anchor to the last rule below the last one (or that anchor's paragraph)."""
    rules = [match.span() for match in _RULE.finditer(text)]
    opening = [rule for rule in rules if rule[0] <= anchors[0]]
    if not opening:
        return None
    closing = [rule for rule in rules if rule[0] > anchors[-1]]
    end = closing[-1][1] if closing else _bare_block(text, anchors).end
    return Stretch(_opening_rule(text, opening, anchors[0]), end)


def _opening_rule(text: str, opening: list[tuple[int, int]], anchor: int) -> int:
    """The rule next above the anchor; an organizer's own underscores further up stay."""
    start = opening[-1][0]
    return start if anchor - start < 4000 else text.rfind("\n", 0, anchor) + 1


def _bare_block(text: str, anchors: tuple[int, ...]) -> Stretch:
    """Without rules: from the headline above the first anchor to the end of the last anchor's paragraph."""
    lines = list(lines_of(text, 0, len(text)))
    first = next(i for i, line in enumerate(lines) if line.end >= anchors[0])
    while first > 0 and _belongs_to_block(lines[first - 1].of(text)):
        first -= 1
    last = max(i for i, line in enumerate(lines) if line.start <= anchors[-1])
    while last + 1 < len(lines) and lines[last + 1].start < lines[last + 1].end:
        last += 1
    return Stretch(lines[first].start, lines[last].end)


def _belongs_to_block(line: str) -> bool:
    """A headline that names the service, in any language, or a line without a letter."""
    return (bool(_BRAND.search(line)) and len(line.split()) <= 8) or not _LETTERS.search(line)
