"""HTML to plain text, with the places where a meeting service left its mark.

A scanner of our own instead of a parser: invites nest without end, forget to close, and may be hostile; this walks
the source once, in linear time, and never fails. What becomes of the marks is `join_block`'s business.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from nlp.agenda.anchors import is_anchor

MAX_SOURCE = 262_144
"""Characters of HTML read; Word puts up to 100 KB of style sheets before the first word."""

_BLOCKS = frozenset(
    (
        *("p", "div", "br", "hr", "pre", "section", "article", "header", "footer", "blockquote"),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
        *("table", "tr", "ul", "ol", "li", "dl", "dt", "dd"),
    )
)
_LISTS = ("ul", "ol")
_DEEPEST = 4
_SILENT = frozenset(("script", "style", "title", "head", "xml", "noscript", "template"))
_TAG_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]{0,15})")
_MARKS = re.compile(r"""(?:href|id|class|data-tid|originalsrc)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0]+")


class Rendered(NamedTuple):
    """Plain text and the offsets in it at which an anchor of a meeting service stood."""

    text: str
    anchors: tuple[int, ...]


def html_to_text(source: str, max_chars: int) -> Rendered:
    """Render `source` as lines: items begin with "- ", inner ones further in; cells of a row are joined by " | "."""
    return _Renderer(source[:MAX_SOURCE], max_chars).run()


class _Renderer:
    def __init__(self, source: str, max_chars: int) -> None:
        self._source = source
        self._max_chars = max_chars
        self._out: list[str] = []
        self._size = 0
        self._anchors: list[int] = []
        self._silent: str | None = None
        self._cells = self._lists = 0
        self._cell_open = self._cell_said = self._break_owed = False

    def run(self) -> Rendered:
        at = 0
        while at < len(self._source) and self._size < self._max_chars:
            opening = self._source.find("<", at)
            if opening == -1:
                self._words(self._source[at:])
                break
            self._words(self._source[at:opening])
            at = self._markup(opening)
        return Rendered("".join(self._out)[: self._max_chars], tuple(self._anchors))

    def _markup(self, opening: int) -> int:
        """Handle what begins with "<" at `opening`; the offset to go on from."""
        if self._source.startswith("<!--", opening):
            end = self._source.find("-->", opening + 4)
            return len(self._source) if end == -1 else end + 3
        name = _TAG_NAME.match(self._source, opening + 1)
        if name is None and self._source[opening + 1 : opening + 2] not in ("!", "?"):
            self._words("<")  # a lone "<" as in "a < b"
            return opening + 1
        end = self._source.find(">", opening)
        if end == -1:
            return len(self._source)
        if name is not None:
            self._tag(name.group(1).lower(), self._source[opening + 1] == "/", self._source[opening:end])
        return end + 1

    def _tag(self, name: str, closing: bool, source: str) -> None:
        if name in _SILENT:
            self._silence(name, closing, source)
            return
        if self._silent is not None:
            return
        if name in ("td", "th"):
            self._cell(closing)
        elif name in _BLOCKS:
            self._block(name)
            if name in _LISTS:
                self._lists = max(0, self._lists + (-1 if closing else 1))
            if name == "li" and not closing:
                self._emit("  " * (min(self._lists, _DEEPEST) - 1) + "- ")
        if not closing:
            self._mark(source)

    def _silence(self, name: str, closing: bool, source: str) -> None:
        if closing and self._silent == name:
            self._silent = None
        elif not closing and self._silent is None and not source.endswith("/"):
            self._silent = name

    def _cell(self, closing: bool) -> None:
        self._cell_open, self._cell_said, self._break_owed = not closing, False, False
        if not closing:
            self._cells += 1
            if self._cells > 1:
                self._emit(" | ")

    def _block(self, name: str) -> None:
        """A new line; within a cell only between words, because editors wrap every cell's words in a paragraph."""
        if name in ("tr", "table"):
            self._cell_open = False
        if not self._cell_open:
            self._break_line()
        elif self._cell_said:
            self._break_owed = True
            if name == "li":
                self._settle_break()

    def _settle_break(self) -> None:
        if self._break_owed and self._out[-1] != "\n":
            self._emit("\n")
        self._break_owed = False

    def _break_line(self) -> None:
        self._cells = 0
        self._break_owed = False
        if self._out and self._out[-1] != "\n":
            self._emit("\n")

    def _mark(self, source: str) -> None:
        for match in _MARKS.finditer(source[:4000]):
            if is_anchor(html.unescape(match.group(1) or match.group(2) or "")):
                self._anchors.append(self._size)
                return

    def _words(self, raw: str) -> None:
        if self._silent is not None or not raw:
            return
        words = _SPACES.sub(" ", html.unescape(raw[: self._max_chars + 1]))
        if words.strip():
            self._settle_break()
            self._cell_said = True
        if not self._out or self._out[-1].endswith(("\n", " ")):
            words = words.lstrip(" ")
        self._emit(words)

    def _emit(self, piece: str) -> None:
        if piece:
            self._out.append(piece)
            self._size += len(piece)
