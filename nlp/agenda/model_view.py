"""What the encoder gets to read of an agenda, and the way back from there to the plain text.

Addresses are long and say one word ("link", "issue"): they are written as that word. Markdown keeps its words and
loses its marks. Lines are joined by " | ", because the encoder's tokenizer sees neither line ends nor indents; a line
that stands further in than others begins with ">", so that an empty heading differs from one with lines below it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from nlp.agenda.spans import Stretch

MAX_VIEW_CHARS = 4_000

_REWRITE = re.compile(
    r"\[(?P<label>[^\[\]\n]{1,300}|\[[^\[\]\n]{1,60}\][^\[\]\n]{0,240})\]\((?P<target>[^()\s]{1,500})\)"
    r"|<?(?P<url>https?://[^\s<>()\"]{1,1000})>?"
    r"|(?P<marks>[*_~`]{1,3}|<[^<>\n]{1,60}>)"
)
_SEPARATOR = " | "
_INNER = "> "


@dataclass(frozen=True, slots=True)
class ModelView:
    """`text` is what the encoder reads; `origin[i]` is where character i stands in the plain text (ascending)."""

    text: str
    origin: tuple[int, ...]

    def locate(self, stretch: Stretch) -> Stretch:
        """A stretch of the plain text in the coordinates of the view; empty where the view was cut before it."""
        return Stretch(bisect_left(self.origin, stretch.start), bisect_left(self.origin, stretch.end))


def model_view(text: str, lines: tuple[Stretch, ...]) -> ModelView:
    """The view of these lines of the plain text, cut at `MAX_VIEW_CHARS`."""
    pieces: list[str] = []
    origin: list[int] = []
    indents = [_indent(text, line) for line in lines]
    outermost = min(indents, default=0)
    for line, indent in zip(lines, indents, strict=True):
        if len(origin) >= MAX_VIEW_CHARS:
            break
        if origin:
            pieces.append(_SEPARATOR)
            origin.extend([line.start] * len(_SEPARATOR))
        if indent > outermost:
            pieces.append(_INNER)
            origin.extend([line.start] * len(_INNER))
        _append_line(text, line, pieces, origin)
    return ModelView("".join(pieces)[:MAX_VIEW_CHARS], tuple(origin[:MAX_VIEW_CHARS]))


def _indent(text: str, line: Stretch) -> int:
    """Columns between the beginning of the line and its first word; a tab counts as four."""
    before = text[text.rfind("\n", 0, line.start) + 1 : line.start]
    return len(before.replace("\t", "    ")) if before.isspace() else 0


def _append_line(text: str, line: Stretch, pieces: list[str], origin: list[int]) -> None:
    at = line.start
    for match in _REWRITE.finditer(text, line.start, line.end):
        pieces.append(text[at : match.start()])
        origin.extend(range(at, match.start()))
        if match["label"] is not None:
            pieces.append(match["label"])
            origin.extend(range(match.start("label"), match.end("label")))
        elif match["url"] is not None:
            word = _word_for(match["url"])
            pieces.append(word)
            origin.extend([match.start()] * len(word))
        at = match.end()
    pieces.append(text[at : line.end])
    origin.extend(range(at, line.end))


def _word_for(address: str) -> str:
    """One word for what an address points at."""
    if "/pull/" in address or "/merge_requests/" in address:
        return "pull request"
    return "issue" if "/issues/" in address or "/browse/" in address else "link"
